"""What CloudWatch counts of executions and of their tasks (``AWS/States``). Pure.

https://docs.aws.amazon.com/step-functions/latest/dg/procedure-cw-metrics.html: counts, and intervals in
milliseconds. Of a task, the events that belong together come one by one; what is still open is remembered
until its execution has ended.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from typing import Any

from localaws.stepfunctions.engine.event import Event
from localaws.stepfunctions.execution import Execution
from localaws.this_aws.metrics import figures

NAMESPACE = "AWS/States"
_STATUS = {
    "ExecutionSucceeded": "Succeeded",
    "ExecutionFailed": "Failed",
    "ExecutionTimedOut": "TimedOut",
    "ExecutionAborted": "Aborted",
}
_MINUTE = 60


@dataclass(frozen=True)
class Datum:
    """One value. ``unit`` is Count or Milliseconds."""

    name: str
    value: float
    unit: str
    dimensions: Mapping[str, str]
    time: float


@dataclass(frozen=True)
class _Kind:
    """A kind of task: the beginning of its events' types, and the words of its metrics."""

    events: str
    counted: str
    interval: str
    dimension: str


_KINDS = (
    _Kind("Activity", "Activities", "Activity", "ActivityArn"),
    _Kind("LambdaFunction", "LambdaFunctions", "LambdaFunction", "LambdaFunctionArn"),
    _Kind("Task", "ServiceIntegrations", "ServiceIntegration", "ServiceIntegrationResourceArn"),
)


@dataclass(frozen=True)
class _Open:
    """A task that has been scheduled and has not ended."""

    kind: _Kind
    resource: str
    scheduled: float
    started: float | None = None


class Metrics:
    """Makes metrics of events; one thread asks it."""

    def __init__(self) -> None:
        self._open: dict[str, dict[int, _Open]] = {}

    def of(self, execution: Execution, events: Iterable[Event]) -> list[Datum]:
        """The metrics that further events of an execution make, in their order."""
        found: list[Datum] = []
        for event in events:
            found += _of_execution(execution, event)
            found += self._of_task(execution, event)
            if event.type in _STATUS:
                self._open.pop(execution.arn, None)
        return found

    def _of_task(self, execution: Execution, event: Event) -> Iterator[Datum]:
        for kind in _KINDS:
            if event.type == f"{kind.events}Scheduled":
                task = _Open(kind, _resource(kind, execution, event), event.time)
                yield _count(task, "Scheduled", event.time)
                self._open.setdefault(execution.arn, {})[event.id] = task
                return
        # What belongs to a task follows it: each event is the one before it in the task's life.
        tasks = self._open.get(execution.arn, {})
        open_task = tasks.pop(event.previous, None)
        if open_task is None:
            return
        what = event.type.removeprefix(open_task.kind.events)
        if what == event.type or what in ("StateAborted", "StateExited"):
            return
        if what == "Started":
            yield _count(open_task, "Started", event.time)
            yield _interval(open_task, "ScheduleTime", open_task.scheduled, event.time)
            tasks[event.id] = replace(open_task, started=event.time)
        elif what == "Submitted":
            tasks[event.id] = open_task
        else:
            yield from _ended(open_task, what, event)


def _ended(task: _Open, what: str, event: Event) -> Iterator[Datum]:
    if what == "Succeeded":
        yield _count(task, "Succeeded", event.time)
    elif what == "TimedOut":
        # Its error is States.Timeout either way.
        unheard = event.inner.get("unheard", False)
        yield _count(task, "HeartbeatTimedOut" if unheard else "TimedOut", event.time)
    else:  # Failed, StartFailed, SubmitFailed, ScheduleFailed
        yield _count(task, "Failed", event.time)
    if task.started is not None:
        yield _interval(task, "RunTime", task.started, event.time)
    yield _interval(task, "Time", task.scheduled, event.time)


def _count(task: _Open, what: str, moment: float) -> Datum:
    dimensions = {task.kind.dimension: task.resource}
    return Datum(f"{task.kind.counted}{what}", 1, "Count", dimensions, moment)


def _interval(task: _Open, what: str, since: float, moment: float) -> Datum:
    dimensions = {task.kind.dimension: task.resource}
    passed = (moment - since) * 1000
    return Datum(f"{task.kind.interval}{what}", passed, "Milliseconds", dimensions, moment)


def _resource(kind: _Kind, execution: Execution, event: Event) -> str:
    resource = str(event.details.get("resource", ""))
    if kind.events != "Task":
        return resource
    region = event.details.get("region") or execution.region
    service = event.details.get("resourceType", "")
    return f"arn:aws:states:{region}:{execution.account}:{service}:{resource}"


def _of_execution(execution: Execution, event: Event) -> Iterator[Datum]:
    dimensions = {"StateMachineArn": execution.machine_arn}
    if event.type == "ExecutionStarted":
        yield Datum("ExecutionsStarted", 1, "Count", dimensions, event.time)
    elif event.type == "ExecutionRedriven":
        yield Datum("ExecutionsRedriven", 1, "Count", dimensions, event.time)
    elif event.type in _STATUS:
        status = _STATUS[event.type]
        yield Datum(f"Executions{status}", 1, "Count", dimensions, event.time)
        if execution.redrive_count:
            yield Datum(f"RedrivenExecutions{status}", 1, "Count", dimensions, event.time)
        passed = (event.time - execution.started) * 1000
        yield Datum("ExecutionTime", passed, "Milliseconds", dimensions, event.time)


def by_minute(data: Iterable[Datum]) -> list[list[Datum]]:
    """Data of the same metric, minute and figures together, as finely as CloudWatch shows a service's."""
    together: dict[Any, list[Datum]] = {}
    for datum in data:
        key = (
            datum.name,
            *sorted(datum.dimensions.items()),
            datum.time // _MINUTE,
            figures(datum.value),
        )
        together.setdefault(key, []).append(datum)
    return list(together.values())
