"""Has invocations run: in a sandbox that is idle, or in a new one, as far as concurrency allows.

Callers are of any thread; they wait for nothing, and hear of the end by ``report``.
"""

from __future__ import annotations

import asyncio
import logging
import threading
from collections import Counter
from collections.abc import Callable, Mapping
from dataclasses import dataclass

from localaws.functions.execution.concurrency import ACCOUNT_LIMIT, Refused, admit
from localaws.functions.execution.failures import not_started
from localaws.functions.execution.initialization import LIMIT
from localaws.functions.execution.invocation import UNHANDLED, Invocation, Outcome
from localaws.functions.execution.loop import Loop
from localaws.functions.execution.process import SandboxProcess
from localaws.functions.execution.room import Room
from localaws.functions.execution.running import Report
from localaws.functions.execution.sandbox import Sandbox
from localaws.protocols.refusal import Refusal

IDLE_SECONDS = 300.0  # after which a sandbox is ended; AWS's are kept for some minutes
MOST_IDLE = 40  # of all functions together: each is a process

log = logging.getLogger(__name__)


@dataclass(frozen=True)
class Key:
    """What sandboxes have in common that can take each other's place."""

    arn: str  # of the function
    version: str
    revision: str


Make = Callable[[Invocation], SandboxProcess]  # the process of a new sandbox, not yet started


class Executor:
    """The sandboxes of one server."""

    def __init__(
        self,
        make: Make,
        now: Callable[[], float],
        reserved: Callable[[], Mapping[str, int]] = dict,
        limit: int = ACCOUNT_LIMIT,
        idle_seconds: float = IDLE_SECONDS,
        init_limit: float = LIMIT,
        room: Room | None = None,
    ) -> None:
        """``reserved`` tells the reservations by the function's ARN; ``now`` is the server's time."""
        self._make = make
        self._now = now
        self._reserved = reserved
        self._limit = limit
        self._idle_seconds = idle_seconds
        self._init_limit = init_limit
        self._room = room or Room()
        self._loop = Loop()
        self._admission = threading.Lock()
        self._running: Counter[str] = Counter()  # invocations, by the function's ARN
        # The loop's alone:
        self._sandboxes: set[Sandbox] = set()
        self._idle: dict[Sandbox, asyncio.TimerHandle] = {}  # the longest idle first
        self._closed = False
        self._emptied = threading.Event()

    def invoke(self, invocation: Invocation, report: Report) -> None:
        """Run it; returns at once. ``report`` is called once, in the executor's thread.

        Raises:
            Refusal: too many run already (TooManyRequestsException).
        """
        arn = invocation.target.function_arn
        with self._admission:
            refused = admit(arn, self._running, self._reserved(), self._limit)
            if refused is None and not self._room.for_one_more(self._running.total()):
                refused = Refused("ConcurrentInvocationLimitExceeded")
            if refused is None:
                self._running[arn] += 1
        if refused is not None:
            if self._running.total() >= self._room.most:
                log.warning("%d invocations run, more this machine does not bear", self._room.most)
            raise Throttled(refused.reason)

        def ended(outcome: Outcome) -> None:
            with self._admission:
                self._running[arn] -= 1
                if not self._running[arn]:
                    del self._running[arn]
            report(outcome)

        self._loop.call(self._assign, invocation, ended)

    def running(self) -> Mapping[str, int]:
        """How many invocations run now, by the function's ARN."""
        with self._admission:
            return dict(self._running)

    def forget(self, arn: str) -> None:
        """End the idle sandboxes of a function that is no more, or is another now."""
        self._loop.call(self._forget, arn)

    def close(self) -> None:
        """End every sandbox; what they run fails. Returns when their processes have ended."""
        self._loop.call(self._close)
        self._emptied.wait(10.0)
        self._loop.close()

    def _assign(self, invocation: Invocation, report: Report) -> None:
        configuration = invocation.target.configuration
        key = Key(invocation.target.function_arn, invocation.target.version, configuration.revision)
        for sandbox in reversed(self._idle):
            if sandbox.key == key:
                self._idle.pop(sandbox).cancel()
                sandbox.invoke(invocation, report)
                return
        try:
            sandbox = self._new(key, invocation)
        except Exception as error:
            log.exception("no sandbox for %s", key.arn)
            failure = not_started(str(error))
            report(Outcome(failure.payload, key.version, UNHANDLED, failure.kind))
            return
        sandbox.invoke(invocation, report)

    def _new(self, key: Key, invocation: Invocation) -> Sandbox:
        process = self._make(invocation)
        while self._idle and len(self._sandboxes) >= self._room.most:
            self._drop(next(iter(self._idle)))
        sandbox = Sandbox(self._loop, key, invocation, process, self._now, self, self._init_limit)
        self._sandboxes.add(sandbox)
        if self._closed:
            sandbox.end()
        return sandbox

    def idle(self, sandbox: Sandbox) -> None:
        """See ``sandbox.Owner``."""
        if self._closed:
            sandbox.end()
            return
        if sandbox in self._idle:
            return
        self._idle[sandbox] = self._loop.after(self._idle_seconds, lambda: self._drop(sandbox))
        while len(self._idle) > MOST_IDLE:
            self._drop(next(iter(self._idle)))

    def gone(self, sandbox: Sandbox) -> None:
        """See ``sandbox.Owner``."""
        self._sandboxes.discard(sandbox)
        timer = self._idle.pop(sandbox, None)
        if timer is not None:
            timer.cancel()
        if self._closed and not self._sandboxes:
            self._emptied.set()

    def _drop(self, sandbox: Sandbox) -> None:
        timer = self._idle.pop(sandbox, None)
        if timer is not None:
            timer.cancel()
            sandbox.end()

    def _forget(self, arn: str) -> None:
        for sandbox in list(self._idle):
            if isinstance(sandbox.key, Key) and sandbox.key.arn == arn:
                self._drop(sandbox)

    def _close(self) -> None:
        self._closed = True
        if not self._sandboxes:
            self._emptied.set()
        for sandbox in list(self._sandboxes):
            sandbox.end()


class Throttled(Refusal):
    """Too many invocations run. ``reason`` is a member of the error, beside its message."""

    def __init__(self, reason: str) -> None:
        members = {"Reason": reason, "Type": "User"}
        super().__init__("TooManyRequestsException", "Rate Exceeded.", 429, members)
        self.reason = reason
