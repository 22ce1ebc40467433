"""A serverless variant: instances that start when a request needs one, and end when none has for a while.

Each answers one request at a time. The first is started when the endpoint is made, to see that it serves.
"""

from __future__ import annotations

import logging
import threading
import time
from collections.abc import Callable, Generator, Mapping
from dataclasses import replace

from localaws.clock import Timer
from localaws.hosting.container import STOP_TIMEOUT, EndpointContext
from localaws.hosting.instance import Instance
from localaws.hosting.serverless import Serverless
from localaws.hosting.side_by_side import start_all, stop_all
from localaws.hosting.variant import Variant
from localaws.sagemaker.in_turn import Answered, Streamed

_IDLE = 300.0  # seconds by the clock that an instance waits for another request; AWS says nothing

log = logging.getLogger(__name__)


class Throttled(Exception):
    """As many requests as may be at once are under way."""


class NotStarted(Exception):
    """An instance for a request did not come to serve. The message says why."""


class OnDemand:
    """See ``serving.Serving``: to the rest of hosting it is one instance."""

    def __init__(self, variant: Variant, context: EndpointContext) -> None:
        assert variant.serverless is not None
        self.variant = variant.name
        self.configuration = variant.configuration
        self.in_flight = 0
        self.ready = False
        self._asked = variant
        self._context = context
        self._limits: Serverless = variant.serverless
        self._idle: list[tuple[Instance, Timer | None]] = []  # the last used is the last
        self._all: set[Instance] = set()
        self._busy = 0
        self._lock = threading.Lock()
        self._stopping = threading.Event()

    @property
    def running(self) -> int:
        """How many instances there are now."""
        with self._lock:
            return len(self._all)

    def start(self, cancelled: threading.Event) -> None:
        """Start as many as are always there, at least one.

        Raises:
            Exception: as ``Instance.start``.
        """
        first = [self._new() for _ in range(max(1, self._limits.provisioned))]
        try:
            start_all(first, cancelled, STOP_TIMEOUT)
        except BaseException:
            with self._lock:
                self._all.difference_update(first)
            raise
        for one in first:
            self._rest(one)
        self.ready = True

    def invoke(
        self, headers: Mapping[str, str], body: bytes, timeout: float, target: str | None = None
    ) -> Answered:
        """POST /invocations of an instance that is free, or of one that is started for it.

        Raises:
            Throttled, NotStarted: there is none, and there will be none.
            Exception: as ``Instance.invoke``.
        """
        one, setup = self._taken()
        try:
            return replace(one.invoke(headers, body, timeout, target), setup=setup)
        finally:
            self._give_back(one)

    def stream(
        self, headers: Mapping[str, str], body: bytes, timeout: float, target: str | None = None
    ) -> Streamed:
        """The same, with the body of the response as it comes.

        Raises:
            Exception: as ``invoke``.
        """
        one, _ = self._taken()
        try:
            streamed = one.stream(headers, body, timeout, target)
        except BaseException:
            self._give_back(one)
            raise
        parts = _then(streamed.parts, lambda: self._give_back(one))
        next(parts)  # from here on, its end gives the instance back
        return replace(streamed, parts=parts)

    def adopt(self, variant: Variant) -> None:
        """Have other limits from now on; those of a variant of the same model."""
        assert variant.serverless is not None
        with self._lock:
            self._limits = variant.serverless
            missing = self._limits.provisioned - len(self._all)
        more = [self._new() for _ in range(missing)]
        start_all(more, self._stopping, STOP_TIMEOUT)
        for one in more:
            self._rest(one)

    def stop(self, grace: float = STOP_TIMEOUT) -> None:
        """End all of them; returns when they have ended."""
        self.ready = False
        self._stopping.set()
        with self._lock:
            everyone, self._all = self._all, set()
            idle, self._idle = self._idle, []
        for _, timer in idle:
            if timer is not None:
                timer.cancel()
        stop_all(list(everyone), grace)

    def _new(self) -> Instance:
        one = Instance(self._asked, self._context)
        with self._lock:
            self._all.add(one)
        return one

    def _taken(self) -> tuple[Instance, float]:
        """An instance for one request, and the seconds that its start took."""
        with self._lock:
            if self._busy >= self._limits.most:
                raise Throttled
            self._busy += 1
            while self._idle:
                one, timer = self._idle.pop()
                if timer is not None:
                    timer.cancel()
                if one.ready:
                    return one, 0.0
                threading.Thread(target=self._end, args=(one,), name="ended").start()
        began = time.perf_counter()
        one = self._new()
        try:
            one.start(self._stopping)
        except Exception as error:
            with self._lock:
                self._busy -= 1
            self._end(one)
            raise NotStarted(str(error)) from error
        return one, time.perf_counter() - began

    def _give_back(self, one: Instance) -> None:
        with self._lock:
            self._busy -= 1
        self._rest(one)

    def _rest(self, one: Instance) -> None:
        """Have an instance wait for its next request, and end if there is none."""
        with self._lock:
            if one in self._all:
                timer = self._context.clock.after(_IDLE, lambda: self._reap(one))
                self._idle.append((one, timer))

    def _reap(self, one: Instance) -> None:
        with self._lock:
            left = [each for each in self._idle if each[0] is not one]
            if len(left) == len(self._idle) or len(self._all) <= self._limits.provisioned:
                return
            self._idle = left
            self._all.discard(one)  # it is no more from here on, though it takes a while to end
        threading.Thread(target=one.stop, name="idle", daemon=True).start()

    def _end(self, one: Instance) -> None:
        with self._lock:
            self._all.discard(one)
        one.stop()


def _then(
    parts: Generator[bytes, None, None], end: Callable[[], None]
) -> Generator[bytes, None, None]:
    """The parts after an empty first one; ``end`` is called once they are over or closed."""
    try:
        yield b""
        yield from parts
    finally:
        parts.close()
        end()
