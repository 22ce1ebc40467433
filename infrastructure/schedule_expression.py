"""EventBridge's schedule expressions, checked before anything is deployed.

CloudFormation would refuse a wrong one too, but minutes later and with "ValidationException: Parameter
ScheduleExpression is not valid". `problem` says what is wrong with it. When a schedule fires is not
decided here: that is EventBridge's.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import UTC, datetime

_RATE = re.compile(r"rate\((0|[1-9][0-9]{0,5}) (minute|minutes|hour|hours|day|days)\)")
_NUMBER = re.compile("[0-9]{1,4}")
_CRON = re.compile(r"cron\((.*)\)")

_MONTHS = ["JAN", "FEB", "MAR", "APR", "MAY", "JUN", "JUL", "AUG", "SEP", "OCT", "NOV", "DEC"]
_WEEKDAYS = ["SUN", "MON", "TUE", "WED", "THU", "FRI", "SAT"]

_LONGEST_MONTHS = (31, 29, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31)
_DATES = re.compile("[0-9]+([,-][0-9]+)*")
_MONTH = re.compile("[0-9]+|[A-Z]{3}")
_YEAR = re.compile("[0-9]+(-[0-9]+)?")


@dataclass(frozen=True)
class _Field:
    """One of the six fields of a cron expression, in capitals: its bounds, its names and what else it admits."""

    name: str
    low: int
    high: int
    names: tuple[str, ...] = ()
    either: bool = False  # day-of-month and day-of-week: `?` says that the other one decides
    words: tuple[str, ...] = ()  # what may stand for a number, such as L
    suffix: str | None = None  # what may follow a number, such as the W of 15W
    cyclic: bool = True  # whether a range may run over the end: AWS's guide has 20-2 in hours

    def problem(self, text: str) -> str | None:
        if text == "?" and self.either:
            return None
        problems = (self._item_problem(item) for item in text.split(","))
        return next((problem for problem in problems if problem), None)

    def _item_problem(self, item: str) -> str | None:
        if item in self.words:
            return None
        if self.suffix and item.endswith(self.suffix) and self._number(item[:-1]) is not None:
            return None
        span, slash, step = item.partition("/")
        if slash and not (_NUMBER.fullmatch(step) and int(step) > 0):
            return f"{self.name} {item!r} has no whole number of at least 1 after its slash"
        if span == "*":
            return None
        ends = [self._number(end) for end in span.split("-", 1)]
        if None in ends:
            return f"{self.name} {item!r} is not within {self.low} to {self.high}"
        first, last = ends[0], ends[-1]
        if not self.cyclic and first is not None and last is not None and first > last:
            return f"{self.name} {item!r} runs backwards"
        return None

    def _number(self, text: str) -> int | None:
        if text in self.names:
            return self.low + self.names.index(text)
        number = int(text) if _NUMBER.fullmatch(text) else -1
        return number if self.low <= number <= self.high else None


class _DayOfWeek(_Field):
    """Its `#`, as in `2#1` for the first Monday of a month, stands alone in the field."""

    def problem(self, text: str) -> str | None:
        if "#" not in text:
            return super().problem(text)
        day, _, week = text.partition("#")
        if self._number(day) is None or week not in ("1", "2", "3", "4", "5"):
            return f"{self.name} {text!r} is not one day, a # and a week from 1 to 5"
        return None


_FIELDS = (
    _Field("minutes", 0, 59),
    _Field("hours", 0, 23),
    _Field("day-of-month", 1, 31, either=True, words=("L", "LW"), suffix="W"),
    _Field("month", 1, 12, names=tuple(_MONTHS)),
    _DayOfWeek("day-of-week", 1, 7, names=tuple(_WEEKDAYS), either=True, words=("L",), suffix="L"),
    _Field("year", 1970, 2199, cyclic=False),
)


def problem(expression: str) -> str | None:
    """What is wrong with a rule's schedule expression, as the end of a sentence; None where nothing is."""
    if rate := _RATE.fullmatch(expression):
        return _rate_problem(int(rate[1]), rate[2])
    if cron := _CRON.fullmatch(expression):
        return _cron_problem(cron[1].upper().split())
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


def never(expression: str) -> str | None:
    """Why an expression that has no `problem` never fires, as the end of a sentence: EventBridge keeps such a one,
    and starts nothing. None where it may fire."""
    if not (cron := _CRON.fullmatch(expression)):
        return None
    _, _, days, months, _, years = cron[1].upper().split()
    if _DATES.fullmatch(days) and all(_MONTH.fullmatch(each) for each in months.split(",")):
        first = min(int(day) for day in re.findall("[0-9]+", days))
        numbers = [_MONTHS.index(m) if m.isalpha() else int(m) - 1 for m in months.split(",")]
        if first > max(_LONGEST_MONTHS[number] for number in numbers):
            return f"no month {months} has a day {first}, so that it never fires"
    if years != "*" and all(_YEAR.fullmatch(each) for each in years.split(",")):
        last = max(int(each.rpartition("-")[2]) for each in years.split(","))
        if last < (now := datetime.now(UTC).year):
            return f"it never fires again: the year {last} is over, and it is {now}"
    return None
