"""AWS's cron expressions: six fields, ``?``, ``L``, ``W`` and ``#``. Pure; knows no time zones.

Minutes, hours, day of month, month, day of week (1 is Sunday), year. One of the two day fields is
``?``. Times are naive; what they are local to is the caller's affair.
"""

from __future__ import annotations

import calendar
import re
from bisect import bisect_left
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime

_MONTHS = {
    name: n
    for n, name in enumerate(
        ["JAN", "FEB", "MAR", "APR", "MAY", "JUN", "JUL", "AUG", "SEP", "OCT", "NOV", "DEC"], 1
    )
}
_DAYS = {name: n for n, name in enumerate(["SUN", "MON", "TUE", "WED", "THU", "FRI", "SAT"], 1)}


class BadExpression(Exception):
    """The text is no expression of AWS's. The message says what is wrong with it."""


@dataclass(frozen=True)
class Field:
    """The limits of one field, and the names that stand for numbers in it."""

    title: str
    low: int
    high: int
    names: Mapping[str, int]
    cyclic: bool = True
    """Whether a range may run over the end, such as `20-2` in hours, an example of AWS's guide."""


_MINUTES = Field("minutes", 0, 59, {})
_HOURS = Field("hours", 0, 23, {})
_DAY_OF_MONTH = Field("day-of-month", 1, 31, {})
_MONTH = Field("month", 1, 12, _MONTHS)
_DAY_OF_WEEK = Field("day-of-week", 1, 7, _DAYS)
_YEAR = Field("year", 1970, 2199, {}, cyclic=False)


@dataclass(frozen=True)
class Cron:
    """A cron expression. The sets are sorted; exactly one of the two day rules is not None."""

    minutes: tuple[int, ...]
    hours: tuple[int, ...]
    days: DaysOfMonth | None
    months: tuple[int, ...]
    weekdays: Weekdays | None
    years: tuple[int, ...]

    def after(self, moment: datetime) -> Iterator[datetime]:
        """Every time of the expression after ``moment``, in order; it may end, or never begin."""
        for year in self.years[bisect_left(self.years, moment.year) :]:
            for month in self.months:
                if (year, month) < (moment.year, moment.month):
                    continue
                for day in self._days_of(year, month):
                    if (year, month, day) < (moment.year, moment.month, moment.day):
                        continue
                    for hour in self.hours:
                        for minute in self.minutes:
                            found = datetime(year, month, day, hour, minute)
                            if found > moment:
                                yield found

    def _days_of(self, year: int, month: int) -> list[int]:
        rule = self.days if self.days is not None else self.weekdays
        assert rule is not None  # parse makes one of the two
        return rule.of(year, month)


@dataclass(frozen=True)
class DaysOfMonth:
    """Days by number. ``nearest`` are days of which the closest weekday is meant (``15W``)."""

    numbers: tuple[int, ...] = ()
    last: bool = False
    nearest: tuple[int, ...] = ()
    last_weekday: bool = False

    def of(self, year: int, month: int) -> list[int]:
        """The days of that month, sorted."""
        length = calendar.monthrange(year, month)[1]
        days = {day for day in self.numbers if day <= length}
        days |= {_nearest_weekday(year, month, day) for day in self.nearest if day <= length}
        if self.last:
            days.add(length)
        if self.last_weekday:
            days.add(_nearest_weekday(year, month, length))
        return sorted(days)


@dataclass(frozen=True)
class Weekdays:
    """Days by weekday, 1 is Sunday. ``last`` is the month's last such day, ``nth`` its n-th."""

    numbers: tuple[int, ...] = ()
    last: tuple[int, ...] = ()
    nth: tuple[tuple[int, int], ...] = ()  # (weekday, n)

    def of(self, year: int, month: int) -> list[int]:
        """The days of that month, sorted."""
        length = calendar.monthrange(year, month)[1]
        found = []
        for day in range(1, length + 1):
            weekday = _weekday(year, month, day)
            if (
                weekday in self.numbers
                or (weekday in self.last and day + 7 > length)
                or (weekday, (day + 6) // 7) in self.nth
            ):
                found.append(day)
        return found


def parse(text: str) -> Cron:
    """Read the six fields, without ``cron(`` and ``)``.

    Raises:
        BadExpression: they break AWS's rules.
    """
    fields = text.upper().split()
    if len(fields) != 6:
        raise BadExpression(f"a cron expression has 6 fields, and this one has {len(fields)}")
    minutes, hours, days, months, weekdays, years = fields
    if (days == "?") == (weekdays == "?"):
        raise BadExpression("one of day-of-month and day-of-week must be ?, and not both")
    return Cron(
        minutes=_values(minutes, _MINUTES),
        hours=_values(hours, _HOURS),
        days=None if days == "?" else _days_of_month(days),
        months=_values(months, _MONTH),
        weekdays=None if weekdays == "?" else _days_of_week(weekdays),
        years=_values(years, _YEAR),
    )


def _days_of_month(text: str) -> DaysOfMonth:
    plain, last, nearest, last_weekday = [], False, [], False
    for part in text.split(","):
        if part == "L":
            last = True
        elif part == "LW":
            last_weekday = True
        elif part.endswith("W"):
            nearest.append(_number(part[:-1], _DAY_OF_MONTH))
        else:
            plain.append(part)
    return DaysOfMonth(_union(plain, _DAY_OF_MONTH), last, tuple(nearest), last_weekday)


def _days_of_week(text: str) -> Weekdays:
    if "#" in text:
        weekday, _, nth = text.partition("#")
        if "," in text or not re.fullmatch("[1-5]", nth):
            raise BadExpression("# stands alone in day-of-week, with 1 to 5 after it")
        return Weekdays(nth=((_number(weekday, _DAY_OF_WEEK), int(nth)),))
    plain, last = [], []
    for part in text.split(","):
        if part == "L":
            plain.append("7")
        elif part.endswith("L"):
            last.append(_number(part[:-1], _DAY_OF_WEEK))
        else:
            plain.append(part)
    return Weekdays(_union(plain, _DAY_OF_WEEK), tuple(last))


def _values(text: str, field: Field) -> tuple[int, ...]:
    return _union(text.split(","), field)


def _union(parts: list[str], field: Field) -> tuple[int, ...]:
    return tuple(sorted({value for part in parts for value in _range(part, field)}))


def _range(text: str, field: Field) -> Iterator[int]:
    """The values of one part: ``*``, ``5``, ``5-9``, and each of them with ``/step``."""
    span, slash, step = text.partition("/")
    first, dash, last = span.partition("-")
    if span == "*":
        low, high = field.low, field.high
    elif dash:
        low, high = _number(first, field), _number(last, field)
        if low > high and not field.cyclic:
            raise BadExpression(f"{text} in {field.title} runs backwards")
    else:
        low = _number(span, field)
        high = field.high if slash else low
    if slash and (not re.fullmatch("[0-9]{1,4}", step) or int(step) == 0):
        raise BadExpression(f"{text} in {field.title} needs a whole number above 0 after /")
    length = field.high - field.low + 1
    end = high if low <= high else high + length
    for value in range(low, end + 1, int(step or "1")):
        yield value if value <= field.high else value - length


def _number(text: str, field: Field) -> int:
    if text in field.names:
        return field.names[text]
    if not re.fullmatch("[0-9]{1,4}", text) or not field.low <= int(text) <= field.high:
        raise BadExpression(f'"{text}" is none of {field.low} to {field.high} in {field.title}')
    return int(text)


def _weekday(year: int, month: int, day: int) -> int:
    """1 for Sunday to 7 for Saturday."""
    return (calendar.weekday(year, month, day) + 1) % 7 + 1


def _nearest_weekday(year: int, month: int, day: int) -> int:
    """The Monday to Friday closest to a day, within the month."""
    length = calendar.monthrange(year, month)[1]
    weekday = _weekday(year, month, day)
    if weekday == 7:
        return day - 1 if day > 1 else day + 2
    if weekday == 1:
        return day + 1 if day < length else day - 2
    return day
