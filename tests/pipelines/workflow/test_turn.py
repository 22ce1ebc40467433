"""One execution at a time, by states that Step Functions and DynamoDB execute."""

from __future__ import annotations

import json
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field, replace
from typing import Any

import pytest

from localaws.server.embedded import EmbeddedAWS
from pipelines import catalog
from pipelines.deployment_inputs import DeploymentInputs
from pipelines.sdk import upstream
from pipelines.sdk.fragment import Fragment, in_a_row
from pipelines.sdk.machine import Machine
from pipelines.sdk.states import Pass
from pipelines.workflow.turn import SKIPS_TOLD_OF, GiveUpTurn, KeepTurn, TakeTurn

TABLE, KEY = "turns", {"pk": {"S": "turn"}, "sk": {"S": "turn"}}
STATES = {"Effect": "Allow", "Principal": {"Service": "states.amazonaws.com"}}
TRUST = {"Version": "2012-10-17", "Statement": [{**STATES, "Action": "sts:AssumeRole"}]}


@dataclass
class Turns:
    """A state machine whose executions do nothing in their turn but wait for so many seconds."""

    aws: EmbeddedAWS
    machine: str
    messages: str
    started: list[str] = field(default_factory=list)

    @property
    def states(self) -> Any:
        return self.aws.client("stepfunctions")

    def start(self, seconds: float) -> str:
        arn: str = self.states.start_execution(
            stateMachineArn=self.machine, input=json.dumps({"seconds": seconds})
        )["executionArn"]
        self.started.append(arn)
        return arn

    def ended(self, execution: str) -> dict[str, Any]:
        deadline = time.monotonic() + 20
        while time.monotonic() < deadline:
            found: dict[str, Any] = self.states.describe_execution(executionArn=execution)
            if found["status"] != "RUNNING":
                return found
            time.sleep(0.05)
        raise AssertionError(f"{execution} still runs")

    def outcome(self, execution: str) -> Any:
        ended = self.ended(execution)
        assert ended["status"] == "SUCCEEDED", ended
        return json.loads(ended["output"]).get("outcome")

    def item(self) -> dict[str, Any]:
        found: dict[str, Any] = self.aws.client("dynamodb").get_item(
            TableName=TABLE, Key=KEY, ConsistentRead=True
        )
        return found.get("Item", {})

    def holds(self, execution: str) -> bool:
        return bool(self.item().get("execution", {}).get("S") == execution)

    def until_held_by(self, execution: str) -> None:
        deadline = time.monotonic() + 10
        while not self.holds(execution):
            assert time.monotonic() < deadline, self.item()
            time.sleep(0.02)

    def give_to(self, execution: str) -> None:
        item = {**KEY, "execution": {"S": execution}, "taken": {"S": "2026-01-01T00:00:00.000Z"}}
        self.aws.client("dynamodb").put_item(TableName=TABLE, Item=item)

    def told(self) -> list[dict[str, Any]]:
        found = self.aws.client("sqs").receive_message(
            QueueUrl=self.messages, MaxNumberOfMessages=10
        )
        return [json.loads(message["Body"]) for message in found.get("Messages", [])]


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory, inputs: DeploymentInputs) -> Iterator[Turns]:
    with EmbeddedAWS(tmp_path_factory.mktemp("home")) as aws:
        attributes = [{"AttributeName": name, "AttributeType": "S"} for name in ("pk", "sk")]
        aws.client("dynamodb").create_table(
            TableName=TABLE,
            BillingMode="PAY_PER_REQUEST",
            AttributeDefinitions=attributes,
            KeySchema=[
                {"AttributeName": "pk", "KeyType": "HASH"},
                {"AttributeName": "sk", "KeyType": "RANGE"},
            ],
        )
        topic = aws.client("sns").create_topic(Name="turns")["TopicArn"]
        queue = aws.client("sqs").create_queue(QueueName="turns")["QueueUrl"]
        arn = aws.client("sqs").get_queue_attributes(QueueUrl=queue, AttributeNames=["QueueArn"])
        aws.client("sns").subscribe(
            TopicArn=topic, Protocol="sqs", Endpoint=arn["Attributes"]["QueueArn"]
        )
        role = aws.client("iam").create_role(
            RoleName="states", AssumeRolePolicyDocument=json.dumps(TRUST)
        )["Role"]["Arn"]
        machine = aws.client("stepfunctions").create_state_machine(
            name="turns",
            definition=json.dumps(definition(replace(inputs, table=TABLE, topic_arn=topic))),
            roleArn=role,
        )["stateMachineArn"]
        yield Turns(aws, machine, queue)


def definition(inputs: DeploymentInputs) -> dict[str, Any]:
    chain = in_a_row(
        TakeTurn(catalog.load("iris"), inputs),
        upstream.Wait("Work", seconds_path="$.seconds"),
        KeepTurn(inputs),
        Pass("Worked", "$states.input", "Something was made."),
        ending_in=Fragment(in_a_row(GiveUpTurn(inputs), upstream.Succeed("Done")), []),
    )
    return Machine(chain, inputs.region, "Takes turns.", 60).to_dict()


@pytest.fixture
def turns(made: Turns) -> Iterator[Turns]:
    """Nobody has the turn."""
    yield made
    for execution in made.started:
        made.states.stop_execution(executionArn=execution)
    made.started.clear()
    made.aws.client("dynamodb").delete_item(TableName=TABLE, Key=KEY)


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
    (message,) = turns.told()
    assert message["Subject"] == "Stepline iris dev: skipped too often"
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
        first = turns.start(30)
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


def test_without_the_table_nothing_runs_and_the_cause_says_why(turns: Turns) -> None:
    wrong = json.loads(
        json.dumps(turns.states.describe_state_machine(stateMachineArn=turns.machine)["definition"])
    ).replace(f'"{TABLE}"', '"another"')
    tested = turns.states.create_state_machine(
        name="without",
        definition=wrong,
        roleArn=turns.states.describe_state_machine(stateMachineArn=turns.machine)["roleArn"],
    )["stateMachineArn"]
    started = turns.states.start_execution(stateMachineArn=tested, input='{"seconds": 0}')
    ended = turns.ended(started["executionArn"])
    assert (ended["status"], ended["error"]) == ("FAILED", "TurnNotTaken")
    assert "It is not known whether another execution runs" in ended["cause"]
