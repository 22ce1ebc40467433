"""One sandbox: a process that runs one version of a function, one invocation after the other.

All of it happens in the ``loop``'s thread. AWS calls it an execution environment.
"""

from __future__ import annotations

import logging
import time
from collections.abc import Callable
from typing import Protocol

from localaws.functions.execution import failures, runtime_calls
from localaws.functions.execution.failures import LARGEST_RESPONSE, Failure
from localaws.functions.execution.http_messages import Request
from localaws.functions.execution.initialization import LIMIT, Initialization
from localaws.functions.execution.invocation import Invocation
from localaws.functions.execution.loop import Connection, Loop
from localaws.functions.execution.output import said
from localaws.functions.execution.platform_log import PlatformLog
from localaws.functions.execution.process import Attended, SandboxProcess
from localaws.functions.execution.running import Report, Running
from localaws.protocols.timestamps import iso

_REST_OF_OUTPUT = 0.1  # seconds for the lines of an invocation that has ended
_REST_ASKED = 0.002  # where it has asked for the next one
_REST_UNMARKED = 0.02  # the same where the runtime does not say that they are all there

log = logging.getLogger(__name__)


class Owner(Protocol):
    """Who has sandboxes made, and hears of them."""

    def idle(self, sandbox: Sandbox) -> None:
        """It is ready for an invocation."""

    def gone(self, sandbox: Sandbox) -> None:
        """Its process has ended."""


class Sandbox:
    """A sandbox from its start to the end of its process.

    Attributes:
        key: what it runs; the owner's.
    """

    def __init__(
        self,
        loop: Loop,
        key: object,
        invocation: Invocation,
        process: SandboxProcess,
        now: Callable[[], float],
        owner: Owner,
        init_limit: float = LIMIT,
    ) -> None:
        """``invocation`` is its first one, which ``invoke`` gives it; ``now``: seconds since 1970."""
        self.key = key
        self._loop = loop
        self._configuration = invocation.target.configuration
        self._log = PlatformLog(
            self._configuration, invocation.function, invocation.target.version, now
        )
        self._process = process
        self._now = now
        self._owner = owner
        self._own_runtime = False  # it has marked the end of an invocation's output
        self._waiting: Connection | None = None
        self._running: Running | None = None
        self._deadline = 0.0  # of the invocation that an initialization is part of
        self._ending = False
        self._write(self._log.init_start())
        self._init = Initialization(loop, init_limit, self._init_too_long)
        self._attended = Attended(loop, process, self)

    def invoke(self, invocation: Invocation, report: Report) -> None:
        """Run one invocation, now or once it is initialized; ``report`` is called once.

        It must have none. Beforehand the owner has heard that it is idle, or has just made it.
        """
        self._running = Running(invocation, report, self._process.write, self._log)
        if self._waiting is not None:
            self._hand_over(self._running)

    def end(self) -> None:
        """Kill the process; whatever it runs has failed."""
        self._ending = True
        self._attended.kill()

    # What is heard of the process: see ``process.Hears``.

    def not_started(self, reason: str) -> None:
        self._fail(failures.not_started(reason))
        self._leave()

    def started(self) -> None:
        self._init.begin()

    def exited(self, code: int, out_of_memory: bool) -> None:
        self._waiting = None
        running = self._running
        if running is not None and running.answer is None:
            failure = failures.exited(running.invocation.id, code, out_of_memory)
            if not self._ending:
                self._init_failed(failure)
                if self._init.is_begun_anew:
                    self._begin_anew(running)
                    return
            self._fail(failure)
        self._leave()

    def line(self, text: str) -> None:
        found = said(text)
        for event in found.events:
            if self._running is not None:
                self._running.say(event)
            else:
                self._process.write(event)
        if found.own:
            self._own_runtime = True
        running = self._running
        if running is not None and found.ended == running.invocation.id:
            running.used = found.used
            running.marked = True
            self._finish_if_whole()

    def asked(self, connection: Connection, request: Request) -> None:
        asked = runtime_calls.call(request)
        match asked:
            case runtime_calls.Next():
                self._next(connection)
            case runtime_calls.Answered() | runtime_calls.Failed():
                self._answered(connection, asked)
            case runtime_calls.InitFailed():
                connection.send(runtime_calls.ACCEPTED)
                self._init_failed(failures.reported(asked.body, asked.kind))
            case runtime_calls.Foreign():
                connection.send(runtime_calls.FORBIDDEN)
            case runtime_calls.Unknown():
                connection.send(runtime_calls.NOT_THERE)

    # The initialization.

    def _init_failed(self, failure: Failure) -> None:
        """The runtime has said so, or its process has ended."""
        if self._init.is_over or self._init.is_begun_anew:
            return
        self._write_init("error", failure.kind)
        self._init.fail()
        if self._init.is_over:
            self._fail(failure)
            self.end()
        else:
            self._attended.kill()

    def _init_too_long(self) -> None:
        self._write_init("timeout")
        self._init.fail()
        self._attended.kill()

    def _begin_anew(self, running: Running) -> None:
        """The time of the invocation counts from here on, the initialization's own no more."""
        self._init.begin_anew()
        running.began = time.monotonic()
        self._deadline = self._now() + self._configuration.timeout
        running.timer = self._loop.after(self._configuration.timeout, self._too_long)
        self._attended = Attended(self._loop, self._process, self)

    def _next(self, connection: Connection) -> None:
        if self._init.is_begun_anew:
            return  # it was too slow: its end is on the way
        self._init.end()
        self._waiting = connection
        if self._running is None:
            self._owner.idle(self)
        elif self._running.answer is not None:
            self._finish_if_whole()
            self._wait_less(self._running)
        elif not self._running.started:
            self._hand_over(self._running)

    # An invocation.

    def _hand_over(self, running: Running) -> None:
        """Give the runtime its event; from here on its time counts, if it does not already."""
        connection, self._waiting = self._waiting, None
        assert connection is not None  # the two callers have seen to it
        if not running.began:
            self._deadline = self._now() + self._configuration.timeout
            running.timer = self._loop.after(self._configuration.timeout, self._too_long)
        running.start()
        connection.send(runtime_calls.event(running.invocation, self._deadline))

    def _answered(
        self, connection: Connection, asked: runtime_calls.Answered | runtime_calls.Failed
    ) -> None:
        running = self._running
        if running is None or running.answer is not None or running.invocation.id != asked.id:
            connection.send(runtime_calls.WRONG_ID)
            return
        if len(asked.body) > LARGEST_RESPONSE:
            connection.send(runtime_calls.OVERSIZED)
            failure = failures.too_large(len(asked.body))
            self._end(running, failure.payload, failure)
            return
        connection.send(runtime_calls.ACCEPTED)
        if isinstance(asked, runtime_calls.Failed):
            self._end(running, asked.body, failures.reported(asked.body, asked.kind))
            return
        streamed = failures.streamed() if asked.streamed else None
        self._end(running, streamed.payload if streamed else asked.body, streamed)

    # How an invocation ends.

    def _too_long(self) -> None:
        running = self._running
        if running is not None and running.answer is None:
            if not self._init.is_over:
                self._write_init("timeout")
                self._init.end()
            stamp = iso(self._now())
            self._fail(
                failures.timed_out(running.invocation.id, self._configuration.timeout, stamp)
            )
            self.end()

    def _fail(self, failure: Failure) -> None:
        running = self._running
        if running is None or running.answer is not None:
            return
        running.start()
        self._end(running, failure.payload, failure)

    def _end(self, running: Running, payload: bytes, failure: Failure | None) -> None:
        """The answer is there; it is reported when all of the log is, and the runtime asks for more.

        So that whoever invokes twice in a row gets the same sandbox; AWS calls that the end of the
        invoke phase.
        """
        running.answered(payload, failure)
        wait = _REST_OF_OUTPUT if self._own_runtime else _REST_UNMARKED
        running.timer = self._loop.after(wait, lambda: self._rest_over(running))

    def _finish_if_whole(self) -> None:
        running = self._running
        if running and running.answer and running.marked and self._waiting:
            self._finish(running)

    def _wait_less(self, running: Running) -> None:
        """A runtime that marks nothing has written all before it asked for more: it is on its way."""
        if not self._own_runtime and running is self._running:
            running.stop_timer()
            running.timer = self._loop.after(_REST_ASKED, lambda: self._rest_over(running))

    def _rest_over(self, running: Running) -> None:
        if running is self._running:
            self._finish(running)

    def _finish(self, running: Running) -> None:
        self._running = None
        outcome = running.outcome(self._configuration.memory, self._init.seconds)
        self._init.seconds = None
        try:
            if self._waiting is not None and not self._ending:
                self._owner.idle(self)
            running.report(outcome)
        except Exception:
            log.exception("whoever invoked %s failed to take its outcome", running.invocation.id)

    def _leave(self) -> None:
        self._init.stop_timer()
        if self._running is not None and self._running.answer is not None:
            self._finish(self._running)
        self._owner.gone(self)

    def _write_init(self, status: str, kind: str = "") -> None:
        self._write(self._log.init_report(self._init.lasted, self._init.phase, status, kind))

    def _write(self, event: str | None) -> None:
        if self._running is not None:
            self._running.say(event)
        elif event is not None:
            self._process.write(event)
