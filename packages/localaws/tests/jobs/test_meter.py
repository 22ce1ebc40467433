"""Metrics, line by line."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from localaws.clock import Clock
from localaws.jobs.meter import Meter
from localaws.jobs.plan import Metric
from localaws.this_aws.metrics import Datum


def measured(regex: str, *lines: str) -> list[float]:
    """Every value that the lines show."""
    seen: list[Datum] = []
    meter = Meter([Metric("m", regex)], seen.append, Clock())
    for line in lines:
        meter.see(line)
    assert [metric.value for metric in meter.final()] == [datum.value for datum in seen[-1:]]
    return [datum.value for datum in seen]


def test_the_first_group_is_the_value() -> None:
    assert measured(r"loss=([\d.]+) at (\d+)", "loss=0.5 at 10", "other", "loss=1 at 2") == [0.5, 1]


@pytest.mark.parametrize("text", ["nan", "inf", "-inf", "much", ""])
def test_what_is_no_finite_number_is_no_value(text: str) -> None:
    assert measured("loss=(.*)", f"loss={text}") == []


def test_a_value_ends_at_a_tab_which_the_log_writes_as_octal() -> None:
    line = "[3]#011train-auc:0.5#011validation-auc:0.25"
    assert measured(r".*\[[0-9]+\].*#011train-auc:(\S+)", line) == [0.5]
    assert measured(r".*\[[0-9]+\].*#011validation-auc:(\S+)", line) == [0.25]


def test_a_group_that_took_no_part_is_no_value() -> None:
    assert measured("loss(=1)?", "loss") == []


@given(st.floats(allow_nan=False, allow_infinity=False))
def test_every_number_that_python_prints_is_read(value: float) -> None:
    assert measured(r"f1=([0-9.eE+-]+)", f"f1={value};") == [value]


@given(st.text(alphabet="[]01.#m: ", max_size=24))
def test_a_definition_that_begins_with_anything_misses_no_match(line: str) -> None:
    regex = r".*\[[0-9]+\].*m:([0-9.]+)"
    found = [
        float(text) for text in re.findall(regex, line) if re.fullmatch(r"\d+\.?\d*|\.\d+", text)
    ]
    assert measured(regex, line) == found


def test_an_expression_that_would_take_for_ever_is_given_up_and_the_others_go_on() -> None:
    seen: list[Datum] = []
    meter = Meter(
        [Metric("slow", r"(x+x+)+y=(\d+)"), Metric("m", r"m=(\d+)")], seen.append, Clock()
    )
    for line in ("x" * 5000 + " m=1", "xxy=3 m=2"):
        meter.see(line)
    assert [(datum.name, datum.value) for datum in seen] == [("m", 1), ("m", 2)]
