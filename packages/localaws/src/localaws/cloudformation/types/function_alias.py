"""AWS::Lambda::Alias."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from localaws.cloudformation.types.handler import Made, Site, undone_on_failure, unless_gone


class FunctionAlias:
    """An alias of a function. Ref is its ARN."""

    fixed = frozenset({"FunctionName", "Name"})
    properties = frozenset(
        {
            *("FunctionName", "Name", "FunctionVersion", "Description", "RoutingConfig"),
            "ProvisionedConcurrencyConfig",
        }
    )

    def create(self, site: Site, name: str, properties: Mapping[str, Any]) -> Made:
        client = site.client("lambda")
        arn = client.create_alias(**_wanted(properties))["AliasArn"]
        made = Made(arn, {"AliasArn": arn})
        with undone_on_failure(lambda: self.delete(site, made, properties)):
            _provide(client, {}, properties)
        return made

    def update(
        self, site: Site, made: Made, old: Mapping[str, Any], new: Mapping[str, Any]
    ) -> Made:
        client = site.client("lambda")
        client.update_alias(**_wanted(new))
        _provide(client, old, new)
        return made

    def delete(self, site: Site, made: Made, properties: Mapping[str, Any]) -> None:
        with unless_gone("ResourceNotFoundException"):
            site.client("lambda").delete_alias(
                FunctionName=properties["FunctionName"], Name=properties["Name"]
            )


def _wanted(properties: Mapping[str, Any]) -> dict[str, Any]:
    """What CreateAlias and UpdateAlias share."""
    weights = properties.get("RoutingConfig", {}).get("AdditionalVersionWeights", [])
    return {
        "FunctionName": properties["FunctionName"],
        "Name": properties["Name"],
        "FunctionVersion": properties["FunctionVersion"],
        "Description": properties.get("Description", ""),
        "RoutingConfig": {
            "AdditionalVersionWeights": {
                each["FunctionVersion"]: each["FunctionWeight"] for each in weights
            }
        },
    }


def _provide(client: Any, old: Mapping[str, Any], new: Mapping[str, Any]) -> None:
    before, after = (each.get("ProvisionedConcurrencyConfig") for each in (old, new))
    which = {"FunctionName": new["FunctionName"], "Qualifier": new["Name"]}
    if before == after:
        return
    if after is None:
        client.delete_provisioned_concurrency_config(**which)
    else:
        client.put_provisioned_concurrency_config(**which, **after)
