"""What may be asked of which state."""

from __future__ import annotations

import json
from typing import Any

import pytest

from localaws.protocols.refusal import Refusal
from localaws.stepfunctions.tasks.task import Failed, Succeeded
from localaws.stepfunctions.test_state import request
from localaws.stepfunctions.test_state.request import StateTest

PASS = {"Type": "Pass", "End": True}
SEND = {"Type": "Task", "Resource": "arn:aws:states:::sqs:sendMessage", "End": True}
WAITS = {**SEND, "Resource": "arn:aws:states:::sqs:sendMessage.waitForTaskToken"}
ACTIVITY = {**SEND, "Resource": "arn:aws:states:us-east-1:123456789012:activity:A"}
BRANCH = {"StartAt": "S", "States": {"S": PASS}}
MAP = {"Type": "Map", "ItemProcessor": BRANCH, "End": True}
PARALLEL = {"Type": "Parallel", "Branches": [BRANCH, BRANCH], "End": True}
SENT = {"result": '{"MessageId": "m"}'}
ROLE = "arn:aws:iam::123456789012:role/states"


def read(state: dict[str, Any], **members: Any) -> StateTest:
    return request.read({"definition": json.dumps(state), **members}, lambda _: None)


def test_a_request_is_read_whole() -> None:
    found = read(
        SEND,
        input='{"a": 1}',
        inspectionLevel="TRACE",
        variables='{"x": 2}',
        roleArn=ROLE,
        mock={"result": '{"MessageId": "m"}'},
        context='{"Execution": {"Name": "e"}}',
        stateConfiguration={"retrierRetryCount": 3},
    )

    assert (found.input, found.level, found.variables) == ('{"a": 1}', "TRACE", {"x": 2})
    assert (found.role_arn, found.mock) == (ROLE, Succeeded({"MessageId": "m"}))
    assert (found.context, found.retries) == ({"Execution": {"Name": "e"}}, 3)


def test_what_is_not_said_is_assumed() -> None:
    found = read(PASS)

    assert (found.input, found.level, found.mock, found.context) == ("{}", "INFO", None, None)


def test_an_error_is_mocked_with_or_without_a_cause() -> None:
    assert read(SEND, mock={"errorOutput": {"error": "E"}}).mock == Failed("E", "")
    assert read(SEND, mock={"errorOutput": {"error": "E", "cause": "c"}}).mock == Failed("E", "c")


@pytest.mark.parametrize(
    ("state", "members", "says"),
    [
        (SEND, {}, "RoleArn must be specified when testing a Task state"),
        (PASS, {"mock": SENT}, "State type 'Pass' is not supported when a mock is specified"),
        (SEND, {"mock": {}}, "only one of the following fields: .result, errorOutput."),
        (SEND, {"mock": {**SENT, "errorOutput": {"error": "E"}}}, "only one of the following"),
        (SEND, {"mock": {"errorOutput": {"cause": "c"}}}, "must have an error"),
        (SEND, {"mock": {"result": "text"}}, "Mocked result must be valid JSON"),
        (SEND, {"mock": {"result": '{"MessageId": 1}'}}, "validation error: Field 'MessageId'"),
        (SEND, {"mock": SENT, "revealSecrets": True}, "does not support RevealSecrets"),
        (SEND, {"mock": SENT, "context": '{"Map": {}}'}, "'Map' field is not supported"),
        (SEND, {"mock": SENT, "context": '{"Job": {}}'}, "Field 'Job' is not allowed"),
        (SEND, {"mock": SENT, "context": "[]"}, "Invalid Context object provided"),
        (PASS, {"context": "{}"}, "does not support Context when a mock is not specified"),
        (PASS, {"variables": "1"}, "Invalid Variables provided: it must be a JSON object"),
        (
            MAP,
            {"stateConfiguration": {"mapIterationFailureCount": 0}},
            "does not support MapIterationFailureCount when a mock is not specified",
        ),
        (MAP, {"mock": {"result": "{}"}}, "Mocked result must be an array"),
        (PARALLEL, {"mock": {"result": "1"}}, "Mocked result must be an array"),
        (PARALLEL, {"mock": {"result": "[1]"}}, "same number of items as number of Parallel"),
    ],
)
def test_what_does_not_go_together_is_refused(
    state: dict[str, Any], members: dict[str, Any], says: str
) -> None:
    with pytest.raises(Refusal, match=says) as refused:
        read(state, **members)
    assert refused.value.code == "ValidationException"


@pytest.mark.parametrize(
    ("state", "says"),
    [
        (MAP, "does not support Map or Parallel states"),
        (PARALLEL, "does not support Map or Parallel states"),
        (WAITS, "'.waitForTaskToken' integration patterns when a mock is not specified"),
        (ACTIVITY, "does not support activities"),
    ],
)
def test_some_states_can_be_tested_with_a_mock_only(state: dict[str, Any], says: str) -> None:
    with pytest.raises(Refusal, match=says) as refused:
        read(state, roleArn=ROLE)
    assert refused.value.code == "InvalidDefinition"


def test_a_map_that_writes_its_results_gives_an_object() -> None:
    writer = {"Resource": "arn:aws:states:::s3:putObject", "Parameters": {"Bucket": "b"}}
    config = {"Mode": "DISTRIBUTED", "ExecutionType": "STANDARD"}
    writes = {**MAP, "ItemProcessor": {**BRANCH, "ProcessorConfig": config}, "ResultWriter": writer}

    with pytest.raises(Refusal, match="Mocked result must be a JSON object"):
        read(writes, mock={"result": "[]"})
    assert read(writes, mock={"result": "{}"}).mock == Succeeded({})


def test_an_input_that_is_no_json_is_refused_as_at_a_start() -> None:
    with pytest.raises(Refusal, match="Invalid State Machine Execution Input: 'Unrecog") as refused:
        read(PASS, input="not JSON")
    assert refused.value.code == "InvalidExecutionInput"


def test_what_cannot_be_called_here_is_refused_unless_it_is_mocked() -> None:
    asked = {"definition": json.dumps(SEND), "roleArn": ROLE}

    with pytest.raises(Refusal, match="there are no queues"):
        request.read(asked, lambda _: "there are no queues")
    assert request.read({**asked, "mock": SENT}, lambda _: "there are no queues").mock
