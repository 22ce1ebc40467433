"""A human is asked, and what becomes of each answer."""

from dataclasses import replace
from typing import Any

import pytest

from pipelines.definition import Pipeline
from pipelines.deployment_inputs import DeploymentInputs
from pipelines.policy import LONGEST_APPROVAL_SECONDS, Approval
from pipelines.workflow.state_machine import definition
from tests.pipelines.conftest import EXECUTION
from tests.pipelines.workflow.calls import TOKEN, request, said

LINK = "https://abc.lambda-url.us-east-1.on.aws/"
KNOWN = {
    "decision": {"sentence": "F1 is 0.9, of the one that serves 0.8."},
    "approval": {"key": "0f-1e", "deadline": "2026-03-04T10:00:00.000Z"},
    "where": {"run": "s3://a-bucket/runs/r", "evaluated": "s3://a-bucket/runs/r"},
    "names": {"run": "r"},
}


@pytest.fixture(scope="module")
def asking(inputs: DeploymentInputs) -> DeploymentInputs:
    topic = "arn:aws:sns:us-east-1:123456789012:t"
    return replace(inputs, table="a-table", topic_arn=topic, approval=Approval(3600, LINK))


@pytest.fixture(scope="module")
def machine(split: Pipeline, asking: DeploymentInputs) -> dict[str, Any]:
    return definition(split, asking)


@pytest.fixture(scope="module")
def states(machine: dict[str, Any]) -> dict[str, Any]:
    found: dict[str, Any] = machine["States"]
    return found


def test_the_message_has_the_numbers_the_commands_and_the_link(states: dict[str, Any]) -> None:
    sent = request(states["Ask for approval"], KNOWN)
    assert sent["Subject"] == "Stepline split dev: waiting for approval"
    assert sent["Message"].split("\n\n")[:5] == [
        "A new model waits for your approval. F1 is 0.9, of the one that serves 0.8.",
        "To approve:\n  stepline approve split --execution first",
        "To reject:\n  stepline reject split --execution first --reason WHY",
        f"Or decide on this page:\n  {LINK}?execution=first&key=0f-1e",
        "All its numbers, and the report:\n  stepline evaluation split --execution first",
    ]
    assert "until 2026-03-04 10:00 UTC." in sent["Message"]


def test_an_executions_name_is_encoded_in_the_link(states: dict[str, Any]) -> None:
    execution = {**EXECUTION, "Name": "so(it)+'再"}
    sent = request(states["Ask for approval"], KNOWN, execution)
    assert "?execution=so(it)%2B'%E5%86%8D&key=" in sent["Message"]


def test_a_stack_without_a_page_sends_no_link(split: Pipeline, asking: DeploymentInputs) -> None:
    plain = definition(split, replace(asking, approval=Approval(3600)))["States"]
    assert "http" not in request(plain["Ask for approval"], KNOWN)["Message"]


def test_the_message_goes_out_before_somebody_is_waited_for(states: dict[str, Any]) -> None:
    assert states["Ask for approval"]["Next"] == "Wait for approval"


def test_the_token_is_in_the_table_and_in_no_message(states: dict[str, Any]) -> None:
    item = request(states["Wait for approval"], KNOWN)["Item"]
    assert {
        name: next(iter(value.values())) for name, value in item.items() if name != "expires"
    } == {
        "pk": "token",
        "sk": "first",
        "token": TOKEN,
        "key": "0f-1e",
        "execution": EXECUTION["Id"],
        "deadline": "2026-03-04T10:00:00.000Z",
        "sentence": "F1 is 0.9, of the one that serves 0.8.",
        "evaluation": "s3://a-bucket/runs/r/evaluation/",
    }
    assert item["expires"]["N"].isdigit()
    assert TOKEN not in request(states["Ask for approval"], KNOWN)["Message"]


def test_the_key_is_random(states: dict[str, Any]) -> None:
    keys = {
        said(states["Set the approval's deadline"]["Output"], {})["approval"]["key"]
        for _ in range(9)
    }
    assert len(keys) == 9


def after(states: dict[str, Any], result: Any) -> tuple[str, str]:
    """Where a human's answer leads, and the sentence that an early end says."""
    known = said(states["Wait for approval"]["Output"], KNOWN, result=result)
    return led(states, known)


def led(states: dict[str, Any], known: dict[str, Any]) -> tuple[str, str]:
    choice = states["Is it approved?"]
    (rule,) = choice["Choices"]
    if said(rule["Condition"], known):
        return str(rule["Next"]), ""
    outcome = said(states[choice["Default"]]["Output"], known)["outcome"]
    return outcome["name"], outcome["sentence"]


def test_a_plain_yes_goes_on(states: dict[str, Any]) -> None:
    assert after(states, {"approved": True, "by": "ann", "reason": ""}) == ("Create model", "")


@pytest.mark.parametrize(
    "answer",
    [None, {}, [], "approved", True, {"approved": "true"}, {"approved": 1}, {"by": "ann"}],
)
def test_whatever_is_no_plain_yes_is_a_rejection(states: dict[str, Any], answer: Any) -> None:
    assert after(states, answer)[0] == "Rejected"


@pytest.mark.parametrize(
    ("answer", "sentence"),
    [
        (
            {"approved": False, "by": "ann", "reason": "too slow"},
            "Rejected by ann: too slow. F1 is 0.9, of the one that serves 0.8.",
        ),
        ({"approved": False}, "Rejected. F1 is 0.9, of the one that serves 0.8."),
        (
            {"approved": False, "by": 7, "reason": {"a": 1}},
            "Rejected. F1 is 0.9, of the one that serves 0.8.",
        ),
    ],
)
def test_a_rejection_says_by_whom_and_why(
    states: dict[str, Any], answer: Any, sentence: str
) -> None:
    assert after(states, answer) == ("Rejected", sentence)


def test_what_a_human_writes_is_cut(states: dict[str, Any]) -> None:
    _, sentence = after(states, {"approved": False, "by": "b" * 999, "reason": "r" * 100_000})
    assert len(sentence) < 1400


def catchers(states: dict[str, Any]) -> dict[str, Any]:
    return {catch["ErrorEquals"][0]: catch for catch in states["Wait for approval"]["Catch"]}


def test_a_task_that_was_sent_a_failure_is_rejected_for_its_cause(states: dict[str, Any]) -> None:
    catch = catchers(states)["Rejected"]
    error = {"Error": "Rejected", "Cause": "because"}
    known = said(catch["Output"], KNOWN, errorOutput=error)
    assert catch["Next"] == "Is it approved?"
    assert led(states, known)[1].startswith("Rejected: because.")


def test_a_deadline_that_passes_is_no_failure(states: dict[str, Any]) -> None:
    catch = catchers(states)["States.Timeout"]
    error = {"Error": "States.Timeout"}
    known = said(catch["Output"], {**KNOWN, "failure": {"Error": "of before"}}, errorOutput=error)
    outcome = said(states[catch["Next"]]["Output"], known)["outcome"]
    assert outcome == {
        "name": "Forgotten",
        "sentence": "Nobody approved the new model until 2026-03-04 10:00 UTC. "
        "F1 is 0.9, of the one that serves 0.8.",
    }


@pytest.mark.parametrize("name", ["Ask for approval", "Wait for approval"])
def test_where_nobody_can_be_asked_the_execution_fails(states: dict[str, Any], name: str) -> None:
    catch = states[name]["Catch"][-1]
    assert (catch["ErrorEquals"], catch["Next"]) == (["States.ALL"], "Nobody could be asked")


def test_a_timeout_of_the_waiting_is_not_tried_again(states: dict[str, Any]) -> None:
    retried = [e for retry in states["Wait for approval"]["Retry"] for e in retry["ErrorEquals"]]
    assert "States.Timeout" not in retried


def test_the_execution_may_live_as_long_as_it_waits(
    machine: dict[str, Any], split: Pipeline, asking: DeploymentInputs
) -> None:
    longer = definition(split, replace(asking, approval=Approval(7200)))
    assert longer["TimeoutSeconds"] - machine["TimeoutSeconds"] == 3600
    assert machine["States"]["Wait for approval"]["TimeoutSeconds"] == 3600


@pytest.mark.parametrize("seconds", [0, 59, LONGEST_APPROVAL_SECONDS + 1])
def test_a_deadline_that_no_execution_could_wait_for_is_refused(seconds: int) -> None:
    with pytest.raises(ValueError, match="is waited for 60 to"):
        Approval(seconds)


@pytest.mark.parametrize("lacking", ["table", "topic_arn"])
def test_where_nobody_could_be_asked_there_is_no_approval(
    asking: DeploymentInputs, lacking: str
) -> None:
    with pytest.raises(ValueError, match="A human can only be asked"):
        replace(asking, **{lacking: None})  # type: ignore[arg-type]
