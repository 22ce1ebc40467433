"""AWS::SageMaker::Endpoint: made or changed once it serves, and failed where it does not.

Whoever asked for the stack waits along for a few seconds, in which most endpoints come to serve.

An update goes by UpdateEndpoint, whose fleet takes over as DeploymentConfig says. One that is rolled
back leaves the endpoint in service with what it had, and fails with the endpoint's reason.
"""

from __future__ import annotations

import time
from collections.abc import Mapping
from typing import Any

from botocore.exceptions import ClientError

from localaws.cloudformation import background
from localaws.cloudformation.errors import Refused
from localaws.cloudformation.types import sagemaker_resources, values
from localaws.cloudformation.types.handler import Made, Site, undone_on_failure

_UPDATED_BY = (
    "EndpointConfigName",
    "DeploymentConfig",
    "ExcludeRetainedVariantProperties",
    "RetainAllVariantProperties",
    "RetainDeploymentConfig",
)
_CREATED_BY = ("EndpointConfigName", "DeploymentConfig")
_UNDER_WAY = frozenset({"Creating", "Updating", "RollingBack", "SystemUpdating", "Deleting"})
_FIRST_LOOK, _LONGEST_LOOK = 0.02, 1.0  # seconds between looks at its status; doubled each time
_PATIENCE = 15.0  # seconds for which whoever asked for the stack waits along


class Endpoint:
    """An endpoint. Ref is its ARN."""

    fixed = frozenset({"EndpointName"})
    properties = fixed | {*_UPDATED_BY, "Tags"}

    def create(self, site: Site, name: str, properties: Mapping[str, Any]) -> Made:
        given = values.given(properties, ("EndpointName", *_CREATED_BY, "Tags"))
        called, asked = sagemaker_resources.request(site, given, "EndpointName", name)
        arn = site.client("sagemaker").create_endpoint(**asked)["EndpointArn"]
        made = Made(arn, {"EndpointArn": arn, "EndpointName": called})
        with undone_on_failure(lambda: self.delete(site, made, properties)):
            _see_that_it_serves(site, made, properties)
        return made

    def update(
        self, site: Site, made: Made, old: Mapping[str, Any], new: Mapping[str, Any]
    ) -> Made:
        shown = _settled(site, made)
        # What was rolled back by itself already serves what it is to be brought back to.
        if shown is None or shown["EndpointConfigName"] != new["EndpointConfigName"]:
            asked = values.given(new, _UPDATED_BY)
            site.client("sagemaker").update_endpoint(EndpointName=_name(made), **asked)
            _see_that_it_serves(site, made, new)
        sagemaker_resources.bring_tags(site, made.physical_id, new)
        return made

    def delete(self, site: Site, made: Made, properties: Mapping[str, Any]) -> None:
        if _settled(site, made) is None:
            return
        site.client("sagemaker").delete_endpoint(EndpointName=_name(made))
        _settled(site, made)


def _name(made: Made) -> str:
    return str(made.attributes["EndpointName"])


def _see_that_it_serves(site: Site, made: Made, properties: Mapping[str, Any]) -> None:
    """Wait until the endpoint serves the configuration that it is to serve.

    Raises:
        Refused: it does not.
    """
    shown = _settled(site, made) or {"EndpointStatus": "Deleting"}
    status, configuration = shown["EndpointStatus"], shown.get("EndpointConfigName")
    if status != "InService" or configuration != properties["EndpointConfigName"]:
        reason = shown.get("FailureReason", "It gives no reason.")
        raise Refused(f"Endpoint {_name(made)} is {status} with {configuration}: {reason}")


def _settled(site: Site, made: Made) -> Mapping[str, Any] | None:
    """What DescribeEndpoint says once nothing is under way; None when there is no such endpoint."""
    pause = _FIRST_LOOK
    began = time.monotonic()
    while True:
        try:
            shown: Mapping[str, Any] = site.client("sagemaker").describe_endpoint(
                EndpointName=_name(made)
            )
        except ClientError as error:
            if "Could not find" in error.response["Error"]["Message"]:
                return None
            raise
        if shown["EndpointStatus"] not in _UNDER_WAY:
            return shown
        if time.monotonic() - began > _PATIENCE or _bakes(shown):
            background.let_go()
        time.sleep(pause)
        pause = min(2 * pause, _LONGEST_LOOK)


def _bakes(shown: Mapping[str, Any]) -> bool:
    """Whether it waits for time to pass, which may be an hour."""
    coming = shown.get("PendingDeploymentSummary", {}).get("ProductionVariants", [])
    stages = [stage["Status"] for variant in coming for stage in variant.get("VariantStatus", [])]
    return "Baking" in stages
