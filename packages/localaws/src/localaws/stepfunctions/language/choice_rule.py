"""The rules of a Choice state in JSONPath: comparisons, joined by And, Or and Not.

In JSONata a rule has a ``Condition`` instead, which is an expression like any other.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum
from typing import Any

from localaws.stepfunctions.language.path import Path


class Kind(Enum):
    """What an operator compares."""

    STRING = "String"
    NUMBER = "Numeric"
    BOOLEAN = "Boolean"
    TIMESTAMP = "Timestamp"


_ORDER = ("Equals", "LessThan", "GreaterThan", "LessThanEquals", "GreaterThanEquals")
COMPARISONS: dict[str, tuple[Kind, str]] = {
    **{f"{kind.value}{order}": (kind, order) for kind in Kind for order in _ORDER},
    "StringMatches": (Kind.STRING, "Matches"),
}
for _order in _ORDER[1:]:
    del COMPARISONS[f"Boolean{_order}"]
TESTS = ("IsNull", "IsPresent", "IsNumeric", "IsString", "IsBoolean", "IsTimestamp")
"""Operators that take true or false and have no ``…Path`` form."""


@dataclass(frozen=True)
class Compared:
    """``variable`` against a value, or against what a path yields (``StringEqualsPath``)."""

    variable: Path
    operator: str
    """Without ``Path``."""
    against: Any | Path

    @property
    def field(self) -> str:
        """How the operator was written."""
        return f"{self.operator}Path" if isinstance(self.against, Path) else self.operator


@dataclass(frozen=True)
class Tested:
    """``IsNull`` and the like: that it is so, or that it is not."""

    variable: Path
    test: str
    wanted: bool


@dataclass(frozen=True)
class Joined:
    """``And``, or ``Or``."""

    rules: tuple[Rule, ...]
    needs_all: bool


@dataclass(frozen=True)
class Negated:
    """``Not``."""

    rule: Rule


Rule = Compared | Tested | Joined | Negated
