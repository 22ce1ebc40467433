"""What is done for executions that failed, timed out or were stopped, and for those that are redriven."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import replace
from typing import Any

import pytest

from localaws.server.embedded import EmbeddedAWS
from pipelines import catalog
from pipelines.closing.jobs import MOST_LOOKS
from pipelines.closing.state_machine import definition, pattern
from pipelines.deployment_inputs import DeploymentInputs
from tests.pipelines.turns import BUCKET, LIMIT_SECONDS, TABLE, Turns, on
from tests.pipelines.workflow.calls import said
from tests.pipelines.workflow.walking import walk
from tests.waiting import until

EVENTS = {"Effect": "Allow", "Principal": {"Service": "events.amazonaws.com"}}
TRUST = {"Version": "2012-10-17", "Statement": [{**EVENTS, "Action": "sts:AssumeRole"}]}


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory, inputs: DeploymentInputs) -> Iterator[Turns]:
    with EmbeddedAWS(tmp_path_factory.mktemp("home")) as aws:
        turns = on(aws, inputs)
        closing = turns.state_machine("closing", definition(catalog.load("iris"), turns.inputs))
        starter = aws.client("iam").create_role(
            RoleName="events", AssumeRolePolicyDocument=json.dumps(TRUST)
        )["Role"]["Arn"]
        events = aws.client("events")
        events.put_rule(Name="ended", EventPattern=json.dumps(pattern(turns.machine)))
        target = {"Id": "closing", "Arn": closing, "RoleArn": starter}
        events.put_targets(Rule="ended", Targets=[target])
        yield turns


@pytest.fixture
def turns(made: Turns) -> Iterator[Turns]:
    """Nobody has the turn."""
    yield made
    made.nobody_has_it()


def record(turns: Turns, execution: str) -> dict[str, Any]:
    """The record of an execution, by the item that lists it."""

    def listed() -> Any:
        found = turns.aws.client("dynamodb").query(
            TableName=TABLE,
            KeyConditionExpression="pk = :run",
            ExpressionAttributeValues={":run": {"S": "run"}},
        )["Items"]
        return [item for item in found if item["execution"]["S"] == execution]

    (item,) = until(listed)
    key = item["record"]["S"].removeprefix(f"s3://{BUCKET}/")
    body = turns.aws.client("s3").get_object(Bucket=BUCKET, Key=key)["Body"].read()
    found: dict[str, Any] = json.loads(body)
    assert item["status"]["S"] == found["status"]
    assert float(item["seconds"]["N"]) == found["execution"]["seconds"]
    assert item["sentence"]["S"] == found["cause"]
    assert found["prefix"] == f"s3://{BUCKET}/runs/{found['run']}"
    return found


def test_one_that_fails_has_no_turn_any_more_a_record_and_a_message(turns: Turns) -> None:
    failed = turns.start(0, reads="nothing", started_by="a test")
    assert turns.ended(failed)["status"] == "FAILED"
    message = turns.told("Stepline iris dev: failed")["Message"]
    name = failed.rpartition(":")[2]
    assert message.startswith(f"Execution {name} failed after ")
    assert "Started by: a test" in message
    assert f"stepline resume iris --execution {name}" in message
    assert turns.item() == {}
    found = record(turns, failed)
    assert (found["status"], found["error"]) == ("FAILED", "S3.NoSuchKeyException")
    assert found["execution"]["started_by"] == "a test"
    assert found["cause"] in message


@pytest.mark.parametrize("said", ["The data were wrong.", "{oops}"])
def test_one_that_is_stopped_is_told_of_with_what_was_said(turns: Turns, said: str) -> None:
    stopped = turns.start(7)
    turns.until_held_by(stopped)
    turns.states.stop_execution(executionArn=stopped, cause=said)
    assert said in turns.told("Stepline iris dev: stopped")["Message"]
    assert turns.item() == {}
    assert record(turns, stopped)["status"] == "ABORTED"


def test_one_that_takes_too_long_is_told_of(turns: Turns) -> None:
    late = turns.start(LIMIT_SECONDS + 30)
    message = turns.told("Stepline iris dev: timed out")["Message"]
    assert f"ran out of time after {LIMIT_SECONDS} s. It did not end in time" in message
    assert turns.item() == {}
    assert record(turns, late)["status"] == "TIMED_OUT"


def test_the_turn_of_another_is_left_alone(turns: Turns) -> None:
    stopped = turns.start(7)
    turns.until_held_by(stopped)
    turns.give_to(another := turns.machine.replace(":stateMachine:", ":execution:") + ":another")
    turns.states.stop_execution(executionArn=stopped)
    turns.told("Stepline iris dev: stopped")
    assert turns.holds(another)


def test_one_that_is_redriven_has_its_turn_again(turns: Turns) -> None:
    failed = turns.start(3, reads="later")
    turns.told("Stepline iris dev: failed")
    turns.aws.client("s3").put_object(Bucket=BUCKET, Key="later", Body=b"")
    turns.states.redrive_execution(executionArn=failed)
    turns.until_held_by(failed)
    assert turns.outcome(turns.start(0))["name"] == "Skipped"
    assert turns.ended(failed)["status"] == "SUCCEEDED"
    assert turns.item() == {}


def test_one_that_is_redriven_while_another_runs_is_stopped_and_told_why(turns: Turns) -> None:
    failed = turns.start(6, reads="much later")
    turns.told("Stepline iris dev: failed")
    turns.aws.client("s3").put_object(Bucket=BUCKET, Key="much later", Body=b"")
    runs = turns.start(5)
    turns.until_held_by(runs)
    turns.states.redrive_execution(executionArn=failed)
    ended = turns.ended(failed)
    assert (ended["status"], ended["error"]) == ("ABORTED", "TurnLost")
    assert ended["cause"].startswith(f"Execution {runs.rpartition(':')[2]} runs")
    assert ended["cause"] in turns.told("Stepline iris dev: stopped")["Message"]
    assert turns.ended(runs)["status"] == "SUCCEEDED"


@pytest.mark.parametrize(
    ("noun", "behind", "name"),
    [
        ("ProcessingJob", "prep-0-0", "Preprocess"),
        ("ProcessingJob", "eval-1-2", "Evaluate"),
        ("ProcessingJob", "cenc-0-0", "Encode for champion"),
        ("TrainingJob", "0-0", "Train"),
        ("TransformJob", "0-0", "Transform"),
        ("TransformJob", "chmp-0-0", "Transform champion"),
    ],
)
def test_a_job_is_called_as_the_state_that_ran_it(
    inputs: DeploymentInputs, noun: str, behind: str, name: str
) -> None:
    """Whatever the execution is called."""
    states = definition(catalog.load("clicks"), inputs)["States"]
    run = "stepline-clicks-dev-my-eval-prep-0123456789"
    kind = noun.removesuffix("Job").lower()
    found = said(
        states[f"List {kind} jobs"]["Output"],
        {"names": {"run": run}},
        result={f"{noun}Summaries": [{f"{noun}Name": f"{run}-{behind}"}]},
    )
    (job,) = found["listed"]
    assert (job["name"], job["job"]) == (name, f"{run}-{behind}")


@pytest.mark.parametrize(
    ("statuses", "looks", "waits"),
    [
        (["Completed", "Stopping"], 0, 1),
        (["InProgress"], 3, 8),
        (["Stopping"], MOST_LOOKS - 1, 60),
        (["Stopping"], MOST_LOOKS, None),
        (["Completed", "Stopped", "Failed"], 0, None),
        ([], 0, None),
    ],
)
def test_jobs_are_waited_for_that_still_stop(
    inputs: DeploymentInputs, statuses: list[str], looks: int, waits: int | None
) -> None:
    """What is billed of them is not known before, and so the record would lack it."""
    states = definition(catalog.load("iris"), inputs)["States"]
    jobs = [{"name": "Train", "status": status} for status in statuses]
    ends = ["Wait for jobs to stop", "Write record"]
    given = {"jobs": jobs, **({"looks": looks} if looks else {})}
    name, known, _ = walk(states, "Have its jobs ended?", given, {}, ends)
    assert (name, known.get("pause")) == (ends[waits is None], waits)
    assert states["Wait for jobs to stop"]["SecondsPath"] == "$.pause"
    assert states["Wait for jobs to stop"]["Next"] == "Describe jobs"


@pytest.mark.parametrize(
    ("seconds", "lasted"),
    [(0.2, "0 s"), (119, "119 s"), (120, "2 min"), (7199, "119 min"), (7200, "2 h"), (90000, "25 h")],
)  # fmt: skip
def test_how_long_it_took_is_said_in_one_unit(
    inputs: DeploymentInputs, seconds: float, lasted: str
) -> None:
    told = replace(inputs, topic_arn="arn:aws:sns:us-east-1:123456789012:stepline-iris-dev")
    states = definition(catalog.load("iris"), told)["States"]
    ending = {"status": "TIMED_OUT", "seconds": seconds, "reason": "It was late."}
    known = {"ending": ending, "detail": {"name": "first"}, "where": {"run": "s3://b/runs/r"}}
    message = said(states["Tell of the ending"]["Arguments"]["Message"], known)
    assert message.startswith(f"Execution first ran out of time after {lasted}. It was late.\n\n")
