"""How a data point is compared with a threshold, and how AWS says so."""

from __future__ import annotations

import operator
from collections.abc import Callable
from dataclasses import dataclass


@dataclass(frozen=True)
class Comparison:
    """``words`` stand in a state's reason: "was greater than the threshold (1.0)"."""

    holds: Callable[[float, float], bool]
    words: str


COMPARISONS = {
    "GreaterThanThreshold": Comparison(operator.gt, "greater than"),
    "GreaterThanOrEqualToThreshold": Comparison(operator.ge, "greater than or equal to"),
    "LessThanThreshold": Comparison(operator.lt, "less than"),
    "LessThanOrEqualToThreshold": Comparison(operator.le, "less than or equal to"),
}
# Those need a band that nobody learns here.
ANOMALY_DETECTION = frozenset(
    {
        "LessThanLowerOrGreaterThanUpperThreshold",
        "LessThanLowerThreshold",
        "GreaterThanUpperThreshold",
    }
)
