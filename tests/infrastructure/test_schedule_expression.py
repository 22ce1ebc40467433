"""Which schedule expressions EventBridge would take."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from infrastructure.schedule_expression import never, problem
from localaws.events import expression as embedded
from localaws.events.cron import BadExpression

# One table for both sides of the wall: the embedded AWS is tested with it as well.
CASES = json.loads(
    Path(__file__, "../../../packages/localaws/tests/events/schedule_expressions.json")
    .resolve()
    .read_text(encoding="utf-8")
)
FIELDS = [
    (frame.format(text), verdict == "accepted")
    for frame, verdicts in CASES["fields"].items()
    for verdict, texts in verdicts.items()
    for text in texts
]


@pytest.mark.parametrize(
    ("expression", "accepted"),
    [
        *((text, True) for text in CASES["accepted"]),
        *((text, False) for text in CASES["refused"]),
        *FIELDS,
    ],
)
def test_what_eventbridge_takes_is_taken_and_nothing_else(expression: str, accepted: bool) -> None:
    assert (problem(expression) is None) is accepted


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


ITEMS = st.sampled_from(
    [*(text for one in CASES["fields"].values() for texts in one.values() for text in texts)]
)
TEXTS = st.one_of(
    st.sampled_from(["*", "?"]),
    st.lists(ITEMS, min_size=1, max_size=3).map(",".join),
    st.text("0123456789-,/*?LW#MONFRI", max_size=6),
)


@given(st.lists(TEXTS, min_size=5, max_size=7))
def test_whatever_is_written_in_the_fields_the_embedded_aws_says_the_same(
    fields: list[str],
) -> None:
    assert_agreement(f"cron({' '.join(fields)})")


@given(
    st.from_regex(
        r"(rate|cron|Rate) ?\([0-9]{0,7} {0,2}(minute|hour|day|week)s?\)?", fullmatch=True
    )
)
def test_whatever_rate_is_written_the_embedded_aws_says_the_same(expression: str) -> None:
    assert_agreement(expression)


def test_in_each_field_every_item_of_any_field_is_judged_alike() -> None:
    items = {text for one in CASES["fields"].values() for texts in one.values() for text in texts}
    for frame in CASES["fields"]:
        for item in sorted(items):
            assert_agreement(frame.format(item))


def assert_agreement(expression: str) -> None:
    try:
        embedded.parse(expression)
        refused = None
    except BadExpression as error:
        refused = str(error)
    assert (problem(expression) is None) == (refused is None), (expression, refused)


@pytest.mark.parametrize(
    ("expression", "said"),
    [
        ("cron(0 3 31 2 ? *)", "no month 2 has a day 31"),
        ("cron(0 3 30 FEB ? *)", "no month FEB has a day 30"),
        ("cron(0 3 31 APR,JUN ? *)", "no month APR,JUN has a day 31"),
        ("cron(0 3 * * ? 2020-2022)", "the year 2022 is over"),
    ],
)
def test_what_eventbridge_takes_and_never_fires_is_told(expression: str, said: str) -> None:
    assert problem(expression) is None
    assert said in str(never(expression))


@pytest.mark.parametrize(
    "expression",
    [
        *("rate(1 day)", "cron(0 3 29 2 ? *)", "cron(0 3 31 4,5 ? *)", "cron(0 3 28-31 2 ? *)"),
        *("cron(0 3 L 2 ? *)", "cron(0 3 */31 2 ? *)", "cron(0 3 ? * MON 2020-2199)"),
    ],
)
def test_what_may_fire_is_left_alone(expression: str) -> None:
    assert never(expression) is None
