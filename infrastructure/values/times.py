"""Schedules, and how long something is kept."""

from __future__ import annotations

from typing import Annotated

from pydantic import AfterValidator, Field

from infrastructure import schedule_expression

# What CloudWatch Logs admits as a retention, in days.
# fmt: off
RETENTIONS = frozenset({
    1, 3, 5, 7, 14, 30, 60, 90, 120, 150, 180, 365,
    400, 545, 731, 1096, 1827, 2192, 2557, 2922, 3288, 3653,
})
# fmt: on


def _schedule(value: str) -> str:
    wrong = schedule_expression.problem(value) or schedule_expression.never(value)
    if wrong is not None:
        raise ValueError(wrong)
    return value


def _retention(value: int) -> int:
    if value not in RETENTIONS:
        nearest = min(RETENTIONS, key=lambda days: abs(days - value))
        raise ValueError(
            f"CloudWatch Logs keeps logs for certain numbers of days only, such as {nearest}"
        )
    return value


Schedule = Annotated[str, AfterValidator(_schedule)]
LogRetention = Annotated[int, AfterValidator(_retention)]
Seconds = Annotated[int, Field(ge=1, le=28 * 24 * 3600)]  # SageMaker's longest job
Days = Annotated[int, Field(ge=1, le=3650)]
