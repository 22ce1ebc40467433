"""AWS's cron expressions, against the plainest reading of its rules that one can write."""

from __future__ import annotations

import calendar
from datetime import datetime, timedelta
from itertools import islice

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from localaws.events.cron import BadExpression, parse


def times(expression: str, after: str, count: int = 3) -> list[str]:
    found = parse(expression).after(datetime.fromisoformat(after))
    return [moment.strftime("%Y-%m-%d %H:%M") for moment in islice(found, count)]


@pytest.mark.parametrize(
    ("expression", "expected"),
    [
        ("0 12 * * ? *", "2024-02-28 12:00"),
        ("0/15 * * * ? *", "2024-02-28 00:15"),
        ("5/20 8-17/4 ? * MON-FRI *", "2024-02-28 08:05"),
        ("0 0 L * ? *", "2024-02-29 00:00"),
        ("0 0 LW * ? *", "2024-02-29 00:00"),
        ("0 0 1W 6 ? *", "2024-06-03 00:00"),  # the 1st is a Saturday, and May is not June
        ("0 0 30W 6 ? *", "2024-06-28 00:00"),  # the 30th is a Sunday, and July is not June
        ("0 8 ? * 3#2 *", "2024-03-12 08:00"),
        ("15 10 ? * 6L *", "2024-03-29 10:15"),
        ("15 10 ? * L *", "2024-03-02 10:15"),
        ("0 0 29 FEB ? *", "2024-02-29 00:00"),
        ("0 9 1,15 JAN,JUL ? 2025-2030/2", "2025-01-01 09:00"),
        ("0/30 20-2 ? * MON-FRI *", "2024-02-28 00:30"),
    ],
)
def test_the_examples_of_aws_fall_where_it_says(expression: str, expected: str) -> None:
    assert times(expression, "2024-02-28T00:00", 1) == [expected]


def test_a_fifth_monday_comes_only_in_months_that_have_one() -> None:
    assert times("0 0 ? * MON#5 *", "2024-01-30T00:00", 2) == [
        "2024-04-29 00:00",
        "2024-07-29 00:00",
    ]


@pytest.mark.parametrize(
    ("expression", "expected"),
    [
        ("0 22-6/4 1 1 ? 2024", ["01-01 02:00", "01-01 06:00", "01-01 22:00"]),
        ("0 0 30-2 1 ? 2024", ["01-01 00:00", "01-02 00:00", "01-30 00:00", "01-31 00:00"]),
        ("0 0 1 DEC-FEB ? 2024", ["01-01 00:00", "02-01 00:00", "12-01 00:00"]),
        ("0 0 ? 1 SAT-SUN 2024", ["01-06 00:00", "01-07 00:00", "01-13 00:00"]),
    ],
)
def test_a_range_may_run_over_the_end_of_its_field(expression: str, expected: list[str]) -> None:
    found = times(expression, "2023-12-31T00:00", len(expected))
    assert [moment.removeprefix("2024-") for moment in found] == expected


def test_an_expression_of_the_past_never_comes() -> None:
    assert times("0 0 1 1 ? 2020", "2024-01-01T00:00") == []


def test_a_day_that_no_month_has_never_comes() -> None:
    assert times("0 0 31 FEB ? 2024-2030", "2024-01-01T00:00") == []


@pytest.mark.parametrize(
    "expression",
    [
        "0 12 * * *",
        "0 12 * * * *",
        "0 12 ? * ? *",
        "60 12 * * ? *",
        "0 24 * * ? *",
        "0 0 0 * ? *",
        "0 0 32 * ? *",
        "0 0 * 13 ? *",
        "0 0 ? * 8 *",
        "0 0 ? * 0 *",
        "0 0 ? * MON#6 *",
        "0 0 ? * 3#1,6#3 *",
        "0 0 ? * MONDAY *",
        "0 0 * * ? 1969",
        "*/0 * * * ? *",
        "* * * * ? 2030-2026",
        ", * * * ? *",
        "1,,2 * * * ? *",
        "L * * * ? *",
        "",
    ],
)
def test_what_aws_refuses_is_refused(expression: str) -> None:
    with pytest.raises(BadExpression):
        parse(expression)


def field(low: int, high: int) -> st.SearchStrategy[tuple[str, frozenset[int]]]:
    """A field's text and the values that it means, put together side by side."""
    number = st.integers(low, high)
    step = st.integers(1, high)
    part = st.one_of(
        st.just(("*", frozenset(range(low, high + 1)))),
        number.map(lambda n: (str(n), frozenset({n}))),
        st.tuples(number, number)
        .map(sorted)
        .map(lambda p: (f"{p[0]}-{p[1]}", frozenset(range(p[0], p[1] + 1)))),
        st.tuples(number, step).map(
            lambda p: (f"{p[0]}/{p[1]}", frozenset(range(p[0], high + 1, p[1])))
        ),
        step.map(lambda s: (f"*/{s}", frozenset(range(low, high + 1, s)))),
    )
    return st.lists(part, min_size=1, max_size=3).map(
        lambda parts: (
            ",".join(text for text, _ in parts),
            frozenset(value for _, values in parts for value in values),
        )
    )


def weekday(day: datetime) -> int:
    return day.isoweekday() % 7 + 1


def last_day(day: datetime) -> int:
    return calendar.monthrange(day.year, day.month)[1]


def nearest(day: datetime, number: int) -> bool:
    """Whether `day` is the weekday that is closest to the month's day `number`."""
    if number > last_day(day) or weekday(day) in (1, 7):
        return False
    days = [day.replace(day=n) for n in range(1, last_day(day) + 1)]
    working = [d for d in days if weekday(d) not in (1, 7)]
    least = min(abs(d.day - number) for d in working)
    return abs(day.day - number) == least


DAY_RULES = st.one_of(
    field(1, 31).map(lambda f: ((f[0], "?"), lambda day: day.day in f[1])),
    st.just((("L", "?"), lambda day: day.day == last_day(day))),
    st.integers(1, 31).map(lambda n: ((f"{n}W", "?"), lambda day: nearest(day, n))),
    st.just((("LW", "?"), lambda day: nearest(day, last_day(day)))),
    field(1, 7).map(lambda f: (("?", f[0]), lambda day: weekday(day) in f[1])),
    st.integers(1, 7).map(
        lambda n: (("?", f"{n}L"), lambda day: weekday(day) == n and day.day > last_day(day) - 7)
    ),
    st.tuples(st.integers(1, 7), st.integers(1, 5)).map(
        lambda p: (
            ("?", f"{p[0]}#{p[1]}"),
            lambda day: weekday(day) == p[0] and 7 * (p[1] - 1) < day.day <= 7 * p[1],
        )
    ),
)


@settings(max_examples=150)
@given(
    field(0, 59),
    field(0, 23),
    DAY_RULES,
    field(1, 12),
    st.datetimes(datetime(1999, 1, 1), datetime(2060, 1, 1)),
)
def test_the_next_times_are_those_that_trying_every_day_finds(minute, hour, rule, month, after):  # type: ignore[no-untyped-def]
    (day_text, weekday_text), holds = rule
    text = f"{minute[0]} {hour[0]} {day_text} {month[0]} {weekday_text} *"
    expected: list[datetime] = []
    midnight = datetime(after.year, after.month, after.day)
    for day in (midnight + timedelta(days=n) for n in range(500)):
        if day.month in month[1] and holds(day):
            expected += [
                moment
                for h in sorted(hour[1])
                for m in sorted(minute[1])
                if (moment := day.replace(hour=h, minute=m)) > after
            ]
        if len(expected) >= 5:
            break
    found = list(islice(parse(text).after(after), 5))
    assert found[: len(expected)] == expected[: len(found)]
    assert len(found) >= len(expected[:5])
