"""Which schedule expressions EventBridge would take."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from infrastructure.schedule_expression import problem


@pytest.mark.parametrize(
    "expression",
    [
        "rate(1 minute)",
        "rate(5 minutes)",
        "rate(1 hour)",
        "rate(7 days)",
        "cron(0 3 ? * MON *)",
        "cron(0 3 ? * mon-fri *)",
        "cron(0/15 * * * ? *)",
        "cron(*/5 8-17 ? JAN,JUN 2-6 2026-2030)",
        "cron(0 0 L * ? *)",
        "cron(0 0 15W * ? *)",
        "cron(0 0 LW * ? *)",
        "cron(0 0 ? * 2#1 *)",
        "cron(0 0 ? * FRIL *)",
    ],
)
def test_a_schedule_that_eventbridge_documents_has_no_problem(expression: str) -> None:
    assert problem(expression) is None


@pytest.mark.parametrize(
    ("expression", "said"),
    [
        ("", "rate(VALUE UNIT)"),
        ("1 day", "rate(VALUE UNIT)"),
        ("rate(1 week)", "rate(VALUE UNIT)"),
        ("rate(1.5 days)", "rate(VALUE UNIT)"),
        ("at(2026-01-01T00:00:00)", "rate(VALUE UNIT)"),
        ("rate(0 days)", "at least 1"),
        ("rate(1 days)", "rate(1 day)"),
        ("rate(2 day)", "rate(2 days)"),
        ("cron(0 3 * * MON)", "this one has 5"),
        ("cron(60 3 ? * MON *)", "minutes '60'"),
        ("cron(0 24 ? * MON *)", "hours '24'"),
        ("cron(0 3 32 * ? *)", "day-of-month '32'"),
        ("cron(0 3 ? * 0 *)", "day-of-week '0'"),
        ("cron(0 3 ? 13 MON *)", "month '13'"),
        ("cron(0 3 ? * MON 1969)", "year '1969'"),
        ("cron(0/0 3 ? * MON *)", "after its slash"),
        ("cron(? 3 1 * ? *)", "minutes '?'"),
        ("cron(0 3 * * * *)", "exactly one"),
        ("cron(0 3 ? * ? *)", "exactly one"),
        ("cron(0 3 1, * ? *)", "day-of-month ''"),
    ],
)
def test_a_wrong_schedule_is_told_what_is_wrong(expression: str, said: str) -> None:
    assert said in (problem(expression) or "")


@given(st.integers(1, 10_000), st.sampled_from(["minute", "hour", "day"]))
def test_every_rate_is_written_with_the_number_of_its_unit(value: int, unit: str) -> None:
    right, wrong = (unit, f"{unit}s") if value == 1 else (f"{unit}s", unit)
    assert problem(f"rate({value} {right})") is None
    assert problem(f"rate({value} {wrong})") is not None


@given(st.integers(0, 59), st.integers(0, 23), st.integers(1, 31), st.integers(1, 12))
def test_every_moment_of_a_year_is_a_cron_expression(
    minute: int, hour: int, day: int, month: int
) -> None:
    assert problem(f"cron({minute} {hour} {day} {month} ? *)") is None


@given(st.text(max_size=40))
def test_no_text_makes_the_check_itself_fail(text: str) -> None:
    problem(text)
    problem(f"cron({text})")
