"""One execution at a time, by states that Step Functions and DynamoDB execute."""

from __future__ import annotations

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from typing import Any

import pytest

from localaws.server.embedded import EmbeddedAWS
from pipelines.deployment_inputs import DeploymentInputs
from pipelines.sdk.states import Call
from pipelines.workflow.turn import SKIPS_TOLD_OF
from pipelines.workflow.turn_calls import Turn
from tests.pipelines.turns import KEY, TABLE, Turns, definition, on

from .calls import request

OURS = Turn(TABLE, "$states.context.Execution.Id")
EARLIER, SINCE = "2025-12-31T00:00:00.000Z", "2026-01-01T00:00:00.000Z"


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory, inputs: DeploymentInputs) -> Iterator[Turns]:
    with EmbeddedAWS(tmp_path_factory.mktemp("home")) as aws:
        yield on(aws, inputs)


@pytest.fixture
def turns(made: Turns) -> Iterator[Turns]:
    """Nobody has the turn."""
    yield made
    made.nobody_has_it()


def test_of_ten_that_start_together_one_runs_and_nine_name_it(turns: Turns) -> None:
    with ThreadPoolExecutor(10) as pool:
        started = list(pool.map(turns.start, [2.0] * 10))
    outcomes = [turns.outcome(execution) for execution in started]
    (ran,) = (arn for arn, outcome in zip(started, outcomes, strict=True) if outcome is None)
    skipped = [outcome for outcome in outcomes if outcome is not None]
    assert len(skipped) == 9
    assert {outcome["name"] for outcome in skipped} == {"Skipped"}
    assert all(ran.rpartition(":")[2] in outcome["sentence"] for outcome in skipped)
    assert turns.item() == {}
    message = turns.told("Stepline iris dev: skipped too often")
    assert message["Message"].startswith(f"{SKIPS_TOLD_OF} executions in a row did nothing")
    assert ran.rpartition(":")[2] in message["Message"]


def test_after_one_another_has_its_turn_and_no_skips_are_left(turns: Turns) -> None:
    first = turns.start(1)
    turns.until_held_by(first)
    assert turns.outcome(turns.start(0))["name"] == "Skipped"
    assert turns.item()["skips"] == {"N": "1"}
    assert turns.outcome(first) is None
    second = turns.start(1)
    turns.until_held_by(second)
    assert "skips" not in turns.item()
    assert turns.outcome(second) is None


@pytest.mark.parametrize("ends", ["stopped", "forgotten", "none at all"])
def test_the_turn_of_one_that_no_longer_runs_is_taken_over_at_once(turns: Turns, ends: str) -> None:
    if ends == "stopped":
        first = turns.start(7)
        turns.until_held_by(first)
        turns.states.stop_execution(executionArn=first)
        assert turns.holds(first)
    else:
        whose = turns.machine.replace(":stateMachine:", ":execution:") + ":of-last-year"
        turns.give_to(whose if ends == "forgotten" else "nobody")
    assert turns.outcome(turns.start(0)) is None
    assert turns.item() == {}


def test_a_dead_holders_turn_goes_to_one_of_many(turns: Turns) -> None:
    turns.give_to("nobody")
    with ThreadPoolExecutor(5) as pool:
        started = list(pool.map(turns.start, [1.0] * 5))
    assert [turns.outcome(execution) for execution in started].count(None) == 1


def test_one_whose_turn_another_has_by_now_fails_before_it_changes_anything(turns: Turns) -> None:
    first = turns.start(1)
    turns.until_held_by(first)
    turns.give_to("arn:aws:states:us-east-1:123456789012:execution:turns:second")
    ended = turns.ended(first)
    assert (ended["status"], ended["error"]) == ("FAILED", "TurnLost")
    assert ended["cause"].startswith("Execution second has the turn by now")
    assert turns.item()["execution"]["S"].endswith(":second")


def test_one_whose_turn_is_nobodys_takes_it_again(turns: Turns) -> None:
    first = turns.start(1)
    turns.until_held_by(first)
    turns.aws.client("dynamodb").delete_item(TableName=TABLE, Key=KEY)
    assert turns.outcome(first) is None


def test_an_item_that_names_nobody_keeps_nobody_from_running(turns: Turns) -> None:
    item = {**KEY, "taken": {"S": "2026-01-01T00:00:00.000Z"}}
    turns.aws.client("dynamodb").put_item(TableName=TABLE, Item=item)
    first = turns.start(1)
    turns.until_held_by(first)
    assert turns.outcome(first) is None


NEVER = ":execution:turns:never"


@pytest.mark.parametrize(
    "item",
    [
        {"execution": {"N": "1"}},
        {"execution": {"M": {"S": {"S": "first"}}}, "taken": {"S": EARLIER}},
        {"execution": {"NULL": True}, "skips": {"S": "many"}},
        {"execution": {"S": ""}, "taken": {"S": EARLIER}},
        {"execution": {"S": "arn:aws:s3:::a-bucket"}},
        {"execution": {"S": "x" * 3000}, "taken": {"S": EARLIER}},
        {"execution": {"S": f"arn:aws:states:eu-west-1:999999999999{NEVER}"}, "taken": {"N": "1"}},
        {"execution": {"S": f"arn:aws:states:us-east-1:123456789012{NEVER}"}},
        {"execution": {"S": f"arn:aws:states:us-east-1:123456789012{NEVER} / nonsense"}},
        {"execution": {"S": f"arn:aws:states:us-east-1:123456789012{NEVER}{'x' * 300}"}},
    ],
)
def test_whatever_a_hand_has_written_there_keeps_nobody_from_running(
    turns: Turns, item: dict[str, Any]
) -> None:
    turns.aws.client("dynamodb").put_item(TableName=TABLE, Item={**KEY, **item})
    assert turns.outcome(turns.start(0)) is None
    assert turns.item() == {}


def test_without_the_table_nothing_runs_and_the_cause_says_why(turns: Turns) -> None:
    without = definition(replace(turns.inputs, table="another"))
    machine = turns.state_machine("without", without)
    started = turns.states.start_execution(stateMachineArn=machine, input="{}")
    ended = turns.ended(started["executionArn"])
    assert (ended["status"], ended["error"]) == ("FAILED", "TurnNotTaken")
    assert "It is not known whether another execution runs" in ended["cause"]


def test_a_turn_is_not_taken_over_that_its_holder_got_anew(turns: Turns) -> None:
    """It was redriven since somebody saw that it no longer ran."""
    turns.give_to("first")
    assert not may(turns, OURS.take_over(), "second", {"holder": "first", "since": EARLIER})
    assert turns.holds("first")
    assert may(turns, OURS.take_over(), "second", {"holder": "first", "since": SINCE})
    assert turns.holds("second")


def test_nobody_gives_up_the_turn_of_another(turns: Turns) -> None:
    turns.give_to("first")
    assert not may(turns, OURS.give_up(), "second", {})
    assert turns.holds("first")
    assert may(turns, OURS.give_up(), "first", {})


def test_a_skip_is_counted_once_however_often_its_state_is_tried(turns: Turns) -> None:
    turns.give_to("first")
    by_first = {"holder": "first"}
    assert [may(turns, OURS.count_skip(), "second", by_first) for _ in range(2)] == [True, False]
    assert may(turns, OURS.count_skip(), "third", by_first)
    assert turns.item()["skips"] == {"N": "2"}
    assert not may(turns, OURS.count_skip(), "fourth", {"holder": "another"})


def may(turns: Turns, call: Call, execution: str, turn: dict[str, Any]) -> bool:
    """Makes the call as an execution of that ARN would; whether its condition held."""
    state = call.to_dict()
    action = state["Resource"].rpartition(":")[2]
    sent = request(state, {"turn": turn}, {"Id": execution})
    operation = "".join(f"_{letter.lower()}" if letter.isupper() else letter for letter in action)
    dynamodb = turns.aws.client("dynamodb")
    try:
        getattr(dynamodb, operation)(**sent)
    except dynamodb.exceptions.ConditionalCheckFailedException:
        return False
    return True
