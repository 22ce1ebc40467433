"""One condition of a search: a property, an operator, a value. Pure.

https://docs.aws.amazon.com/sagemaker/latest/APIReference/API_Filter.html says which operators which
properties have; what it leaves open (a property that is not there, letters' case) is in ``fidelity.md``.
"""

from __future__ import annotations

import operator
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from localaws.sagemaker.errors import validation
from localaws.search.properties import Kind, Property, property_of

_ORDERS: Mapping[str, Callable[[Any, Any], bool]] = {
    "GreaterThan": operator.gt,
    "GreaterThanOrEqualTo": operator.ge,
    "LessThan": operator.lt,
    "LessThanOrEqualTo": operator.le,
}
_OF_TEXT = ("In", "Contains")
_WITHOUT_VALUE = ("Exists", "NotExists")


@dataclass(frozen=True)
class Condition:
    """A filter that has been checked."""

    property: Property
    operator: str
    value: str

    def met(self, record: Mapping[str, Any]) -> bool:
        """Whether a resource fulfils it; of several values one is enough, but for NotEquals."""
        values = self.property.values(record)
        match self.operator:
            case "Exists":
                return bool(values)
            case "NotExists":
                return not values
            case "NotEquals":
                return not any(self._equals(value) for value in values)
            case "Equals":
                return any(self._equals(value) for value in values)
            case "In":
                allowed = {each.strip() for each in self.value.split(",")}
                return any(value in allowed for value in values)
            case "Contains":
                return any(self.value in value for value in values)
        return any(self._in_order(value) for value in values)

    def _equals(self, value: Any) -> bool:
        kind = self.property.kind
        if kind == "text":
            return bool(value == self.value)
        if kind == "setting":
            numbers = _number(value), _number(self.value)
            return bool(value == self.value) or (None not in numbers and numbers[0] == numbers[1])
        return bool(_readable(kind, value) == _read(kind, self.value, self.property.name))

    def _in_order(self, value: Any) -> bool:
        compare = _ORDERS[self.operator]
        if self.property.kind == "setting":
            theirs, ours = _number(value), _number(self.value)
            if theirs is None or ours is None:
                return False
            # AWS takes a decimal as an integer where it is held against one.
            return compare(int(theirs) if _is_integer(self.value) else theirs, ours)
        kind = self.property.kind
        return compare(_readable(kind, value), _read(kind, self.value, self.property.name))


def condition(shape: Any, given: Mapping[str, Any], prefix: str = "") -> Condition:
    """The condition that a filter says, of resources of this shape.

    Args:
        prefix: what the filter's name begins with, where the shape is that of a nested structure.

    Raises:
        ApiError: the resource has no such property, or the property no such operator or value.
    """
    name, value = given["Name"], given.get("Value")
    if not name.startswith(prefix):
        raise validation(f"A nested filter's Name must begin with {prefix}, and {name} does not.")
    found = property_of(shape, name.removeprefix(prefix))
    asked = given.get("Operator", "Equals")
    if value is None and asked not in _WITHOUT_VALUE:
        raise validation(f"The filter on {name} needs a Value for the operator {asked}.")
    _check(found.kind, asked, name)
    if value is not None and asked not in _WITHOUT_VALUE:
        _check_value(found.kind, asked, value, name)
    return Condition(found, asked, value or "")


def _check(kind: Kind, asked: str, name: str) -> None:
    """See that the property has the operator."""
    textual = kind in ("text", "setting")
    if kind == "structure" and asked not in _WITHOUT_VALUE:
        raise validation(f"{name} is a structure: filter on a property in it, or use Exists.")
    if asked in _ORDERS and kind in ("text", "truth"):
        raise validation(
            f"Operator {asked} is not supported for {name}, which is no number or time."
        )
    if asked in _OF_TEXT and not textual:
        raise validation(f"Operator {asked} is only supported for text, and {name} is none.")


def _check_value(kind: Kind, asked: str, value: str, name: str) -> None:
    """See that the value can be held against the property's."""
    if kind == "setting" and asked in _ORDERS and _number(value) is None:
        raise validation(f"Value '{value}' for {name} must be a number for the operator {asked}.")
    if kind in ("number", "moment", "truth"):
        _read(kind, value, name)


def _read(kind: Kind, value: str, name: str) -> Any:
    """A filter's value as one of the property's kind.

    Raises:
        ApiError: it is none.
    """
    if kind == "number":
        number = _number(value)
        if number is None:
            raise validation(f"Value '{value}' for {name} must be an integer or a decimal.")
        return number
    if kind == "truth":
        if value.lower() not in ("true", "false"):
            raise validation(f"Value '{value}' for {name} must be true or false.")
        return value.lower() == "true"
    try:
        moment = datetime.fromisoformat(value)
    except ValueError as error:
        raise validation(
            f"Value '{value}' for {name} must be a time such as 2026-01-31T23:59:00."
        ) from error
    return moment if moment.tzinfo else moment.replace(tzinfo=UTC)


def _readable(kind: Kind, value: Any) -> Any:
    """A resource's value as it is compared; a filter says times in whole seconds."""
    return value.replace(microsecond=0) if kind == "moment" else value


def _number(value: Any) -> float | None:
    """A number; None for what is none, or no finite one."""
    try:
        number = float(value)
    except (TypeError, ValueError):
        return None
    return number if abs(number) != float("inf") and number == number else None


def _is_integer(value: str) -> bool:
    return value.strip().lstrip("+-").isdecimal()
