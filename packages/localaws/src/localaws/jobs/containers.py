"""Runs the containers of one job to their end: all exited, stopped on request, or out of time.

Where there is work to be done with them, that is done in a thread of its own, and ends them.
"""

from __future__ import annotations

import queue
import signal
import threading
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Literal

from localaws.jobs.work import Ending
from localaws.runtime.protocol import ContainerSpec, Handle, Runtime

GRACE_SECONDS = 120.0  # between SIGTERM and SIGKILL, by the contract
SERVING_GRACE_SECONDS = 30.0  # the same for a container that serves

Cause = Literal["exited", "worked", "stopped", "interrupted", "timed out", "killed"]
OnLine = Callable[[str], None]
Work = Callable[[Mapping[str, Handle], Ending], None]


@dataclass(frozen=True)
class Outcome:
    """How the containers ended: why, and each one's exit code in the order of their ends.

    ``out_of_memory`` names those of which the kernel ended a process for its memory. ``error`` is what
    the work with them raised, unless they were ended from outside meanwhile.
    """

    cause: Cause
    codes: Mapping[str, int]
    out_of_memory: frozenset[str] = frozenset()
    error: Exception | None = None

    @property
    def failure(self) -> tuple[str, int] | None:
        """The container that failed first, and its exit code."""
        bad = ((name, code) for name, code in self.codes.items() if code != 0)
        return next(bad, None) if self.cause == "exited" else None


@dataclass(frozen=True)
class _Exit:
    name: str
    code: int | None
    error: Exception | None = None


class _Worked:
    """The work with the containers is done, or has failed."""


class Containers:
    """The containers of one job; ``stop`` and ``kill`` may come from any thread, also too early."""

    def __init__(self, runtime: Runtime, grace: float) -> None:
        self._runtime = runtime
        self._grace = grace
        self._inbox: queue.SimpleQueue[_Exit | _Worked | Cause] = queue.SimpleQueue()
        self._handles: dict[str, Handle] = {}
        self._codes: dict[str, int] = {}
        self._over = Ending()
        self._error: Exception | None = None

    def handle(self, name: str) -> Handle | None:
        """That of one, once it is started."""
        return self._handles.get(name)

    def stop(self) -> None:
        """End them as StopTrainingJob does: SIGTERM, and SIGKILL when the grace is over."""
        self._inbox.put("stopped")

    def interrupt(self) -> None:
        """The same, because their instances are taken away."""
        self._inbox.put("interrupted")

    def kill(self) -> None:
        """End them at once."""
        self._inbox.put("killed")

    def run(
        self,
        specs: Sequence[tuple[ContainerSpec, OnLine]],
        limit: float,
        work: Work | None = None,
    ) -> Outcome:
        """Start them, and return when every one has ended; a failed one takes the others along.

        Args:
            specs: what to start, and where its lines go.
            limit: seconds after which they are stopped.
            work: what is done with them, by their names, until the event is set; they are ended after it.

        Raises:
            ImageNotFound, RuntimeRefused: from the runtime; nothing is left running.
        """
        worker: threading.Thread | None = None
        try:
            for spec, on_line in specs:
                self._handles[spec.name] = self._runtime.start(spec, on_line)
                threading.Thread(
                    target=self._wait, args=(spec.name,), name=f"wait {spec.name}", daemon=True
                ).start()
            if work is not None:
                worker = threading.Thread(target=self._work, args=(work,), name="work", daemon=True)
                worker.start()
            cause = self._watch(time.monotonic() + limit)
        except BaseException:
            self._signal(signal.SIGKILL)
            raise
        finally:
            self._over.set()
            if worker is not None:
                worker.join()
        exceeded = {name for name, handle in self._handles.items() if handle.out_of_memory}
        error = self._error if cause in ("exited", "worked") else None
        return Outcome(cause, self._codes, frozenset(exceeded), error)

    def _work(self, work: Work) -> None:
        try:
            work(dict(self._handles), self._over)
        except Exception as error:  # noqa: BLE001 - handed to the thread that can tell the user
            self._error = error
        self._inbox.put(_Worked())

    def _wait(self, name: str) -> None:
        try:
            self._inbox.put(_Exit(name, self._handles[name].wait()))
        except Exception as error:  # noqa: BLE001 - handed to the thread that can tell the user
            self._inbox.put(_Exit(name, None, error))

    def _watch(self, deadline: float) -> Cause:
        cause: Cause = "exited"
        until: float | None = deadline  # None: SIGKILL is out, there is only the end to wait for
        ending = False
        while len(self._codes) < len(self._handles):
            message: _Exit | _Worked | Cause
            try:
                wait = None if until is None else max(until - time.monotonic(), 0)
                message = self._inbox.get(timeout=wait)
            except queue.Empty:
                message = "killed" if ending else "timed out"
                if ending:
                    self._signal(signal.SIGKILL)
                    until = None
                    continue
            if isinstance(message, _Exit):
                if message.error is not None:
                    raise message.error
                assert message.code is not None  # waiting without a time-out
                self._codes[message.name] = message.code
                if not ending:
                    self._over.by_themselves.append(self._handles[message.name])
                if message.code == 0 or ending:
                    continue
            elif isinstance(message, _Worked):
                if ending:
                    continue
                cause = "worked"
            elif cause == "exited" or message == "killed":
                cause = message
            self._over.set()
            if message == "killed":
                self._signal(signal.SIGKILL)
                ending, until = True, None
            elif not ending:
                self._signal(signal.SIGTERM)
                ending, until = True, time.monotonic() + self._grace
        return cause

    def _signal(self, signum: signal.Signals) -> None:
        for name, handle in self._handles.items():
            if name not in self._codes:
                handle.signal(signum)
