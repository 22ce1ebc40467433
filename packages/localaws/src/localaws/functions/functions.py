"""The functions of one server, and invoking them: what every caller of a function uses.

``invoke`` is what the API's operation, Step Functions, events, queues and custom resources call. Who
creates and changes functions is ``operations``.
"""

from __future__ import annotations

import json
import random
import threading
import uuid
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass

from localaws.functions import environment_keys
from localaws.functions.errors import no_function
from localaws.functions.execution.executor import Executor, Make, Throttled
from localaws.functions.execution.failures import LARGEST_REQUEST
from localaws.functions.execution.invocation import Invocation, Outcome
from localaws.functions.function import Configuration, Function, FunctionUrl
from localaws.functions.lineage import MOST, Recursion, link
from localaws.functions.metrics import Measure, Measured, of_end, unmeasured
from localaws.functions.names import arn, parse
from localaws.functions.versions import target
from localaws.protocols.refusal import Refusal


@dataclass(frozen=True)
class Call:
    """What a caller asks for.

    Attributes:
        function: its name, partial or whole ARN, with a qualifier or without.
        client_context: JSON, as the handler's context has it.
        trace: the header X-Amzn-Trace-Id that the request came with, which tells of its chain.
    """

    account: str
    region: str
    function: str
    payload: bytes = b"{}"
    qualifier: str | None = None
    client_context: str = ""
    trace: str = ""


class Functions:
    """The functions of every account and region. Safe to use from many threads."""

    def __init__(
        self,
        make: Make,
        now: Callable[[], float],
        draw: Callable[[], float] = random.random,
        measure: Measure = unmeasured,
        prepare: Callable[[Configuration], None] | None = None,
    ) -> None:
        """``make`` makes the processes of sandboxes; ``draw`` decides by the weights of an alias."""
        self._functions: dict[str, Function] = {}  # by ARN; replaced, never changed
        self._changing = threading.Lock()
        self._prepare = prepare or (lambda _: None)
        self._now = now
        self._draw = draw
        self.measure = measure
        self._freed: list[Callable[[str], None]] = []
        self.executor = Executor(make, now, self._reservations)

    def get(self, account: str, region: str, name: str) -> Function:
        """A function by its bare name. Raises as ``by_arn``."""
        return self.by_arn(arn(account, region, name))

    def by_arn(self, function_arn: str) -> Function:
        """A function by its ARN, which has no qualifier.

        Raises:
            Refusal: there is none (ResourceNotFoundException).
        """
        found = self._functions.get(function_arn)
        if found is None:
            raise no_function(function_arn)
        return found

    def check_absent(self, function_arn: str) -> None:
        """See that a new function may have the name.

        Raises:
            Refusal: there is one already (ResourceConflictException).
        """
        if function_arn in self._functions:
            raise _exists(function_arn)

    def all(self, account: str, region: str) -> list[Function]:
        """All of one account and region, by name."""
        begin = arn(account, region, "")
        found = [f for whole, f in list(self._functions.items()) if whole.startswith(begin)]
        return sorted(found, key=lambda function: function.name)

    def by_url(self, identifier: str) -> tuple[Function, str | None, FunctionUrl] | None:
        """The function that has a URL of that id, with the qualifier that the URL is for."""
        for function in list(self._functions.values()):
            for qualifier, url in function.urls.items():
                if url.id == identifier:
                    return function, qualifier or None, url
        return None

    def add(self, function: Function) -> None:
        """Keep a new one.

        Raises:
            Refusal: there is one of that name (ResourceConflictException).
        """
        with self._changing:
            if function.arn in self._functions:
                raise _exists(function.arn)
            self._functions[function.arn] = function
        self._prepare(function.latest)

    def change(self, function_arn: str, change: Callable[[Function], Function]) -> Function:
        """Replace a function by what ``change`` makes of it; its idle sandboxes end where need be.

        Raises:
            Refusal: it is not there.
        """
        with self._changing:
            found = self._functions.get(function_arn)
            if found is None:
                raise no_function(function_arn)
            changed = self._functions[function_arn] = change(found)
        if changed.latest.revision != found.latest.revision:
            self.executor.forget(function_arn)
            self._prepare(changed.latest)
        return changed

    def remove(self, function_arn: str) -> Function:
        """Take a function away; what it runs goes on to its end.

        Raises:
            Refusal: it is not there.
        """
        with self._changing:
            found = self._functions.pop(function_arn, None)
        if found is None:
            raise no_function(function_arn)
        self.executor.forget(function_arn)
        return found

    def invoke(
        self, call: Call, report: Callable[[Outcome], None], most: int = LARGEST_REQUEST
    ) -> str:
        """Invoke a function; returns its request id at once, ``report`` is called once when it has ended.

        ``report`` is called in the executor's thread: what takes time is handed on.

        Raises:
            Refusal: there is no such function, too many run, or the payload is no JSON or too large.
        """
        invocation = self.invocation(call, most)
        self.run(invocation, report)
        return invocation.id

    def when_freed(self, call: Callable[[str], None]) -> None:
        """Have ``call`` called, which is short, with a function's ARN when it runs one less."""
        self._freed.append(call)

    def run(self, invocation: Invocation, report: Callable[[Outcome], None]) -> None:
        """Run what ``invocation`` has made; ``report`` is called as ``invoke`` says.

        Raises:
            Refusal: too many run, it is one time too many in its chain, or its key cannot be used.
        """
        arn_of_it = invocation.target.function_arn
        environment_keys.check(arn_of_it, invocation.target.configuration)
        began = self._now()
        if invocation.before >= MOST and self._is_stopped_in_loops(arn_of_it):
            self.measure(Measured(invocation, began, {"RecursiveInvocationsDropped": 1}))
            raise Recursion()
        running = Counter(self.executor.running())
        running[arn_of_it] += 1

        def ended(outcome: Outcome) -> None:
            self.measure(of_end(invocation, outcome, began, running, self._reservations()))
            report(outcome)
            for call in self._freed:
                call(arn_of_it)

        try:
            self.executor.invoke(invocation, ended)
        except Throttled:
            self.measure(Measured(invocation, began, {"Throttles": 1}))
            raise

    def wait_for(self, call: Call) -> Outcome:
        """The same, for those who have a thread to wait in: the outcome.

        Raises:
            Refusal: as ``invoke``.
        """
        return self.finish(self.invocation(call))

    def finish(self, invocation: Invocation) -> Outcome:
        """Run what ``invocation`` has made, and wait for its outcome.

        Raises:
            Refusal: as ``run``.
        """
        done = threading.Event()
        outcomes: list[Outcome] = []

        def report(outcome: Outcome) -> None:
            outcomes.append(outcome)
            done.set()

        self.run(invocation, report)
        done.wait()
        return outcomes[0]

    def invocation(
        self, call: Call, most: int = LARGEST_REQUEST, request_id: str | None = None
    ) -> Invocation:
        """What a call would run, all of it checked.

        Args:
            most: bytes that its payload may have.
            request_id: that of an earlier attempt with the same payload, where this is another.

        Raises:
            Refusal: as ``invoke``, but for concurrency.
        """
        named = parse(call.function, call.qualifier)
        account, region = named.account or call.account, named.region or call.region
        found = self._functions.get(arn(account, region, named.name))
        if found is None:
            raise no_function(arn(account, region, named.name, named.qualifier))
        if request_id is None:
            check_payload(call.payload, most)
        chain = link(call.trace, found.arn, self._now())
        return Invocation(
            id=request_id or str(uuid.uuid4()),
            function=found.name,
            target=target(found, named.qualifier, self._draw()),
            payload=call.payload or b"{}",
            client_context=call.client_context,
            trace=chain.trace,
            before=chain.before,
        )

    def close(self) -> None:
        """End every sandbox, and return when they have ended."""
        self.executor.close()

    def _is_stopped_in_loops(self, function_arn: str) -> bool:
        found = self._functions.get(function_arn)
        return found is not None and found.recursive_loop == "Terminate"

    def _reservations(self) -> dict[str, int]:
        return {
            whole: function.reserved
            for whole, function in list(self._functions.items())
            if function.reserved is not None
        }


def _exists(function_arn: str) -> Refusal:
    name = function_arn.rpartition(":")[2]
    return Refusal("ResourceConflictException", f"Function already exist: {name}", 409)


def check_payload(payload: bytes, most: int) -> None:
    """See that a payload can be an event.

    Args:
        most: bytes; ``failures.LARGEST_EVENT`` for InvocationType Event.

    Raises:
        Refusal: it is too large, or no JSON.
    """
    if len(payload) > most:
        raise Refusal(
            "RequestEntityTooLargeException",
            f"Request must be smaller than {most} bytes for the InvokeFunction operation",
            413,
        )
    if not payload:
        return
    try:
        json.loads(payload)
    except (ValueError, RecursionError) as error:
        raise Refusal(
            "InvalidRequestContentException",
            f"Could not parse request body into json: Could not parse payload into json: {error}",
        ) from error
