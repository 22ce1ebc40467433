"""What an update changes of a resource's tags."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from localaws.cloudformation.types import values
from localaws.cloudformation.types.handler import Site


def wanted(properties: Mapping[str, Any]) -> dict[str, str]:
    """The tags that a resource names itself."""
    return {tag["Key"]: tag["Value"] for tag in properties.get("Tags", [])}


def gone(site: Site, old: Mapping[str, Any], new: Mapping[str, Any]) -> list[str]:
    """The keys of those that it names no longer, and its stack does not either."""
    left = wanted(new)
    return [key for key in wanted(old) if key not in left and key not in site.tags]


def change(
    client: Any,
    member: str,
    arn: str,
    site: Site,
    old: Mapping[str, Any],
    new: Mapping[str, Any],
) -> None:
    """Bring a resource's tags to what its stack and its properties say, by TagResource and UntagResource.

    Args:
        member: how the service calls the ARN in a request.
    """
    if keys := gone(site, old, new):
        client.untag_resource(**{member: arn, "TagKeys": keys})
    client.tag_resource(**{member: arn, "Tags": values.tag_list(site.all_tags(new))})
