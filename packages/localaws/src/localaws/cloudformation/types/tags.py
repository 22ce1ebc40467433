"""What an update changes of a resource's tags."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from localaws.cloudformation.types.handler import Site


def wanted(properties: Mapping[str, Any]) -> dict[str, str]:
    """The tags that a resource names itself."""
    return {tag["Key"]: tag["Value"] for tag in properties.get("Tags", [])}


def gone(site: Site, old: Mapping[str, Any], new: Mapping[str, Any]) -> list[str]:
    """The keys of those that it names no longer, and its stack does not either."""
    left = wanted(new)
    return [key for key in wanted(old) if key not in left and key not in site.tags]
