"""The ranges that hyperparameters are chosen from: read from a request, and checked.

Developer guide, automatic-model-tuning-define-ranges. What ``Auto`` scaling comes to is our choice: see ``Scale``.
"""

from __future__ import annotations

import math
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Literal

Scale = Literal["Linear", "Logarithmic", "ReverseLogarithmic"]
_INTEGER = re.compile(r"[+-]?[0-9]{1,18}")
_NUMBER = re.compile(r"[+-]?([0-9]+\.?[0-9]*|\.[0-9]+)([eE][+-]?[0-9]+)?")
_LOGARITHMIC_FROM = 100.0  # how many times its least value a range's greatest is, for Auto


class BadRange(ValueError):
    """A range that nothing can be chosen from. The message is a sentence for the user."""


@dataclass(frozen=True)
class Continuous:
    """Numbers from ``low`` to ``high``."""

    name: str
    low: float
    high: float
    scale: Scale = "Linear"

    @property
    def type(self) -> str:
        return "continuous"

    def holds(self, text: str) -> bool:
        """Whether a value as the API writes it lies within the range."""
        try:
            return self.low <= float(text) <= self.high
        except ValueError:
            return False


@dataclass(frozen=True)
class Integer:
    """Whole numbers from ``low`` to ``high``, both among them."""

    name: str
    low: int
    high: int
    scale: Scale = "Linear"

    @property
    def type(self) -> str:
        return "integer"

    def holds(self, text: str) -> bool:
        return bool(_INTEGER.fullmatch(text)) and self.low <= int(text) <= self.high


@dataclass(frozen=True)
class Categorical:
    """One of some texts."""

    name: str
    values: tuple[str, ...]

    @property
    def type(self) -> str:
        return "categorical"

    def holds(self, text: str) -> bool:
        return text in self.values


Range = Continuous | Integer | Categorical
Ranges = tuple[Range, ...]


def parse(structure: Mapping[str, Any]) -> Ranges:
    """The ranges of a ``ParameterRanges``, those of ``AutoParameters`` left to ``auto_ranges``.

    Raises:
        BadRange: one holds nothing, has a scale that does not fit, or a name that another has.
    """
    found: list[Range] = [
        *(_continuous(item) for item in structure.get("ContinuousParameterRanges", [])),
        *(_integer(item) for item in structure.get("IntegerParameterRanges", [])),
        *(_categorical(item) for item in structure.get("CategoricalParameterRanges", [])),
    ]
    check_names([each.name for each in found])
    return tuple(found)


def check_names(names: Sequence[str]) -> None:
    """See that each hyperparameter has one range.

    Raises:
        BadRange: one has more.
    """
    for name in names:
        if names.count(name) > 1:
            raise BadRange(f"Hyperparameter '{name}' has more than one range; give it one")


def combinations(ranges: Ranges) -> int | None:
    """How many combinations of values there are; None where a range has as many as one likes."""
    count = 1
    for each in ranges:
        match each:
            case Continuous():
                return None
            case Integer(_, low, high):
                count *= high - low + 1
            case Categorical(_, values):
                count *= len(values)
    return count


def auto_scale(low: float, high: float) -> Scale:
    """The scale that ``Auto`` comes to: logarithmic where a positive range spans two orders of magnitude."""
    return "Logarithmic" if low > 0 and high / low >= _LOGARITHMIC_FROM else "Linear"


def _continuous(item: Mapping[str, Any]) -> Continuous:
    name = item["Name"]
    low, high = (_number(name, member, item[member]) for member in ("MinValue", "MaxValue"))
    _check_order(name, item)
    if not math.isfinite(high - low):
        raise BadRange(
            f"The range of '{name}' from {item['MinValue']} to {item['MaxValue']} is too wide: the difference "
            "of both must be a number of 64 bits as well"
        )
    asked = item.get("ScalingType", "Auto")
    if asked == "ReverseLogarithmic" and not 0 <= low <= high < 1:
        raise BadRange(
            f"Reverse logarithmic scaling needs a range within 0 <= x < 1, and that of '{name}' goes "
            f"from {item['MinValue']} to {item['MaxValue']}"
        )
    _check_logarithm(item, low)
    return Continuous(name, low, high, auto_scale(low, high) if asked == "Auto" else asked)


def _integer(item: Mapping[str, Any]) -> Integer:
    name = item["Name"]
    for member in ("MinValue", "MaxValue"):
        if not _INTEGER.fullmatch(item[member]):
            raise BadRange(
                f"{member} of the integer range '{name}' must be a whole number, and is '{item[member]}'"
            )
    low, high = int(item["MinValue"]), int(item["MaxValue"])
    _check_order(name, item)
    asked = item.get("ScalingType", "Auto")
    if asked == "ReverseLogarithmic":
        raise BadRange(
            f"Reverse logarithmic scaling is for continuous ranges, and '{name}' is an integer range"
        )
    _check_logarithm(item, low)
    return Integer(name, low, high, auto_scale(low, high) if asked == "Auto" else asked)


def _categorical(item: Mapping[str, Any]) -> Categorical:
    values = tuple(item["Values"])
    if len(set(values)) < len(values):
        raise BadRange(f"The values of the categorical range '{item['Name']}' must differ")
    return Categorical(item["Name"], values)


def _number(name: str, member: str, text: str) -> float:
    value = float(text) if _NUMBER.fullmatch(text) else math.nan
    if not math.isfinite(value):
        raise BadRange(
            f"{member} of the continuous range '{name}' must be a number, and is '{text}'"
        )
    return value


def _check_order(name: str, item: Mapping[str, Any]) -> None:
    if float(item["MinValue"]) > float(item["MaxValue"]):
        raise BadRange(
            f"The range of '{name}' is empty: its MinValue {item['MinValue']} is greater than its "
            f"MaxValue {item['MaxValue']}"
        )


def _check_logarithm(item: Mapping[str, Any], low: float) -> None:
    if item.get("ScalingType") == "Logarithmic" and low <= 0:
        raise BadRange(
            f"Logarithmic scaling needs values greater than 0, and the range of '{item['Name']}' "
            f"begins at {item['MinValue']}"
        )
