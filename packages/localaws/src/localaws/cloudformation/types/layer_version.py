"""AWS::Lambda::LayerVersion, and who may use one: AWS::Lambda::LayerVersionPermission."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from localaws.cloudformation.types import values
from localaws.cloudformation.types.handler import Made, Site, unless_gone


class LayerVersion:
    """A version of a layer, which has the resource's name where none is given. Ref is its ARN."""

    fixed = frozenset(
        {
            *("LayerName", "Content", "Description", "LicenseInfo"),
            *("CompatibleRuntimes", "CompatibleArchitectures"),
        }
    )
    properties = fixed

    def create(self, site: Site, name: str, properties: Mapping[str, Any]) -> Made:
        wanted = {"LayerName": site.logical_id, **values.given(properties, self.properties)}
        arn = site.client("lambda").publish_layer_version(**wanted)["LayerVersionArn"]
        return Made(arn, {"LayerVersionArn": arn})

    def update(
        self, site: Site, made: Made, old: Mapping[str, Any], new: Mapping[str, Any]
    ) -> Made:
        return made

    def delete(self, site: Site, made: Made, properties: Mapping[str, Any]) -> None:
        with unless_gone("ResourceNotFoundException"):
            site.client("lambda").delete_layer_version(**_version(made.physical_id))


class LayerVersionPermission:
    """A statement of a layer version's policy. Ref is the version's ARN and the statement's id."""

    fixed = frozenset({"LayerVersionArn", "Action", "Principal", "OrganizationId"})
    properties = fixed

    def create(self, site: Site, name: str, properties: Mapping[str, Any]) -> Made:
        arn = properties["LayerVersionArn"]
        site.client("lambda").add_layer_version_permission(
            StatementId=name,
            **_version(arn),
            **values.given(properties, ("Action", "Principal", "OrganizationId")),
        )
        return Made(f"{arn}#{name}", {"Id": f"{arn}#{name}"})

    def update(
        self, site: Site, made: Made, old: Mapping[str, Any], new: Mapping[str, Any]
    ) -> Made:
        return made

    def delete(self, site: Site, made: Made, properties: Mapping[str, Any]) -> None:
        arn, _, statement = made.physical_id.rpartition("#")
        with unless_gone("ResourceNotFoundException"):
            site.client("lambda").remove_layer_version_permission(
                StatementId=statement, **_version(arn)
            )


def _version(arn: str) -> dict[str, Any]:
    layer, _, number = arn.rpartition(":")
    return {"LayerName": layer, "VersionNumber": int(number)}
