"""Invoke: by a request that waits, by an event that does not, or tried without a run."""

from __future__ import annotations

import base64
import json
from collections.abc import Callable, Mapping
from typing import Any

from localaws.functions.functions import Call
from localaws.functions.operations.ledger import Caller, Ledger, Operation, Request, Result
from localaws.protocols.refusal import Refusal
from localaws.this_aws import chain

SendEvent = Callable[[Call], str]  # queues it, and gives its request id


class InvokeOperations:
    """``send`` takes invocations of the type Event."""

    def __init__(self, ledger: Ledger, send: SendEvent) -> None:
        self._ledger = ledger
        self._send = send
        self.operations: Mapping[str, Operation] = {
            "Invoke": self.invoke,
            "InvokeAsync": self.invoke_async,
        }

    def invoke(self, caller: Caller, request: Request) -> Result:
        """Invoke."""
        call = Call(
            caller.account,
            caller.region,
            request["FunctionName"],
            request.get("Payload") or b"{}",
            request.get("Qualifier"),
            _client_context(request.get("ClientContext")),
            chain.current(),
        )
        kind = request.get("InvocationType", "RequestResponse")
        if kind == "DryRun":
            self._ledger.functions.invocation(call)
            return {"StatusCode": 204}
        if kind == "Event":
            return {"StatusCode": 202} | _identified(self._send(call))
        invocation = self._ledger.functions.invocation(call)
        outcome = self._ledger.functions.finish(invocation)
        found: Result = {
            "StatusCode": 200,
            "FunctionError": outcome.error,
            "ExecutedVersion": outcome.version,
            "Payload": outcome.payload,
            **_identified(invocation.id),
        }
        if request.get("LogType") == "Tail":
            found["LogResult"] = base64.b64encode(outcome.tail).decode()
        return found

    def invoke_async(self, caller: Caller, request: Request) -> Result:
        """InvokeAsync, the deprecated way to send an event."""
        payload = request.get("InvokeArgs") or b"{}"
        name, trace = request["FunctionName"], chain.current()
        sent = self._send(Call(caller.account, caller.region, name, payload, trace=trace))
        return {"Status": 202} | _identified(sent)


def _identified(request_id: str) -> Result:
    """The id that the response has, and the function's log and context too."""
    return {"ResponseMetadata": {"RequestId": request_id}}


def _client_context(given: Any) -> str:
    if not given:
        return ""
    try:
        text = base64.b64decode(given, validate=True).decode()
        json.loads(text)
    except ValueError:
        raise Refusal(
            "InvalidRequestContentException", "Client context must be a valid Base64-encoded JSON"
        ) from None
    return text
