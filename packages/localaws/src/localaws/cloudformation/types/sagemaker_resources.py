"""What the resource types of SageMaker have in common: requests from properties, and tags."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

from localaws.cloudformation.types import values
from localaws.cloudformation.types.handler import Site


def tags(site: Site, properties: Mapping[str, Any]) -> list[dict[str, str]]:
    """The tags that a resource is to have: SageMaker's API takes none of CloudFormation's own."""
    return values.tag_list(values.without_reserved(site.all_tags(properties)))


def bring_tags(site: Site, arn: str, properties: Mapping[str, Any]) -> None:
    """Give a resource the tags that it is to have, and no others."""
    client = site.client("sagemaker")
    wanted = tags(site, properties)
    there = {tag["Key"] for tag in client.list_tags(ResourceArn=arn)["Tags"]}
    gone = sorted(there - {tag["Key"] for tag in wanted})
    if gone:
        client.delete_tags(ResourceArn=arn, TagKeys=gone)
    if wanted:
        client.add_tags(ResourceArn=arn, Tags=wanted)


def request(
    site: Site, properties: Mapping[str, Any], named: str, name: str
) -> tuple[str, dict[str, Any]]:
    """The name of a new resource and the request that makes it; the API spells it all the same way.

    ``named`` is the property with its name, ``name`` the one where the property is not there.
    """
    asked = {named: name, **properties, "Tags": tags(site, properties)}
    return str(asked[named]), asked


def container(given: Mapping[str, Any]) -> dict[str, Any]:
    """A container definition; CloudFormation takes numbers and truth values in its environment."""
    made = dict(given)
    if "Environment" in made:
        made["Environment"] = {key: _text(value) for key, value in made["Environment"].items()}
    return made


def _text(value: Any) -> str:
    return value if isinstance(value, str) else json.dumps(value)
