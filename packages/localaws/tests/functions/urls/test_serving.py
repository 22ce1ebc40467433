"""Who may call a function's URL, and what becomes of what cannot be called."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from typing import Any

import pytest

from localaws.functions.execution.executor import Throttled
from localaws.functions.execution.invocation import Outcome
from localaws.functions.function import Code, Configuration, Cors, Function, FunctionUrl
from localaws.functions.functions import Call, Functions
from localaws.functions.urls.request import HttpRequest, Signed
from localaws.functions.urls.serving import Urls
from localaws.protocols.refusal import Refusal

ARN = "arn:aws:lambda:eu-west-1:123456789012:function:greet"
OPEN = {
    "Principal": "*",
    "Action": "lambda:InvokeFunctionUrl",
    "Condition": {"StringEquals": {"lambda:FunctionUrlAuthType": "NONE"}},
}
GET = HttpRequest("GET", "/")
ME = Signed("AKIA", "123456789012")


@pytest.fixture
def functions(monkeypatch: pytest.MonkeyPatch) -> Iterator[Functions]:
    made = Functions(lambda _: None, lambda: 0.0)  # type: ignore[arg-type, return-value]
    monkeypatch.setattr(made, "wait_for", lambda _: Outcome(b'"hi"', "$LATEST"))
    yield made
    made.close()


def status(functions: Functions, by: Signed | None = None, request: HttpRequest = GET) -> int:
    return Urls(functions, lambda: 0.0).respond("abc", request, by).status


def add(functions: Functions, auth: Any, *statements: Any, cors: Cors | None = None) -> None:
    made = Function("greet", ARN, Configuration("r", Code("1" * 64, 1), "python3.12", "app.h"))
    url = FunctionUrl("abc", auth, cors)
    functions.add(replace(made, urls={"": url}, policies={"": statements}))


def test_an_open_one_needs_a_policy_that_says_so(functions: Functions) -> None:
    add(functions, "NONE")
    assert (status(functions), status(functions, ME)) == (403, 403)
    functions.change(ARN, lambda found: replace(found, policies={"": (OPEN,)}))
    assert status(functions) == 200


@pytest.mark.parametrize(
    "statement",
    [
        OPEN | {"Principal": {"AWS": "arn:aws:iam::1:root"}},
        OPEN | {"Action": "lambda:InvokeFunction"},
        OPEN | {"Condition": {"StringEquals": {"lambda:FunctionUrlAuthType": "AWS_IAM"}}},
    ],
)
def test_other_statements_open_nothing(functions: Functions, statement: Any) -> None:
    add(functions, "NONE", statement)
    assert status(functions) == 403


def test_one_that_asks_for_a_signature_gets_one(functions: Functions) -> None:
    add(functions, "AWS_IAM", OPEN)
    assert (status(functions), status(functions, ME)) == (403, 200)


def test_a_preflight_reaches_no_function(functions: Functions) -> None:
    add(functions, "AWS_IAM", cors=Cors(("*",)))
    asked = HttpRequest("OPTIONS", "/", "", {"origin": "https://app.example"})
    assert status(functions, None, asked) == 200


@pytest.mark.parametrize(
    ("error", "expected"),
    [
        (Throttled("ReservedFunctionConcurrentInvocationLimitExceeded"), 429),
        (Refusal("ResourceNotFoundException", "gone", 404), 404),
        (Refusal("InvalidRequestContentException", "no"), 502),
    ],
)
def test_what_cannot_be_invoked(
    functions: Functions, monkeypatch: pytest.MonkeyPatch, error: Exception, expected: int
) -> None:
    add(functions, "NONE", OPEN)

    def refuse(_: Call) -> Outcome:
        raise error

    monkeypatch.setattr(functions, "wait_for", refuse)
    assert status(functions) == expected


def test_a_url_that_there_is_not(functions: Functions) -> None:
    assert status(functions) == 404


def test_a_request_larger_than_any_event(functions: Functions) -> None:
    add(functions, "NONE", OPEN)
    assert status(functions, None, HttpRequest("POST", "/", "", {}, b"x" * 5_000_000)) == 413
