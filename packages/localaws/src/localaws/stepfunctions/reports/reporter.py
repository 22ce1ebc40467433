"""The engine's observer: hands what happens on to those who tell of it, in a thread of its own.

A target of a rule may take its time, and so may a log group; the workers of the engine wait for neither.
"""

from __future__ import annotations

import logging
import queue
import threading
from collections.abc import Callable, Sequence
from datetime import UTC, datetime

from localaws.clock import Clock
from localaws.events import announcements
from localaws.stepfunctions.engine.event import Event
from localaws.stepfunctions.execution import Execution
from localaws.stepfunctions.reports import status_change
from localaws.stepfunctions.reports.execution_logs import ExecutionLogs
from localaws.stepfunctions.reports.metrics import NAMESPACE, Datum, Metrics, by_minute
from localaws.this_aws import metrics as cloudwatch

Happened = tuple[Execution, Sequence[Event]]
Report = Callable[[Sequence[Happened]], None]
"""Tells of what has happened since it was called last, oldest first."""
_COUNTED = ("Execution", "Task", "Activity", "LambdaFunction")
_AT_ONCE = 1000

log = logging.getLogger(__name__)


class Reporter:
    """An observer of the engine: ``happened`` takes no time. Each of ``reports`` is called in turn."""

    def __init__(self, clock: Clock, reports: Sequence[Report] | None = None) -> None:
        self._reports = _reports(clock) if reports is None else list(reports)
        self._happened: queue.SimpleQueue[Happened | None] = queue.SimpleQueue()
        self._thread = threading.Thread(target=self._run, name="execution reports", daemon=True)
        self._thread.start()

    def happened(self, execution: Execution, events: Sequence[Event]) -> None:
        """Further events of an execution were kept."""
        if execution.logging or any(event.type.startswith(_COUNTED) for event in events):
            self._happened.put((execution, tuple(events)))

    def close(self) -> None:
        """Tell of everything that has happened so far, and then of nothing more."""
        self._happened.put(None)
        self._thread.join()

    def _run(self) -> None:
        goes_on = True
        while goes_on:
            happened, goes_on = self._next()
            for report in self._reports:
                try:
                    report(happened)
                except Exception:
                    log.exception("what happened to executions was not reported")

    def _next(self) -> tuple[list[Happened], bool]:
        """What has happened, as soon as something has; False once that is all."""
        found: list[Happened] = []
        one = self._happened.get()
        while one is not None:
            found.append(one)
            if len(found) == _AT_ONCE or self._happened.empty():
                return found, True
            one = self._happened.get()
        return found, False


def _reports(clock: Clock) -> list[Report]:
    logs, metrics = ExecutionLogs(clock), Metrics()

    def write(happened: Sequence[Happened]) -> None:
        for execution, events in happened:
            logs.write(execution, events)

    def count(happened: Sequence[Happened]) -> None:
        made: dict[tuple[str, str], list[Datum]] = {}
        for execution, events in happened:
            data = made.setdefault((execution.account, execution.region), [])
            data += metrics.of(execution, events)
        for (account, region), data in made.items():
            cloudwatch.put(account, region, NAMESPACE, map(_summary, by_minute(data)))

    return [write, _announce, count]


def _summary(data: Sequence[Datum]) -> cloudwatch.Summary:
    values = [datum.value for datum in data]
    moment = datetime.fromtimestamp(data[0].time, UTC)
    value = cloudwatch.figures(values[0])  # which all of them have in common
    return cloudwatch.Summary(
        *(data[0].name, len(values), sum(values), value, value),
        *(moment, data[0].dimensions, data[0].unit),
    )


def _announce(happened: Sequence[Happened]) -> None:
    for execution, events in happened:
        for moment, detail in status_change.changes(execution, events):
            announcements.send(
                execution.account,
                execution.region,
                status_change.DETAIL_TYPE,
                execution.arn,
                detail,
                moment,
                status_change.SOURCE,
            )
