"""EventBridge's schedule expressions, checked before anything is deployed.

CloudFormation would refuse a wrong one too, but minutes later and with "ValidationException: Parameter
ScheduleExpression is not valid". `problem` says what is wrong with it. When a schedule fires is not
decided here: that is EventBridge's.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field

_RATE = re.compile(r"rate\((\d+) (minute|minutes|hour|hours|day|days)\)")
_CRON = re.compile(r"cron\(([^()]*)\)")

_MONTHS = ["JAN", "FEB", "MAR", "APR", "MAY", "JUN", "JUL", "AUG", "SEP", "OCT", "NOV", "DEC"]
_WEEKDAYS = ["SUN", "MON", "TUE", "WED", "THU", "FRI", "SAT"]


@dataclass(frozen=True)
class _Field:
    """One of the six fields of a cron expression: its bounds, its names and what else it admits."""

    name: str
    low: int
    high: int
    names: tuple[str, ...] = ()
    either: bool = False  # day-of-month and day-of-week: `?` says that the other one decides
    special: re.Pattern[str] | None = field(default=None)

    def problem(self, text: str) -> str | None:
        if text == "*" or (text == "?" and self.either):
            return None
        for item in text.split(","):
            if self.special is not None and self.special.fullmatch(item):
                continue
            span, slash, step = item.partition("/")
            if slash and not (step.isdecimal() and int(step) > 0):
                return f"{self.name} {item!r} has no whole number of at least 1 after its slash"
            first, dash, last = span.partition("-")
            if span == "*" and slash:
                continue
            ends = [self._number(end) for end in ([first, last] if dash else [first])]
            if any(end is None or not self.low <= end <= self.high for end in ends):
                return f"{self.name} {item!r} is not within {self.low} to {self.high}"
        return None

    def _number(self, text: str) -> int | None:
        if text.upper() in self.names:
            return self.low + self.names.index(text.upper())
        return int(text) if text.isdecimal() and text.isascii() else None


_FIELDS = (
    _Field("minutes", 0, 59),
    _Field("hours", 0, 23),
    _Field("day-of-month", 1, 31, either=True, special=re.compile(r"L|LW|([1-9]|[12]\d|3[01])W")),
    _Field("month", 1, 12, names=tuple(_MONTHS)),
    _Field(
        "day-of-week",
        1,
        7,
        names=tuple(_WEEKDAYS),
        either=True,
        special=re.compile(rf"L|([1-7]|{'|'.join(_WEEKDAYS)})(L|#[1-5])", re.IGNORECASE),
    ),
    _Field("year", 1970, 2199),
)


def problem(expression: str) -> str | None:
    """What is wrong with a rule's schedule expression, as the end of a sentence; None where nothing is."""
    if rate := _RATE.fullmatch(expression):
        return _rate_problem(int(rate[1]), rate[2])
    if cron := _CRON.fullmatch(expression):
        return _cron_problem(cron[1].split())
    return (
        "a schedule is rate(VALUE UNIT), such as rate(1 day), or cron(MINUTES HOURS DAY-OF-MONTH MONTH "
        "DAY-OF-WEEK YEAR), such as cron(0 3 ? * MON *)"
    )


def _rate_problem(value: int, unit: str) -> str | None:
    if value == 0:
        return "a rate is at least 1"
    if (value == 1) == unit.endswith("s"):
        return f"a rate of {value} is written rate({value} {unit.rstrip('s')}{'' if value == 1 else 's'})"
    return None


def _cron_problem(fields: list[str]) -> str | None:
    if len(fields) != len(_FIELDS):
        return f"a cron expression has six fields, the year last, and this one has {len(fields)}"
    for kind, text in zip(_FIELDS, fields, strict=True):
        if (wrong := kind.problem(text)) is not None:
            return wrong
    if (fields[2] == "?") == (fields[4] == "?"):
        return "exactly one of day-of-month and day-of-week is ?"
    return None
