"""Functions at the end of a path, ``$.prices.max()``, as Jayway has them.

They count and reckon with numbers only and give doubles; ``length()`` of what has none is null.
"""

from __future__ import annotations

import statistics
from collections.abc import Callable
from typing import Any


class Empty(ValueError):
    """There is no number to reckon with."""

    def __init__(self) -> None:
        super().__init__("Aggregation function attempted to calculate value using empty array")


def value(name: str, operand: Any) -> Any:
    """The value of the function called ``name``.

    Raises:
        Empty: it reckons, and there is no number.
    """
    if name in ("length", "size"):
        return len(operand) if isinstance(operand, list | dict) else None
    if name == "keys":
        return list(operand) if isinstance(operand, dict) else None
    numbers = [n for n in operand if _is_number(n)] if isinstance(operand, list) else []
    if not numbers:
        raise Empty
    return _AGGREGATES[name](numbers)


def _is_number(candidate: Any) -> bool:
    return isinstance(candidate, int | float) and not isinstance(candidate, bool)


_AGGREGATES: dict[str, Callable[[list[float]], float]] = {
    "min": lambda numbers: float(min(numbers)),
    "max": lambda numbers: float(max(numbers)),
    "avg": statistics.fmean,
    "sum": lambda numbers: float(sum(numbers)),
    "stddev": statistics.pstdev,
}
