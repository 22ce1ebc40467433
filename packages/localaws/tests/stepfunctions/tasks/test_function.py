"""Functions as tasks: what is invoked, and what comes of it."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any

import pytest

from localaws.clock import Clock
from localaws.functions.execution.invocation import Invocation, Outcome
from localaws.functions.function import Code, Configuration
from localaws.functions.functions import Call
from localaws.functions.versions import Target
from localaws.protocols.refusal import Refusal
from localaws.stepfunctions.language import resource
from localaws.stepfunctions.tasks.function import Functions
from localaws.stepfunctions.tasks.task import Later, Order, TaskFailure

from .orders import EXECUTION, Aws

FUNCTION = "arn:aws:lambda:us-east-1:123456789012:function:f"
INVOKE = "arn:aws:states:::lambda:invoke"


TARGET = Target(FUNCTION, "$LATEST", Configuration("r", Code("1" * 64, 1)))


class Invoked:
    """Returns one outcome, or refuses, and remembers what it was asked."""

    def __init__(self, outcome: Outcome | Refusal) -> None:
        self.outcome = outcome
        self.calls: list[Call] = []
        self.throttles = False

    def invocation(self, call: Call) -> Invocation:
        self.send(call)
        return Invocation("request", "f", TARGET)

    def run(self, invocation: Invocation, report: Callable[[Outcome], None]) -> None:
        if self.throttles:
            raise Refusal("TooManyRequestsException", "Rate Exceeded.", 429)
        assert isinstance(self.outcome, Outcome)
        report(self.outcome)

    def send(self, call: Call) -> str:
        self.calls.append(call)
        if isinstance(self.outcome, Refusal):
            raise self.outcome
        return "request"


def returned(value: object) -> Invoked:
    return Invoked(Outcome(json.dumps(value).encode(), "$LATEST", tail=b"log"))


def failed(payload: object) -> Invoked:
    return Invoked(Outcome(json.dumps(payload).encode(), "$LATEST", "Unhandled"))


def result(functions: Invoked, arn: str, arguments: Any) -> Any:
    named = resource.read(arn)
    assert named is not None
    task = Functions(Aws().requests(), Clock(), functions)
    response = task.call(Order(EXECUTION, "State", named, arguments, "token"))
    if isinstance(response, Later):
        came: list[Any] = []
        response.begin(came.append)
        (only,) = came
        return response.read(only)
    return response


def test_by_its_arn_a_function_gets_the_input_and_gives_the_output() -> None:
    functions = returned({"y": 2})
    assert result(functions, FUNCTION, {"x": 1}) == {"y": 2}
    (call,) = functions.calls
    assert (call.function, json.loads(call.payload)) == (FUNCTION, {"x": 1})


def test_invoke_gives_the_payload_as_json_beside_its_metadata() -> None:
    functions = returned([1])
    asked = {"FunctionName": "f", "Payload": "text", "Qualifier": "live", "LogType": "Tail"}
    found = result(functions, INVOKE, asked)
    assert (found["Payload"], found["ExecutedVersion"], found["StatusCode"]) == (
        [1],
        "$LATEST",
        200,
    )
    assert found["LogResult"] == "bG9n"
    assert found["SdkHttpMetadata"]["HttpHeaders"]["X-Amz-Executed-Version"] == "$LATEST"
    (call,) = functions.calls
    assert (call.payload, call.qualifier) == (b'"text"', "live")


def test_without_a_payload_the_event_is_the_services_own() -> None:
    functions = returned({})
    result(functions, INVOKE, {"FunctionName": "f", "Payload": None})
    assert functions.calls[0].payload == b""


@pytest.mark.parametrize(("kind", "status"), [("Event", 202), ("DryRun", 204)])
def test_what_is_not_waited_for_has_an_empty_payload(kind: str, status: int) -> None:
    found = result(returned({}), INVOKE, {"FunctionName": "f", "InvocationType": kind})
    assert (found["Payload"], found["StatusCode"]) == ("", status)


@pytest.mark.parametrize("arn", [FUNCTION, INVOKE])
def test_a_function_that_fails_fails_its_task_by_its_own_error(arn: str) -> None:
    payload = {"errorMessage": "no", "errorType": "ValueError"}
    with pytest.raises(TaskFailure) as caught:
        result(failed(payload), arn, {"FunctionName": "f"})
    assert caught.value.error == "ValueError"
    assert json.loads(caught.value.cause) == payload


@pytest.mark.parametrize("payload", [{"errorMessage": "no"}, "text", {"errorType": ""}])
def test_a_failure_without_a_type_is_unknown(payload: object) -> None:
    with pytest.raises(TaskFailure) as caught:
        result(failed(payload), FUNCTION, {})
    assert caught.value.error == "Lambda.Unknown"
    assert caught.value.cause.endswith(f"Returned payload: {json.dumps(payload)}")


@pytest.mark.parametrize("arn", [FUNCTION, INVOKE])
def test_a_refused_request_has_the_words_of_the_sdk(arn: str) -> None:
    refused = Invoked(Refusal("ResourceNotFoundException", "Function not found: f", 404))
    with pytest.raises(TaskFailure) as caught:
        result(refused, arn, {"FunctionName": "f"})
    assert caught.value.error == "Lambda.ResourceNotFoundException"
    assert caught.value.cause.startswith(
        "Function not found: f (Service: AWSLambda; Status Code: 404; Error Code: "
        "ResourceNotFoundException; Request ID: "
    )


@pytest.mark.parametrize("arn", [FUNCTION, INVOKE])
def test_a_throttled_invocation_fails_its_task(arn: str) -> None:
    throttled = returned({})
    throttled.throttles = True
    with pytest.raises(TaskFailure) as caught:
        result(throttled, arn, {"FunctionName": "f"})
    assert caught.value.error == "Lambda.TooManyRequestsException"


def test_arguments_that_invoke_does_not_take_are_named() -> None:
    with pytest.raises(TaskFailure, match='The field "Bogus" is not supported'):
        result(returned({}), INVOKE, {"FunctionName": "f", "Bogus": 1})
