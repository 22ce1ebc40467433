"""AWS::SSM::Parameter: moto's model needs a name and fails with tags."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from localaws.cloudformation.types import values
from localaws.cloudformation.types.handler import Made, Site, unless_gone


class Parameter:
    """A parameter of Systems Manager. Ref is its name."""

    fixed = frozenset({"Name"})
    properties = frozenset({"Name", "Type", "Value", "Description", "Tier", "DataType", "Tags"})

    def create(self, site: Site, name: str, properties: Mapping[str, Any]) -> Made:
        name = properties.get("Name", name)
        _put(site, name, properties, overwrite=False)
        return Made(name, values.given(properties, ("Type", "Value")))

    def update(
        self, site: Site, made: Made, old: Mapping[str, Any], new: Mapping[str, Any]
    ) -> Made:
        _put(site, made.physical_id, new, overwrite=True)
        return Made(made.physical_id, values.given(new, ("Type", "Value")))

    def delete(self, site: Site, made: Made, properties: Mapping[str, Any]) -> None:
        with unless_gone("ParameterNotFound"):
            site.client("ssm").delete_parameter(Name=made.physical_id)


def _put(site: Site, name: str, properties: Mapping[str, Any], overwrite: bool) -> None:
    site.client("ssm").put_parameter(
        Name=name,
        Type=properties["Type"],
        Value=properties["Value"],
        Overwrite=overwrite,
        **values.given(properties, ("Description", "Tier", "DataType")),
    )
