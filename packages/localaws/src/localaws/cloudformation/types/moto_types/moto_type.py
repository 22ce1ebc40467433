"""What is said of a type beside moto's model of it."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from localaws.cloudformation.types.handler import Made, Site

Properties = Mapping[str, Any]


def no_attributes(site: Site, physical_id: str, model: Any) -> dict[str, Any]:
    return {}


@dataclass(frozen=True)
class MotoType:
    """How a resource of moto's is changed without a new one, and what moto does not know of it.

    Attributes:
        fixed: the properties that only a new resource can have otherwise.
        changing: those that ``update`` changes, through the service's own API.
        attributes: what Fn::GetAtt gives besides what moto's model gives.
        named_by: the property, or the made up name, that Ref gives where moto gives something else.
    """

    fixed: frozenset[str]
    changing: frozenset[str]
    update: Callable[[Site, Made, Properties, Properties], None]
    attributes: Callable[[Site, str, Any], dict[str, Any]] = no_attributes
    named_by: str | None = None


def difference(old: Properties, new: Properties, name: str) -> tuple[list[Any], list[Any]]:
    """What a list has more in ``new``, and what it had more in ``old``."""
    before, after = old.get(name) or [], new.get(name) or []
    return [each for each in after if each not in before], [
        each for each in before if each not in after
    ]


def tag_changes(site: Site, old: Properties, new: Properties) -> tuple[dict[str, str], list[str]]:
    """The tags to set, and the keys of those to take."""
    before, after = (
        {tag["Key"]: tag["Value"] for tag in each.get("Tags", [])} for each in (old, new)
    )
    return after, [key for key in before if key not in after and key not in site.tags]
