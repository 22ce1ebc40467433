"""How far the initialization of a sandbox is, and what time it has taken. Changed in the ``loop``'s thread alone.

It may take ten seconds. One that fails or takes longer is begun anew once, within the time of the first
invocation, as Lambda's developer guide says of the init phase ("suppressed init").
"""

from __future__ import annotations

import asyncio
import time
from collections.abc import Callable
from typing import Literal

from localaws.functions.execution.loop import Loop

LIMIT = 10.0  # seconds in which a runtime is to ask for its first event


class Initialization:
    """That of one sandbox.

    Attributes:
        seconds: what it took where it went well at once, until a REPORT has said so.
    """

    def __init__(self, loop: Loop, limit: float, too_long: Callable[[], None]) -> None:
        """``too_long`` is called when it has not ended after ``limit`` seconds."""
        self.seconds: float | None = None
        self._loop = loop
        self._limit = limit
        self._too_long = too_long
        self._began = time.monotonic()
        self._timer: asyncio.TimerHandle | None = None
        self._stage: Literal["first", "between", "second", "over"] = "first"

    @property
    def is_over(self) -> bool:
        return self._stage == "over"

    @property
    def is_begun_anew(self) -> bool:
        """Whether the first has failed, and the second waits for the end of its process."""
        return self._stage == "between"

    @property
    def phase(self) -> str:
        """The phase that it is part of, as INIT_REPORT has it."""
        return "init" if self._stage == "first" else "invoke"

    @property
    def lasted(self) -> float:
        """Seconds since it began."""
        return time.monotonic() - self._began

    def begin(self) -> None:
        """The process runs from here on; the second one's time is the invocation's."""
        if self._stage == "first":
            self._began = time.monotonic()
            self._timer = self._loop.after(self._limit, self._too_long)

    def begin_anew(self) -> None:
        self._stage = "second"
        self._began = time.monotonic()

    def fail(self) -> None:
        """The first is begun anew as soon as its process has ended; the second is the last."""
        self.stop_timer()
        self._stage = "between" if self._stage == "first" else "over"

    def end(self) -> None:
        """The runtime has asked for its first event, or its time is over."""
        if self._stage == "first":
            self.seconds = self.lasted
            self.stop_timer()
        self._stage = "over"

    def stop_timer(self) -> None:
        if self._timer is not None:
            self._timer.cancel()
