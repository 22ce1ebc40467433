"""Invocations that nobody waits for (InvocationType Event): accepted, tried, tried again, given up, told of.

Lambda's developer guide, "Invoking a Lambda function asynchronously". An event that waits for its next
attempt is a timer of the server's clock and holds no thread; it does not outlive the server. An event
that was not let in is tried again as soon as there may be room, when an invocation has ended, and
otherwise at the moment that the guide gives it.
"""

from __future__ import annotations

import logging
import threading
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from typing import Literal

from localaws.clock import Clock, Timer
from localaws.functions.asynchronous.policy import Again, Attempted, Condition, after
from localaws.functions.asynchronous.telling import Telling
from localaws.functions.asynchronous.told import Told
from localaws.functions.execution.executor import Throttled
from localaws.functions.execution.failures import LARGEST_EVENT
from localaws.functions.execution.invocation import Invocation, Outcome
from localaws.functions.function import LATEST, EventConfig, Function
from localaws.functions.functions import Call, Functions
from localaws.functions.lineage import Recursion
from localaws.functions.metrics import Measured
from localaws.protocols.refusal import Refusal
from localaws.this_aws.clients import CLIENTS

_SHARED = ""  # the line for what all functions share
_TELLERS = 4  # threads that tell destinations; they are there only once something is to be told

log = logging.getLogger(__name__)


@dataclass(eq=False)
class _Event:
    """An event on its way; whoever has it alone changes it: who tries, who ends, whose moment it is."""

    call: Call
    id: str
    accepted: float  # seconds since 1970
    errors: int = 0
    throttles: int = 0  # in a row
    attempts: int = 0
    last: Outcome | None = None
    timer: Timer | None = None
    line: str | None = None  # where it waits for room


class Events:
    """The events of one server's functions. Safe to use from many threads."""

    def __init__(
        self, functions: Functions, clock: Clock, tell: Callable[[Told], None] | None = None
    ) -> None:
        """``tell`` tells those who are told, in a thread that may wait; None: a ``Telling`` does."""
        self._functions = functions
        self._clock = clock
        self._tell = tell or Telling(CLIENTS, self.send, functions.measure)
        self._tellers = ThreadPoolExecutor(_TELLERS, thread_name_prefix="function events")
        self._lock = threading.Lock()
        # The throttled, in order: by the function that has reached its reservation, or by _SHARED.
        self._waiting: dict[str, dict[_Event, None]] = {}
        self._closed = False
        functions.when_freed(self._let_in)

    def send(self, call: Call) -> str:
        """Accept an event, and return its request id; it is tried at once, and nobody waits for it.

        Raises:
            Refusal: there is no such function, or the payload is no JSON or too large.
        """
        invocation = self._functions.invocation(call, LARGEST_EVENT)
        event = _Event(call, invocation.id, self._clock.seconds())
        self._functions.measure(Measured(invocation, event.accepted, {"AsyncEventsReceived": 1}))
        self._attempt(event, invocation)
        return event.id

    def close(self) -> None:
        """Try nothing again, and return when nobody is being told of anything."""
        with self._lock:
            self._closed = True
            self._waiting.clear()
        self._tellers.shutdown(cancel_futures=True)

    def _attempt(self, event: _Event, invocation: Invocation) -> None:
        age = (self._clock.seconds() - event.accepted) * 1000
        try:
            self._functions.run(invocation, lambda outcome: self._ended(event, invocation, outcome))
        except Throttled as refused:
            event.throttles += 1
            own = invocation.target.function_arn
            event.line = own if refused.reason.startswith("Reserved") else _SHARED
            self._decide(event, invocation, "throttled")
        except Recursion:
            self._over(event, invocation, "RetriesExhausted")
        else:
            measured = {"AsyncEventAge": age}
            self._functions.measure(Measured(invocation, self._clock.seconds(), measured))

    def _ended(self, event: _Event, invocation: Invocation, outcome: Outcome) -> None:
        """In the executor's thread: whatever takes time is handed on."""
        event.attempts += 1
        event.throttles = 0
        event.last = outcome
        if outcome.error is not None:
            event.errors += 1
        self._decide(event, invocation, "failed" if outcome.error else "succeeded")

    def _decide(
        self,
        event: _Event,
        invocation: Invocation,
        ended: Literal["succeeded", "failed", "throttled"],
    ) -> None:
        function = self._function(invocation)
        if function is None:
            self._drop(event, invocation)
            return
        attempted = Attempted(
            ended,
            event.errors,
            event.throttles,
            self._clock.seconds() - event.accepted,
            zero=function.reserved == 0,
        )
        match after(attempted, _config(function, invocation)):
            case Again(seconds):
                self._wait(event, seconds)
            case over:
                self._over(event, invocation, over.condition)

    def _wait(self, event: _Event, seconds: float) -> None:
        with self._lock:
            if self._closed:
                return
            if event.line is not None:
                self._waiting.setdefault(event.line, {})[event] = None
            event.timer = self._clock.after(seconds, lambda: self._come(event))

    def _come(self, event: _Event) -> None:
        """Its moment has come, unless it was let in before."""
        with self._lock:
            if event.timer is None:
                return
            self._take(event)
        self._again(event)

    def _let_in(self, function_arn: str) -> None:
        """A function runs one less: try the event that has waited longest for that."""
        with self._lock:
            waiting = self._waiting.get(function_arn) or self._waiting.get(_SHARED)
            if not waiting:
                return
            event = next(iter(waiting))
            if event.timer is not None:
                event.timer.cancel()
            self._take(event)
        self._again(event)

    def _take(self, event: _Event) -> None:
        event.timer = None
        if event.line is not None:
            waiting = self._waiting.get(event.line, {})
            waiting.pop(event, None)
            if not waiting:
                self._waiting.pop(event.line, None)
            event.line = None

    def _again(self, event: _Event) -> None:
        if self._closed:
            return
        try:
            invocation = self._functions.invocation(event.call, LARGEST_EVENT, event.id)
        except Refusal as gone:
            log.info("an event of %s is dropped: %s", event.call.function, gone)
            return
        self._attempt(event, invocation)

    def _over(self, event: _Event, invocation: Invocation, condition: Condition) -> None:
        function = self._function(invocation)
        if function is None:
            self._drop(event, invocation)
            return
        config = _config(function, invocation)
        has_succeeded = condition == "Success"
        told = Told(
            *(invocation, event.last, condition, event.attempts, self._clock.seconds()),
            destination=config.on_success if has_succeeded else config.on_failure,
            # Versions have that of $LATEST, says the guide.
            dead_letter=None if has_succeeded else function.latest.dead_letter,
        )
        if told.destination is None and told.dead_letter is None:
            if not has_succeeded:
                self._drop(event, invocation)
            return
        with self._lock:
            if not self._closed:
                self._tellers.submit(self._telling, told)

    def _telling(self, told: Told) -> None:
        try:
            self._tell(told)
        except Exception:
            log.exception("nobody was told how the event %s ended", told.invocation.id)

    def _drop(self, event: _Event, invocation: Invocation) -> None:
        log.info("the event %s of %s is dropped", event.id, invocation.target.arn)
        dropped = {"AsyncEventsDropped": 1}
        self._functions.measure(Measured(invocation, self._clock.seconds(), dropped))

    def _function(self, invocation: Invocation) -> Function | None:
        """What the function is now; None where it is gone."""
        try:
            return self._functions.by_arn(invocation.target.function_arn)
        except Refusal:
            return None


def _config(function: Function, invocation: Invocation) -> EventConfig:
    """The configuration of what was invoked: of $LATEST, a version, an alias."""
    return function.events.get(invocation.target.qualifier or LATEST, EventConfig())
