"""Properties of a resource by their dotted names, as filters and sorting name them. Pure.

A name is looked up in the service model of what Search returns, so that one that no such resource can
have is refused. Lists on the way are looked through: a resource may have several values of a property.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Literal

from localaws.sagemaker.errors import validation

Kind = Literal["text", "number", "moment", "truth", "setting", "structure"]

_KINDS: Mapping[str, Kind] = {
    "string": "text",
    "integer": "number",
    "long": "number",
    "float": "number",
    "double": "number",
    "timestamp": "moment",
    "boolean": "truth",
}
_METRICS, _TAGS = "Metrics", "Tags"
_METRIC_LIST = "FinalMetricDataList"


@dataclass(frozen=True)
class Property:
    """A property that resources of a kind may have.

    Attributes:
        kind: of its values. A ``setting`` is a value of a map such as HyperParameters: text that may
            be a number; a ``structure`` cannot be compared.
    """

    name: str
    kind: Kind

    def values(self, record: Mapping[str, Any]) -> list[Any]:
        """What a resource has there; nothing, or several where a list is on the way."""
        head, _, rest = self.name.partition(".")
        if head == _METRICS and rest:
            metrics = record.get(_METRIC_LIST, [])
            return [metric["Value"] for metric in metrics if metric["MetricName"] == rest]
        if head == _TAGS and rest:
            return [tag["Value"] for tag in record.get(_TAGS, []) if tag["Key"] == rest]
        return list(_values(record, self.name.split(".")))


def property_of(shape: Any, name: str) -> Property:
    """The property of that name that resources of this shape have.

    Raises:
        ApiError: they have none.
    """
    head, _, rest = name.partition(".")
    if head == _METRICS and rest and _METRIC_LIST in shape.members:
        return Property(name, "number")
    if head == _TAGS and rest and _TAGS in shape.members:
        return Property(name, "text")
    found, is_setting = _found(shape, name.split("."))
    if found is None:
        raise validation(
            f"Unknown property name: {name}. A {shape.name} has {', '.join(sorted(shape.members))}, "
            "and what is in them, such as Tags.<key>."
        )
    kind = _KINDS.get(found.type_name, "structure")
    return Property(name, "setting" if is_setting and kind == "text" else kind)


def elements(record: Mapping[str, Any], name: str) -> list[Mapping[str, Any]]:
    """The structures in a list of a resource's, for conditions that one of them must fulfil alone."""
    return [each for each in _values(record, name.split(".")) if isinstance(each, Mapping)]


def element_shape(shape: Any, name: str) -> Any:
    """The shape of what is in the list of that name.

    Raises:
        ApiError: there is no such list, or one of plain values.
    """
    found, _ = _found(shape, name.split("."), through=False)
    if found is None or found.type_name != "list" or found.member.type_name != "structure":
        raise validation(f"NestedPropertyName {name} is no list of structures of a {shape.name}.")
    member: Any = found.member
    return member


def _found(shape: Any, parts: Sequence[str], through: bool = True) -> tuple[Any, bool]:
    """The shape at the end of a path, and whether it is a map's value. ``through``: a last list too."""
    if shape.type_name == "list" and (parts or through):
        return _found(shape.member, parts, through)
    if not parts:
        return shape, False
    if shape.type_name == "map":
        return shape.value, True  # a key may have dots itself
    if shape.type_name == "structure" and parts[0] in shape.members:
        return _found(shape.members[parts[0]], parts[1:], through)
    return None, False


def _values(value: Any, parts: Sequence[str]) -> Sequence[Any]:
    if value is None:
        return []
    if isinstance(value, list | tuple):
        return [found for each in value for found in _values(each, parts)]
    if not parts:
        return [value]
    if not isinstance(value, Mapping):
        return []
    whole = ".".join(parts)  # the key of a map
    if whole in value:
        return _values(value[whole], [])
    return _values(value.get(parts[0]), parts[1:])
