"""Tags of a resource that is changed, by its service's TagResource and UntagResource."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from localaws.cloudformation.types import values
from localaws.cloudformation.types.handler import Site


def change(
    client: Any,
    member: str,
    arn: str,
    site: Site,
    old: Mapping[str, Any],
    new: Mapping[str, Any],
) -> None:
    """Bring a resource's tags to what its stack and its properties say.

    Args:
        member: how the service calls the ARN in a request.
    """
    wanted = site.all_tags(new)
    gone = [tag["Key"] for tag in old.get("Tags", []) if tag["Key"] not in wanted]
    if gone:
        client.untag_resource(**{member: arn, "TagKeys": gone})
    client.tag_resource(**{member: arn, "Tags": values.tag_list(wanted)})
