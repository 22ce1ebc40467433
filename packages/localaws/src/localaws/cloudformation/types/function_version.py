"""AWS::Lambda::Version: what a function is when the stack comes to it, for ever."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from localaws.cloudformation.errors import Refused
from localaws.cloudformation.types import values
from localaws.cloudformation.types.handler import Made, Site, undone_on_failure, unless_gone


class FunctionVersion:
    """A version of a function. Ref is its ARN. Nothing of it can be changed.

    The service gives the last version again where nothing has changed since. That one is another
    resource's, or nobody's: CloudFormation refuses it, and so the CDK's ``currentVersion`` names each
    version after what is in it.
    """

    fixed = frozenset(
        [
            *("FunctionName", "CodeSha256", "Description", "ProvisionedConcurrencyConfig"),
            *("RuntimePolicy", "FunctionScalingConfig"),
        ]
    )
    properties = fixed

    def create(self, site: Site, name: str, properties: Mapping[str, Any]) -> Made:
        client, function = site.client("lambda"), properties["FunctionName"]
        there = {
            each["Version"]
            for page in client.get_paginator("list_versions_by_function").paginate(
                FunctionName=function
            )
            for each in page["Versions"]
        }
        given = values.given(properties, ("CodeSha256", "Description"))
        published = client.publish_version(FunctionName=function, **given)
        number, arn = published["Version"], published["FunctionArn"]
        if number in there:
            raise Refused(
                f"A version for this Lambda function exists ( {number} ). Modify the function to "
                "create a new version."
            )
        made = Made(arn, {"Version": number, "FunctionArn": arn})
        with undone_on_failure(lambda: self.delete(site, made, properties)):
            _set_beside(client, published["FunctionName"], number, properties)
        return made

    def update(
        self, site: Site, made: Made, old: Mapping[str, Any], new: Mapping[str, Any]
    ) -> Made:
        return made

    def delete(self, site: Site, made: Made, properties: Mapping[str, Any]) -> None:
        with unless_gone("ResourceNotFoundException"):
            site.client("lambda").delete_function(FunctionName=made.physical_id)


def _set_beside(client: Any, function: str, number: str, given: Mapping[str, Any]) -> None:
    """What has operations of its own."""
    which = {"FunctionName": function, "Qualifier": number}
    if "ProvisionedConcurrencyConfig" in given:
        client.put_provisioned_concurrency_config(**which, **given["ProvisionedConcurrencyConfig"])
    if given.get("RuntimePolicy", {"UpdateRuntimeOn": "Auto"}) != {"UpdateRuntimeOn": "Auto"}:
        client.put_runtime_management_config(**which, **given["RuntimePolicy"])
    if "FunctionScalingConfig" in given:
        client.put_function_scaling_config(
            **which, FunctionScalingConfig=given["FunctionScalingConfig"]
        )
