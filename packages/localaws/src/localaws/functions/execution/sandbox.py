"""One sandbox: a process that runs one version of a function, one invocation after the other.

All of it happens in the ``loop``'s thread, but for the process itself: it is started, and its end is
waited for, in a thread of its own. AWS calls it an execution environment.
"""

from __future__ import annotations

import asyncio
import logging
import signal
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Protocol

from localaws.functions.execution import failures, lines, runtime_calls
from localaws.functions.execution.failures import LARGEST_RESPONSE, Failure
from localaws.functions.execution.http_messages import Request
from localaws.functions.execution.invocation import UNHANDLED, Invocation, Outcome
from localaws.functions.execution.loop import Connection, Loop, Port
from localaws.functions.function import Configuration
from localaws.runtime.protocol import Handle, ImageNotFound, RuntimeRefused

INIT_LIMIT = 10.0  # seconds in which a runtime is to ask for its first event
MARK = "\x1e"  # begins what our own runtimes say beside the function's output
_REST_OF_OUTPUT = 0.1  # seconds for the lines of an invocation that has ended
_REST_UNMARKED = 0.02  # the same where the runtime does not say that they are all there

log = logging.getLogger(__name__)

Report = Callable[[Outcome], None]


class SandboxProcess(Protocol):
    """The process of one sandbox, and its log; made anew for each."""

    def start(self, port: int, on_line: Callable[[str], None]) -> Handle:
        """Start it; ``on_line`` takes its output. Called once, in a thread that may wait.

        Args:
            port: of the machine's loopback, where its Runtime API is.

        Raises:
            ImageNotFound, RuntimeRefused, OSError: it cannot be started.
        """

    def write(self, event: str) -> None:
        """Add an event to its log stream."""

    def ended(self) -> None:
        """It has ended, or was never started: nothing of it is needed any more."""


class Owner(Protocol):
    """Who has sandboxes made, and hears of them."""

    def idle(self, sandbox: Sandbox) -> None:
        """It is ready for an invocation."""

    def gone(self, sandbox: Sandbox) -> None:
        """Its process has ended."""


@dataclass
class _Running:
    """An invocation on its way."""

    invocation: Invocation
    report: Report
    began: float = 0.0  # monotonic; 0 while the runtime has not got it
    log: list[str] = field(default_factory=list)
    ended: tuple[bytes, Failure | None] | None = None  # the answer is there, its lines may not be
    milliseconds: float = 0.0
    used: int | None = None  # KiB
    marked: bool = False
    timer: asyncio.TimerHandle | None = None


class Sandbox:
    """A sandbox from its start to the end of its process.

    Attributes:
        key: what it runs; the owner's.
    """

    def __init__(
        self,
        loop: Loop,
        key: object,
        configuration: Configuration,
        process: SandboxProcess,
        now: Callable[[], float],
        owner: Owner,
    ) -> None:
        """``now`` is the time in seconds since 1970."""
        self.key = key
        self._loop = loop
        self._configuration = configuration
        self._process = process
        self._write = process.write
        self._now = now
        self._owner = owner
        self._began = time.monotonic()
        self._init: float | None = None  # seconds that it took, until a REPORT has said so
        self._initialized = False
        self._own_runtime = False  # it has marked the end of an invocation's output
        self._waiting: Connection | None = None
        self._running: _Running | None = None
        self._handle: Handle | None = None
        self._port: Port | None = None
        self._ending = False
        self._init_timer: asyncio.TimerHandle | None = None
        loop.listen(self._asked, self._start)

    def invoke(self, invocation: Invocation, report: Report) -> None:
        """Run one invocation, now or once it is initialized; ``report`` is called once.

        It must have none. Beforehand the owner has heard that it is idle, or has just made it.
        """
        self._running = _Running(invocation, report)
        if self._waiting is not None:
            self._hand_over()

    def end(self) -> None:
        """Kill the process; whatever it runs has failed."""
        self._ending = True
        if self._handle is not None:
            self._handle.signal(signal.SIGKILL)

    # The process.

    def _start(self, port: Port) -> None:
        self._port = port
        self._write(lines.init_start(self._configuration.runtime or "image"))
        self._init_timer = self._loop.after(INIT_LIMIT, self._init_too_long)
        threading.Thread(target=self._attend, name="function", daemon=True).start()

    def _attend(self) -> None:
        """Start the process and wait for its end. In a thread of its own."""
        assert self._port is not None  # it was opened before
        try:
            handle = self._process.start(
                self._port.number, lambda line: self._loop.call(self._line, line)
            )
        except (ImageNotFound, RuntimeRefused, OSError) as error:
            self._loop.call(self._not_started, str(error))
        except Exception:
            log.exception("a function's process could not be started")
            self._loop.call(self._not_started, "the process could not be started")
        else:
            self._loop.call(self._started, handle)
            code = handle.wait() or 0
            self._loop.call(self._exited, code, handle.out_of_memory)
        self._process.ended()

    def _started(self, handle: Handle) -> None:
        self._handle = handle
        if self._ending:
            handle.signal(signal.SIGKILL)

    def _not_started(self, reason: str) -> None:
        self._fail(failures.not_started(reason))
        self._leave()

    def _exited(self, code: int, out_of_memory: bool) -> None:
        running = self._running
        if running is not None and running.ended is None:
            failure = failures.exited(running.invocation.id, code, out_of_memory)
            if not self._initialized:
                self._write_init("init", "error", failure.kind)
            self._fail(failure)
        self._leave()

    def _leave(self) -> None:
        if self._running is not None and self._running.ended is not None:
            self._finish()
        if self._init_timer is not None:
            self._init_timer.cancel()
        if self._port is not None:
            self._port.close()
        self._owner.gone(self)

    # What the runtime asks.

    def _asked(self, connection: Connection, request: Request) -> None:
        asked = runtime_calls.call(request)
        match asked:
            case runtime_calls.Next():
                self._next(connection)
            case runtime_calls.Answered() | runtime_calls.Failed():
                self._answered(connection, asked)
            case runtime_calls.InitFailed():
                connection.send(runtime_calls.ACCEPTED)
                failure = failures.reported(asked.body, asked.kind)
                self._write_init("init", "error", failure.kind)
                self._fail(failure)
                self.end()
            case runtime_calls.Unknown():
                connection.send(runtime_calls.NOT_THERE)

    def _next(self, connection: Connection) -> None:
        if not self._initialized:
            self._initialized = True
            self._init = time.monotonic() - self._began
            if self._init_timer is not None:
                self._init_timer.cancel()
        self._waiting = connection
        if self._running is None:
            self._owner.idle(self)
        elif self._running.ended is not None:
            self._finish_if_whole()
        elif not self._running.began:
            self._hand_over()

    def _hand_over(self) -> None:
        """Give the runtime its event; from here on its time counts."""
        running, connection = self._running, self._waiting
        assert running is not None  # the two callers have seen to
        assert connection is not None  # both
        self._waiting = None
        self._begin(running)
        deadline = self._now() + self._configuration.timeout
        connection.send(runtime_calls.event(running.invocation, deadline))

    def _begin(self, running: _Running) -> None:
        running.began = time.monotonic()
        self._say(running, lines.start(running.invocation.id, running.invocation.target.version))
        running.timer = self._loop.after(self._configuration.timeout, self._too_long)

    def _answered(
        self, connection: Connection, asked: runtime_calls.Answered | runtime_calls.Failed
    ) -> None:
        running = self._running
        if running is None or running.ended is not None or running.invocation.id != asked.id:
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
        else:
            self._end(running, asked.body, None)

    # Its output.

    def _line(self, line: str) -> None:
        text, marked, said = line.partition(MARK)
        if text or not marked:
            self._put(text + "\n")
        if said.startswith("L"):
            self._put(said[1:].replace("\r", "\n") + "\n")
        elif said.startswith("E"):
            self._own_runtime = True
            self._marked(said.split())

    def _put(self, event: str) -> None:
        if self._running is not None:
            self._say(self._running, event)
        else:
            self._write(event)

    def _marked(self, words: list[str]) -> None:
        running = self._running
        if running is None or len(words) != 3 or words[1] != running.invocation.id:
            return
        running.used = int(words[2]) if words[2].isdigit() else None
        running.marked = True
        self._finish_if_whole()

    # How an invocation ends.

    def _too_long(self) -> None:
        running = self._running
        if running is not None and running.ended is None:
            stamp = lines.stamp(self._now())
            self._fail(
                failures.timed_out(running.invocation.id, self._configuration.timeout, stamp)
            )
            self.end()

    def _init_too_long(self) -> None:
        """From here on the time of its first invocation counts, as AWS begins anew within that."""
        self._write_init("init", "timeout")
        if self._running is not None and not self._running.began:
            self._running.timer = self._loop.after(self._configuration.timeout, self._too_long)

    def _fail(self, failure: Failure) -> None:
        running = self._running
        if running is None or running.ended is not None:
            return
        if not running.began:
            version = running.invocation.target.version
            self._say(running, lines.start(running.invocation.id, version))
            running.began = time.monotonic()
        self._end(running, failure.payload, failure)

    def _end(self, running: _Running, payload: bytes, failure: Failure | None) -> None:
        """The answer is there; it is reported when all of the log is, and the runtime asks for more.

        So that whoever invokes twice in a row gets the same sandbox; AWS calls that the end of the
        invoke phase.
        """
        running.milliseconds = (time.monotonic() - running.began) * 1000
        running.ended = (payload, failure)
        if running.timer is not None:
            running.timer.cancel()
        wait = _REST_OF_OUTPUT if self._own_runtime else _REST_UNMARKED
        running.timer = self._loop.after(wait, lambda: self._rest_over(running))

    def _finish_if_whole(self) -> None:
        running = self._running
        if (
            running is not None
            and running.ended is not None
            and running.marked
            and self._waiting is not None
        ):
            self._finish()

    def _rest_over(self, running: _Running) -> None:
        if running is self._running:
            self._finish()

    def _finish(self) -> None:
        running = self._running
        assert running is not None  # it is what has ended
        assert running.ended is not None
        payload, failure = running.ended
        self._running = None
        if running.timer is not None:
            running.timer.cancel()
        request = running.invocation.id
        for event in failure.log if failure else ():
            self._say(running, event)
        self._say(running, lines.end(request))
        init, self._init = self._init, None
        report = lines.report(
            request,
            running.milliseconds,
            self._configuration.memory,
            None if running.used is None else max(1, running.used // 1024),
            None if init is None else init * 1000,
            *(() if failure is None or _is_handlers(failure) else (failure.status, failure.kind)),
        )
        self._say(running, report)
        outcome = Outcome(
            payload=payload,
            version=running.invocation.target.version,
            error=UNHANDLED if failure else None,
            kind=failure.kind if failure else None,
            duration=running.milliseconds,
            tail=lines.tail(running.log),
        )
        try:
            if self._waiting is not None and not self._ending:
                self._owner.idle(self)
            running.report(outcome)
        except Exception:
            log.exception("whoever invoked %s failed to take its outcome", request)

    def _say(self, running: _Running, event: str) -> None:
        running.log.append(event)
        if len(running.log) > 200:  # its tail is all that is asked for
            del running.log[:100]
        self._write(event)

    def _write_init(self, phase: str, status: str, kind: str = "") -> None:
        seconds = time.monotonic() - self._began
        event = lines.init_report(seconds, phase, status, kind)
        if self._running is not None:
            self._say(self._running, event)
        else:
            self._write(event)


def _is_handlers(failure: Failure) -> bool:
    """Whether the handler itself failed: the sandbox goes on, and REPORT says nothing of it."""
    return not failure.kind.startswith(("Runtime.", "Sandbox.", "Function."))
