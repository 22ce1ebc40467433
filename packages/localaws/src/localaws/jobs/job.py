"""A job as the API keeps it: what was asked, how far it has come, how it ended.

Whoever runs the job (``job_run``) reports its progress here from its own thread; the API describes
it from any other. Nothing here decides what happens next, or knows what kind of job it is.
"""

from __future__ import annotations

import logging
import threading
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any, Literal

from localaws.clock import Clock
from localaws.sagemaker.errors import validation

Status = Literal["InProgress", "Completed", "Failed", "Stopping", "Stopped"]

FAILURE_REASON_LIMIT = 1024  # characters, by the service model
INTERNAL = "InternalServerError: We encountered an internal error. The server log says more."

log = logging.getLogger(__name__)


def now(clock: Clock) -> datetime:
    """The time as the API gives it: UTC, in whole milliseconds."""
    moment = clock.now()
    return moment.replace(microsecond=moment.microsecond // 1000 * 1000)


@dataclass(frozen=True)
class Phase:
    """One entry of SecondaryStatusTransitions; ``end`` is None for the present one."""

    status: str
    message: str
    start: datetime
    end: datetime | None = None


@dataclass(frozen=True)
class Measurement:
    """The last value of a metric that the job's log has shown."""

    name: str
    value: float
    time: datetime


@dataclass(frozen=True)
class Progress:
    """How far a job has come. Times are None until it gets there."""

    status: Status
    phases: tuple[Phase, ...]
    created: datetime
    modified: datetime
    started: datetime | None = None
    ended: datetime | None = None
    failure_reason: str | None = None
    exit_message: str | None = None
    metrics: tuple[Measurement, ...] = ()


@dataclass(frozen=True, eq=False)
class Parent:
    """Whoever made a job as one of several, and hears of it.

    Attributes:
        arn: the tuning job's.
        completed: the accepted request with what it adds.
        measured: is told each value of a metric as it comes: the metric's name, and the value.
        changed: is told after each change of status or phase.
    """

    arn: str
    completed: Callable[[dict[str, Any]], dict[str, Any]]
    measured: Callable[[str, float], None]
    changed: Callable[[Job], None]


def capitalized(words: str) -> str:
    """Words as a sentence begins with them."""
    return words[:1].upper() + words[1:]


class Job:
    """One job. Every method is safe to call from any thread.

    Attributes:
        words: what it is, in messages: ``training job``.
        request: the validated Create request; not to be changed.
        found: what its kind looked up of other resources when it was created, as they were then.
        parent: who made it; None where that was a user.
        finished: set once the status is final.
        stop_requested: set by StopTrainingJob and the like, and when the server shuts down.
    """

    def __init__(
        self,
        words: str,
        name: str,
        arn: str,
        request: Mapping[str, Any],
        clock: Clock,
        found: Mapping[str, Any] | None = None,
        parent: Parent | None = None,
    ) -> None:
        self._clock = clock
        moment = now(clock)
        self.words = words
        self.name = name
        self.arn = arn
        self.request = request
        self.found = found or {}
        self.parent = parent
        self.finished = threading.Event()
        self.stop_requested = threading.Event()
        self._lock = threading.RLock()
        self._progress = Progress("InProgress", (), moment, moment)
        self._on_change: Callable[[Job], None] = lambda job: None
        self._on_stop: Callable[[], None] = lambda: None

    @property
    def progress(self) -> Progress:
        return self._progress

    @property
    def status(self) -> str:
        return self._progress.status

    @property
    def created(self) -> datetime:
        return self._progress.created

    @property
    def modified(self) -> datetime:
        return self._progress.modified

    def on_change(self, callback: Callable[[Job], None]) -> None:
        """Call ``callback(job)`` after each change of status or phase.

        One that fails is logged: the change has happened, and the job goes on.
        """
        self._on_change = callback

    def on_stop(self, callback: Callable[[], None]) -> None:
        """Call ``callback()`` when a stop is requested, at once if one was before."""
        with self._lock:
            self._on_stop = callback
            late = self.stop_requested.is_set()
        if late:
            callback()

    def enter(self, status: str, message: str, *, started: bool = False) -> None:
        """Begin a phase, such as Downloading; ``started`` marks the job's start time."""
        moment = now(self._clock)
        with self._lock:
            changes: dict[str, Any] = {"phases": self._with_phase(status, message, moment)}
            if started:
                changes["started"] = self._progress.started or moment
            self._progress = replace(self._progress, modified=moment, **changes)
        self._announce()

    def say(self, message: str) -> None:
        """Change the message of the present phase, unless that is the stop by now.

        Nobody is told: the status is the same.
        """
        with self._lock:
            if not self.stop_requested.is_set():
                *earlier, present = self._progress.phases
                phases = (*earlier, replace(present, message=message))
                self._progress = replace(self._progress, modified=now(self._clock), phases=phases)

    def measured(self, metrics: tuple[Measurement, ...]) -> None:
        """Set the last value of each metric."""
        with self._lock:
            self._progress = replace(self._progress, metrics=metrics)

    def saw(self, name: str, value: float) -> None:
        """Tell the parent of a value of a metric."""
        if self.parent is not None:
            self.parent.measured(name, value)

    def request_stop(self) -> None:
        """Turn the job Stopping and tell whoever runs it.

        Raises:
            ApiError: it is not in progress any more.
        """
        with self._lock:
            status = self._progress.status
            if status != "InProgress":
                raise validation(
                    f"The request was rejected because the {self.words} is in status {status}."
                )
            moment = now(self._clock)
            self._progress = replace(
                self._progress,
                status="Stopping",
                modified=moment,
                phases=self._with_phase("Stopping", f"Stopping the {self.words}", moment),
            )
            self.stop_requested.set()
            tell = self._on_stop
        self._announce()
        tell()

    def end(
        self,
        status: Status,
        phase: str,
        message: str,
        failure_reason: str | None = None,
        exit_message: str | None = None,
    ) -> None:
        """Give the job its final status. The reason is cut at the API's limit."""
        moment = now(self._clock)
        with self._lock:
            phases = self._with_phase(phase, message, moment)
            self._progress = replace(
                self._progress,
                status=status,
                phases=(*phases[:-1], replace(phases[-1], end=moment)),
                modified=moment,
                ended=moment,
                failure_reason=failure_reason[:FAILURE_REASON_LIMIT] if failure_reason else None,
                exit_message=exit_message,
            )
        self.finished.set()
        self._announce()

    def break_down(self) -> None:
        """Fail a job that nobody will carry out; the fault is this server's, and in its log."""
        if not self.finished.is_set():
            self.end("Failed", "Failed", f"{capitalized(self.words)} failed", INTERNAL)

    def _announce(self) -> None:
        try:
            self._on_change(self)
        except Exception:
            log.exception("a change of %s %s could not be announced", self.words, self.name)

    def _with_phase(self, status: str, message: str, moment: datetime) -> tuple[Phase, ...]:
        phases = self._progress.phases
        if phases:
            phases = (*phases[:-1], replace(phases[-1], end=moment))
        return (*phases, Phase(status, message, moment))
