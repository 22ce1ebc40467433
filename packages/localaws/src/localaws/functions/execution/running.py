"""One invocation on its way through a sandbox: when it began, what it has said, how it was answered."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Callable
from dataclasses import dataclass, field

from localaws.functions.execution import lines
from localaws.functions.execution.failures import Failure
from localaws.functions.execution.invocation import UNHANDLED, Invocation, Outcome
from localaws.functions.execution.platform_log import PlatformLog

_MOST_EVENTS = 200  # that are remembered: its tail is all that is asked for

Report = Callable[[Outcome], None]


@dataclass
class Running:
    """Changed in the ``loop``'s thread alone.

    Attributes:
        began: by the monotonic clock; 0 while the runtime has not got it.
        answer: the payload, and the failure where it is one; its lines may still be on their way.
        used: the most memory that its process has used, in KiB, where the runtime says so.
        marked: the runtime has said that all of its output is there.
        timer: what ends it when its time is over, or waits for the rest of its lines.
    """

    invocation: Invocation
    report: Report
    write: Callable[[str], None]
    log: PlatformLog
    began: float = 0.0
    started: bool = False
    answer: tuple[bytes, Failure | None] | None = None
    milliseconds: float = 0.0
    used: int | None = None
    marked: bool = False
    timer: asyncio.TimerHandle | None = None
    events: list[str] = field(default_factory=list)

    def say(self, event: str | None) -> None:
        """Add an event to the log; None: the log's level leaves it out."""
        if event is None:
            return
        self.events.append(event)
        if len(self.events) > _MOST_EVENTS:
            del self.events[: _MOST_EVENTS // 2]
        self.write(event)

    def start(self) -> None:
        """Its time counts from here, if it does not yet."""
        self.began = self.began or time.monotonic()
        if not self.started:
            self.started = True
            self.say(self.log.start(self.invocation.id, self.invocation.target.version))

    def answered(self, payload: bytes, failure: Failure | None) -> None:
        self.milliseconds = (time.monotonic() - self.began) * 1000
        self.answer = (payload, failure)
        self.stop_timer()

    def stop_timer(self) -> None:
        if self.timer is not None:
            self.timer.cancel()

    def outcome(self, memory: int, init: float | None) -> Outcome:
        """Write its last lines; what its caller is told.

        Args:
            memory: MB that the function may use.
            init: seconds of the cold start that it began with.
        """
        assert self.answer is not None  # it has been answered
        payload, failure = self.answer
        self.stop_timer()
        for event in failure.log if failure else ():
            self.say(event)
        self.say(self.log.end(self.invocation.id))
        self.say(
            self.log.report(
                self.invocation.id,
                self.milliseconds,
                memory,
                None if self.used is None else max(1, self.used // 1024),
                None if init is None else init * 1000,
                *(() if failure is None or failure.is_handlers else (failure.status, failure.kind)),
            )
        )
        return Outcome(
            payload=payload,
            version=self.invocation.target.version,
            error=UNHANDLED if failure else None,
            kind=failure.kind if failure else None,
            duration=self.milliseconds,
            tail=lines.tail(self.events),
        )
