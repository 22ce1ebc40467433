"""Lambda functions as tasks: by their ARN, and by ``lambda:invoke``, with a token or without.

https://docs.aws.amazon.com/step-functions/latest/dg/connect-lambda.html. A function that fails fails its
task with its own errorType as the error, and with its payload as the cause; one that names no type, as
``Lambda.Unknown``. No thread waits for a function.
"""

from __future__ import annotations

import base64
import uuid
from collections.abc import Callable
from typing import Any, Protocol

from localaws.clock import Clock
from localaws.functions.execution.invocation import Invocation, Outcome
from localaws.functions.functions import Call
from localaws.protocols.models import service_model
from localaws.protocols.refusal import Refusal
from localaws.stepfunctions.language import json_text
from localaws.stepfunctions.language.resource import Action, Function
from localaws.stepfunctions.tasks import arguments
from localaws.stepfunctions.tasks.dialect import Dialect
from localaws.stepfunctions.tasks.failures import Refused, failure
from localaws.stepfunctions.tasks.metadata import metadata
from localaws.stepfunctions.tasks.requests import Requests
from localaws.stepfunctions.tasks.services import Called
from localaws.stepfunctions.tasks.task import Later, Order, Report, TaskFailure

_INVOKE = Called("lambda", "Invoke")
_UNKNOWN = "Lambda.Unknown"


class Invoker(Protocol):
    """Who invokes functions. Everything of it may be called from many threads."""

    def invocation(self, call: Call) -> Invocation:
        """What a call would run, all of it checked. Raises ``Refusal``."""
        ...

    def run(self, invocation: Invocation, report: Callable[[Outcome], None]) -> None:
        """Run it; ``report`` is called once and must be short. Raises ``Refusal``: too many run."""

    def send(self, call: Call) -> str:
        """Send it an event, and wait for nothing. Raises ``Refusal``."""
        ...


class Functions:
    """The integration of both."""

    def __init__(self, requests: Requests, clock: Clock, functions: Invoker) -> None:
        self._requests = requests
        self._clock = clock
        self._functions = functions

    def call(self, order: Order) -> Any:
        self._requests.whose(order)  # a role that cannot be assumed fails the task
        if isinstance(order.resource, Function):
            call = _call(order, order.resource.arn, json_text.write(order.arguments).encode())
            return self._later(call, lambda outcome, _: _returned(outcome))
        assert isinstance(order.resource, Action)
        return self._asked(order)

    def wait(self, order: Order, response: Any, report: Report) -> None:
        raise AssertionError("no such task waits")

    def stop(self, order: Order, response: Any) -> None:
        """A function that runs goes on to its end, as on AWS."""

    def _asked(self, order: Order) -> Any:
        """``lambda:invoke``. Its ``Payload`` is any JSON, where the API has bytes."""
        given = order.arguments
        payload = given.get("Payload") if isinstance(given, dict) else None
        if isinstance(given, dict):
            given = {name: value for name, value in given.items() if name != "Payload"}
        asked = arguments.parameters(
            _INVOKE.model.input_shape, given, Dialect.OPTIMISED, order.state
        )
        content = b"" if payload is None else json_text.write(payload).encode()
        call = _call(
            order,
            asked.get("FunctionName", ""),
            content,
            asked.get("Qualifier"),
            _client_context(asked.get("ClientContext")),
        )
        match asked.get("InvocationType", "RequestResponse"):
            case "Event":
                request = self._made(lambda: self._functions.send(call))
                return self._response({"Payload": "", "StatusCode": 202}, request, {})
            case "DryRun":
                self._made(lambda: self._functions.invocation(call))
                return self._response({"Payload": "", "StatusCode": 204}, str(uuid.uuid4()), {})
        tail = asked.get("LogType") == "Tail"
        return self._later(call, lambda outcome, request: self._told(outcome, request, tail))

    def _later(self, call: Call, told: Callable[[Outcome, str], Any]) -> Later:
        invocation = self._made(lambda: self._functions.invocation(call))

        def begin(report: Callable[[Outcome | Refusal], None]) -> None:
            try:
                self._functions.run(invocation, report)
            except Refusal as refusal:
                report(refusal)

        def read(came: Outcome | Refusal) -> Any:
            if isinstance(came, Refusal):
                raise _refused(came)
            return told(came, invocation.id)

        return Later(begin, read)

    def _told(self, outcome: Outcome, request: str, tail: bool) -> Any:
        payload = _returned(outcome)
        log = base64.b64encode(outcome.tail).decode()
        found = {"ExecutedVersion": outcome.version, "Payload": payload, "StatusCode": 200}
        headers = {"X-Amz-Executed-Version": outcome.version}
        return self._response(
            found | ({"LogResult": log} if tail else {}), request, headers, len(outcome.payload)
        )

    def _response(
        self, found: dict[str, Any], request: str, headers: dict[str, str], length: int = 0
    ) -> dict[str, Any]:
        now = self._clock.now()
        trace = f"root=1-{int(now.timestamp()):08x}-{uuid.uuid4().hex[:24]};sampled=0"
        more = {**headers, "X-Amzn-Trace-Id": trace}
        return found | metadata("lambda", request, now, str(length), more)

    def _made(self, call: Callable[[], Any]) -> Any:
        try:
            return call()
        except Refusal as refusal:
            raise _refused(refusal) from None


def _call(
    order: Order, name: str, payload: bytes, qualifier: str | None = None, context: str = ""
) -> Call:
    execution = order.execution
    return Call(execution.account, execution.region, name, payload, qualifier, context)


def _returned(outcome: Outcome) -> Any:
    """What the function returned.

    Raises:
        TaskFailure: it failed.
    """
    text = outcome.payload.decode(errors="replace")
    if outcome.error is None:
        try:
            return json_text.read(text) if text else None
        except ValueError:
            raise TaskFailure(
                _UNKNOWN, f"The function's response is not JSON. Returned payload: {text}"
            ) from None
    try:
        document = json_text.read(text)
    except ValueError:
        document = None
    kind = document.get("errorType") if isinstance(document, dict) else None
    if isinstance(kind, str) and kind:
        raise TaskFailure(kind, text)
    raise TaskFailure(
        _UNKNOWN,
        "The cause could not be determined because Lambda did not return an error type. "
        f"Returned payload: {text}",
    )


def _refused(refusal: Refusal) -> TaskFailure:
    told = Refused(refusal.code, refusal.message, refusal.status, str(uuid.uuid4()))
    return failure(service_model("lambda"), told, Dialect.OPTIMISED)


def _client_context(given: Any) -> str:
    if not given:
        return ""
    try:
        return base64.b64decode(given, validate=True).decode()
    except ValueError:
        return str(given)
