"""AWS::SSM::Parameter: moto's model needs a name and fails with tags."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from localaws.cloudformation.errors import Refused
from localaws.cloudformation.types import values
from localaws.cloudformation.types.handler import Made, Site, unless_gone

_TYPES = ("String", "StringList")
_OPTIONS = ("Description", "Tier", "DataType", "AllowedPattern", "Policies")


class Parameter:
    """A parameter of Systems Manager. Ref is its name."""

    fixed = frozenset({"Name"})
    properties = frozenset({"Name", "Type", "Value", "Tags", *_OPTIONS})

    def create(self, site: Site, name: str, properties: Mapping[str, Any]) -> Made:
        _check(properties)
        name = properties.get("Name", name)
        own = values.tag_list(properties.get("Tags", {}))
        tags = values.without_reserved(site.all_tags({"Tags": own}))
        site.client("ssm").put_parameter(
            Name=name,
            **values.given(properties, ("Type", "Value", *_OPTIONS)),
            **({"Tags": values.tag_list(tags)} if tags else {}),
        )
        return _made(site, name, properties)

    def update(
        self, site: Site, made: Made, old: Mapping[str, Any], new: Mapping[str, Any]
    ) -> Made:
        _check(new)
        ssm, name = site.client("ssm"), made.physical_id
        if values.differing(old, new, ("Type", "Value", *_OPTIONS)):
            given = values.given(new, ("Type", "Value", *_OPTIONS))
            ssm.put_parameter(Name=name, Overwrite=True, **given)
        before, after = (each.get("Tags", {}) for each in (old, new))
        taken = [key for key in before if key not in after and key not in site.tags]
        which = {"ResourceType": "Parameter", "ResourceId": name}
        if taken:
            ssm.remove_tags_from_resource(**which, TagKeys=taken)
        if after:
            ssm.add_tags_to_resource(**which, Tags=values.tag_list(after))
        return _made(site, name, new)

    def delete(self, site: Site, made: Made, properties: Mapping[str, Any]) -> None:
        with unless_gone("ParameterNotFound"):
            site.client("ssm").delete_parameter(Name=made.physical_id)


def _check(properties: Mapping[str, Any]) -> None:
    if properties["Type"] not in _TYPES:
        raise Refused(
            f"#/Type: {properties['Type']} is not a valid enum value: CloudFormation makes "
            f"parameters of the types {' and '.join(_TYPES)}"
        )


def _made(site: Site, name: str, properties: Mapping[str, Any]) -> Made:
    path = name if name.startswith("/") else f"/{name}"
    arn = f"arn:aws:ssm:{site.region}:{site.account}:parameter{path}"
    return Made(name, {**values.given(properties, ("Type", "Value")), "Arn": arn})
