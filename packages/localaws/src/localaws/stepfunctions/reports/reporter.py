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
from localaws.stepfunctions.reports.metrics import NAMESPACE, Metrics
from localaws.this_aws import metrics as cloudwatch

Report = Callable[[Execution, Sequence[Event]], None]
_COUNTED = ("Execution", "Task", "Activity", "LambdaFunction")

log = logging.getLogger(__name__)


class Reporter:
    """An observer of the engine: ``happened`` takes no time. Each of ``reports`` is called in turn."""

    def __init__(self, clock: Clock, reports: Sequence[Report] | None = None) -> None:
        self._reports = _reports(clock) if reports is None else list(reports)
        self._happened: queue.SimpleQueue[tuple[Execution, Sequence[Event]] | None] = (
            queue.SimpleQueue()
        )
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
        while (happened := self._happened.get()) is not None:
            for report in self._reports:
                try:
                    report(*happened)
                except Exception:
                    log.exception("what happened to %s was not reported", happened[0].arn)


def _reports(clock: Clock) -> list[Report]:
    metrics = Metrics()

    def count(execution: Execution, events: Sequence[Event]) -> None:
        made = [
            cloudwatch.Datum(
                each.name,
                each.value,
                datetime.fromtimestamp(each.time, UTC),
                each.dimensions,
                each.unit,
            )
            for each in metrics.of(execution, events)
        ]
        if made:
            cloudwatch.put(execution.account, execution.region, NAMESPACE, made)

    return [ExecutionLogs(clock).write, _announce, count]


def _announce(execution: Execution, events: Sequence[Event]) -> None:
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
