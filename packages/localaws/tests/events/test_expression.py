"""Schedule expressions and the clocks of the world."""

from __future__ import annotations

import json
from datetime import UTC, datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from localaws.events.cron import BadExpression
from localaws.events.expression import Rate, next_due, parse, zone

CASES = json.loads(Path(__file__).with_name("schedule_expressions.json").read_text("utf-8"))
FIELDS = [
    (frame.format(text), verdict == "accepted")
    for frame, verdicts in CASES["fields"].items()
    for verdict, texts in verdicts.items()
    for text in texts
]
ANCHOR = datetime(2024, 5, 1, 10, 0, tzinfo=UTC)


def due(expression: str, after: str, where: str = "UTC") -> str | None:
    moment = next_due(
        parse(expression), datetime.fromisoformat(after), anchor=ANCHOR, where=ZoneInfo(where)
    )
    return moment.astimezone(UTC).isoformat() if moment else None


def test_a_rate_is_due_one_period_after_its_anchor_and_then_again() -> None:
    assert due("rate(5 minutes)", "2024-05-01T10:00:00Z") == "2024-05-01T10:05:00+00:00"
    assert due("rate(5 minutes)", "2024-05-01T10:05:00Z") == "2024-05-01T10:10:00+00:00"
    assert due("rate(1 day)", "2024-05-01T09:00:00Z") == "2024-05-02T10:00:00+00:00"


@given(st.integers(1, 10_000), st.integers(0, 10**9))
def test_a_rate_is_never_late_nor_twice(minutes: int, seconds: int) -> None:
    period = timedelta(minutes=minutes)
    after = ANCHOR + timedelta(seconds=seconds)
    moment = next_due(Rate(period), after, anchor=ANCHOR)
    assert moment is not None
    assert after < moment <= after + period
    assert (moment - ANCHOR) % period == timedelta()


def test_cron_is_read_in_its_time_zone() -> None:
    assert due("cron(0 9 * * ? *)", "2024-05-01T00:00:00Z") == "2024-05-01T09:00:00+00:00"
    assert (
        due("cron(0 9 * * ? *)", "2024-05-01T00:30:00Z", "Asia/Tokyo")
        == "2024-05-02T00:00:00+00:00"
    )


def test_a_time_that_the_clocks_skip_in_spring_is_skipped() -> None:
    # In New York 2024-03-10 has no 02:30.
    assert (
        due("cron(30 2 * * ? *)", "2024-03-10T00:00:00-05:00", "America/New_York")
        == "2024-03-11T06:30:00+00:00"
    )


def test_a_time_that_comes_twice_in_autumn_is_due_once() -> None:
    first = due("cron(30 1 * * ? *)", "2024-11-03T00:00:00-04:00", "America/New_York")
    assert first == "2024-11-03T05:30:00+00:00"
    assert due("cron(30 1 * * ? *)", first, "America/New_York") == "2024-11-04T06:30:00+00:00"


@pytest.mark.parametrize(
    ("after", "where", "expected"),
    [
        # Within the hour that comes a second time, what was due in it the first time is over, ...
        ("2024-11-03T06:10:00Z", "America/New_York", "2024-11-04T06:30:00+00:00"),
        # ... also where it is half an hour.
        ("2024-04-06T15:05:00Z", "Australia/Lord_Howe", "2024-04-07T15:00:00+00:00"),
    ],
)
def test_what_was_due_when_the_clock_first_showed_it_is_not_due_again(
    after: str, where: str, expected: str
) -> None:
    assert due("cron(30 1 * * ? *)", after, where) == expected


@given(st.datetimes(datetime(2023, 1, 1), datetime(2026, 1, 1), timezones=st.just(UTC)))
def test_every_hour_in_a_zone_with_summer_time_is_never_far_away(after: datetime) -> None:
    moment = next_due(
        parse("cron(0 * * * ? *)"), after, anchor=after, where=ZoneInfo("Europe/Berlin")
    )
    assert moment is not None
    # The hour that comes twice counts once, so two hours may lie between.
    assert timedelta() < moment - after <= timedelta(hours=2)


def test_at_is_due_once() -> None:
    assert due("at(2024-05-02T08:00:00)", "2024-05-01T00:00:00Z", "Europe/Paris") == (
        "2024-05-02T06:00:00+00:00"
    )
    assert due("at(2024-05-02T08:00:00)", "2024-05-02T08:00:00Z") is None


@pytest.mark.parametrize(
    "text",
    [
        "rate(5 minute)",
        "rate(1 minutes)",
        "rate(0 minutes)",
        "rate(-1 minutes)",
        "rate(5 weeks)",
        "rate(1.5 hours)",
        "at(2024-05-02)",
        "at(2024-13-02T00:00:00)",
        "every(5 minutes)",
        "cron(0 9 * * ? *",
        "",
    ],
)
def test_what_is_no_expression_is_refused(text: str) -> None:
    with pytest.raises(BadExpression):
        parse(text)


@pytest.mark.parametrize("name", ["Mars/Olympus", "../../etc/passwd", ""])
def test_what_is_no_time_zone_is_refused(name: str) -> None:
    with pytest.raises(BadExpression):
        zone(name)


@pytest.mark.parametrize(
    ("text", "accepted"),
    [
        *((text, True) for text in CASES["accepted"]),
        *((text, False) for text in CASES["refused"]),
        *FIELDS,
    ],
)
def test_what_eventbridge_takes_is_taken_and_nothing_else(text: str, accepted: bool) -> None:
    """The table is shared: whoever else judges schedules before AWS does is tested with it too."""
    if accepted:
        parse(text)
    else:
        with pytest.raises(BadExpression):
            parse(text)
