"""What the table's items say, and that one which is none of ours says nothing."""

from __future__ import annotations

from datetime import UTC, datetime
from types import SimpleNamespace
from typing import Any

import pytest

from stepline.runs import items
from stepline.runs.items import Step, Turn, Waiting
from tests.stepline.clients import Pages
from tests.stepline.runs.records import EXECUTION, RUN, run_item


def table(*found: dict[str, Any]) -> Any:
    return SimpleNamespace(get_paginator=lambda _: Pages([{"Items": [one]} for one in found]))


def test_a_run_is_read_whole() -> None:
    [one] = items.runs(table(run_item()), "t", 10)
    assert (one.execution, one.run, one.outcome) == (EXECUTION, RUN, "In service")
    assert (one.started, one.seconds) == (datetime(2026, 1, 2, 3, 4, 5, tzinfo=UTC), 60.5)
    assert one.steps == (Step("Preprocess", "arn:x:zeroth"), Step("Train"))
    assert one.started_by is None


def test_no_more_are_read_than_are_asked_for() -> None:
    assert len(items.runs(table(*[run_item(str(n)) for n in range(5)]), "t", 3)) == 3


@pytest.mark.parametrize("seconds", ["NaN", "Infinity", "-1", "1e300", "long"])
def test_a_duration_that_no_clock_has_is_none(seconds: str) -> None:
    [one] = items.runs(table(run_item() | {"seconds": {"S": seconds}}), "t", 10)
    assert one.seconds is None


def test_an_item_without_a_moment_is_left_out() -> None:
    assert items.runs(table(run_item(started="soon", sk="soon#x")), "t", 10) == []


@pytest.mark.parametrize("given", ["", "{", "{}", "[1]", '[{"job": 1}]', None, 3])
def test_what_is_no_list_of_steps_has_none(given: Any) -> None:
    assert items.steps(given) == ()


@pytest.mark.parametrize("text", ["", "{", "[1]", "null"])
def test_what_is_no_decision_is_none(text: str) -> None:
    [one] = items.runs(table(run_item(decision=text)), "t", 10)
    assert one.decision is None


def test_the_turn_is_an_executions_or_nobodys() -> None:
    held = {"execution": {"S": EXECUTION}, "taken": {"S": "2026-01-02T03:04:05.000Z"}}
    who = [
        items.turn(SimpleNamespace(get_item=lambda answer=answer, **_: answer), "t")
        for answer in ({"Item": held}, {"Item": {"skips": {"N": "3"}}}, {})
    ]
    assert who == [Turn(EXECUTION, datetime(2026, 1, 2, 3, 4, 5, tzinfo=UTC)), None, None]
    assert who[0] is not None
    assert who[0].name == "first"


def test_what_waits_has_a_token_and_a_deadline() -> None:
    texts = {"pk": "token", "sk": "first", "token": "T", "deadline": "2026-01-02T03:04:05.000Z"}
    item = {name: {"S": text} for name, text in texts.items()}
    [one] = items.waiting(table(item, {"pk": {"S": "token"}, "sk": {"S": "x"}}), "t")
    assert one == Waiting("first", None, "T", datetime(2026, 1, 2, 3, 4, 5, tzinfo=UTC), None)
    [one] = items.waiting(table(item | {"evaluation": {"S": "s3://b/r/evaluation/"}}), "t")
    assert one.evaluation == "s3://b/r/evaluation/"
    assert one.open(datetime(2026, 1, 2, tzinfo=UTC))
    assert not one.open(datetime(2026, 1, 3, tzinfo=UTC))
