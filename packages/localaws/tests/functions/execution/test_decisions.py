"""Payloads of failures, lines of the log, calls of the Runtime API, who may run."""

from __future__ import annotations

import json

import pytest

from localaws.functions.execution import failures, lines, runtime_calls
from localaws.functions.execution.concurrency import Refused, admit
from localaws.functions.execution.environment import variables
from localaws.functions.execution.http_messages import Request
from localaws.functions.execution.invocation import Invocation
from localaws.functions.function import Code, Configuration
from localaws.functions.versions import Target

CONFIGURATION = Configuration("r", Code("0" * 64, 1), "python3.12", "app.handler")


@pytest.mark.parametrize(
    ("code", "reason"),
    [
        (0, "Runtime exited without providing a reason"),
        (1, "Runtime exited with error: exit status 1"),
        (137, "Runtime exited with error: signal: killed"),
        (139, "Runtime exited with error: signal: segmentation fault"),
        (250, "Runtime exited with error: exit status 250"),
    ],
)
def test_an_exit_says_how(code: int, reason: str) -> None:
    failure = failures.exited("id", code)
    assert json.loads(failure.payload) == {
        "errorType": "Runtime.ExitError",
        "errorMessage": f"RequestId: id Error: {reason}",
    }
    assert failure.log == (f"RequestId: id Error: {reason}\nRuntime.ExitError\n",)


def test_the_kind_of_what_a_runtime_reports_is_in_its_payload() -> None:
    assert failures.reported(b'{"errorType":"X"}').kind == "X"
    assert failures.reported(b'{"errorType":"X"}', "Y").kind == "Y"
    assert failures.reported(b"no json").kind == "Unknown"
    assert failures.reported(b'{"errorType":7}').kind == "Unknown"


def test_a_report_is_billed_by_the_millisecond_with_its_initialization() -> None:
    assert lines.report("id", 1.234, 128, 35, 100.5) == (
        "REPORT RequestId: id\tDuration: 1.23 ms\tBilled Duration: 102 ms\tMemory Size: 128 MB\t"
        "Max Memory Used: 35 MB\tInit Duration: 100.50 ms\t\n"
    )
    assert lines.report("id", 3000, 128, None, None, "timeout", "Sandbox.Timedout") == (
        "REPORT RequestId: id\tDuration: 3000.00 ms\tBilled Duration: 3000 ms\t"
        "Memory Size: 128 MB\tStatus: timeout\t\n"
    )


def test_a_stream_is_named_by_day_and_version() -> None:
    assert lines.stream(0, "$LATEST", "ab") == "1970/01/01/[$LATEST]ab"


def test_the_tail_is_whole_characters() -> None:
    assert lines.tail(["x", "ü" * 2048]) == ("ü" * 2048).encode()
    assert lines.tail(["xx", "ü" * 2047, "y"]) == ("x" + "ü" * 2047 + "y").encode()
    assert len(lines.tail(["ü" * 2048, "y"])) == 4095


@pytest.mark.parametrize(
    ("request_", "call"),
    [
        (Request("GET", "/2018-06-01/runtime/invocation/next"), runtime_calls.Next()),
        (
            Request("POST", "/2018-06-01/runtime/invocation/7/response", {}, b"x"),
            runtime_calls.Answered("7", b"x"),
        ),
        (
            Request(
                "POST",
                "/2018-06-01/runtime/invocation/7/error",
                {"lambda-runtime-function-error-type": "E"},
            ),
            runtime_calls.Failed("7", b"", "E"),
        ),
        (Request("POST", "/2018-06-01/runtime/init/error"), runtime_calls.InitFailed(b"", "")),
        (Request("GET", "/2020-01-01/extension/register"), runtime_calls.Unknown()),
        (Request("GET", "/2018-06-01/runtime/invocation/7/response"), runtime_calls.Unknown()),
        (
            Request("GET", "/2018-06-01/runtime/invocation/next", {"host": "127.0.0.1:9001"}),
            runtime_calls.Next(),
        ),
        (
            Request("GET", "/2018-06-01/runtime/invocation/next", {"host": "evil.example:9001"}),
            runtime_calls.Foreign(),
        ),
        (
            Request("GET", "/2018-06-01/runtime/invocation/next", {"origin": "http://a.example"}),
            runtime_calls.Foreign(),
        ),
        (
            Request(
                "POST",
                "/2018-06-01/runtime/invocation/7/response",
                {"lambda-runtime-function-response-mode": "streaming"},
                b"x",
            ),
            runtime_calls.Answered("7", b"x", streamed=True),
        ),
    ],
)
def test_a_request_is_a_call(request_: Request, call: runtime_calls.Call) -> None:
    assert runtime_calls.call(request_) == call


def test_an_event_says_until_when_and_for_which_arn() -> None:
    invocation = Invocation(
        "id", "greet", Target("arn:x", "1", CONFIGURATION), b"{}", '{"a":"ü\\n"}', "Root=1\r\nX: y"
    )
    sent = runtime_calls.event(invocation, 12.5).decode()
    assert "Lambda-Runtime-Deadline-Ms: 12500\r\n" in sent
    assert "Lambda-Runtime-Invoked-Function-Arn: arn:x\r\n" in sent
    assert "\r\nX: y" not in sent
    assert "\\u00fc" in sent


def test_a_reservation_is_a_limit_and_a_promise() -> None:
    reserved = {"a": 2}
    assert admit("a", {"a": 1, "b": 8}, reserved, 10) is None
    assert admit("a", {"a": 2}, reserved, 10) == Refused(
        "ReservedFunctionConcurrentInvocationLimitExceeded"
    )
    assert admit("b", {"a": 2, "b": 7}, reserved, 10) is None
    assert admit("b", {"b": 8}, reserved, 10) == Refused("ConcurrentInvocationLimitExceeded")
    assert admit("c", {"c": 0}, {"c": 0}, 10) is not None


def test_what_the_platform_sets_cannot_be_replaced() -> None:
    configuration = Configuration(
        "r", Code("0" * 64, 1), "python3.12", "app.handler", environment={"A": "b", "LANG": "x"}
    )
    platform = {"AWS_REGION": "eu-west-1", "AWS_EXECUTION_ENV": "AWS_ECS_EC2"}
    found = variables("greet", "7", configuration, platform, "h:1", "group", "stream")
    assert found["A"] == "b"
    assert found["AWS_EXECUTION_ENV"] == "AWS_Lambda_python3.12"
    assert (found["_HANDLER"], found["AWS_LAMBDA_RUNTIME_API"]) == ("app.handler", "h:1")
    assert found["AWS_LAMBDA_FUNCTION_VERSION"] == "7"
