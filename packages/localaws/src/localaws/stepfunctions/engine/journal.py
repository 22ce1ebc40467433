"""Where an execution's events are kept: written before anybody sees them."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Protocol

from localaws.stepfunctions.engine.event import Event
from localaws.stepfunctions.execution import RUNNING, Execution


class Journal(Protocol):
    """Everything of it may be called from many threads."""

    def open(self, execution: Execution, events: Sequence[Event]) -> None:
        """Keep a new execution with its first events."""

    def append(self, arn: str, events: Sequence[Event], execution: Execution | None = None) -> None:
        """Keep further events and, where it has changed, the execution itself: all of it or nothing."""

    def events(self, arn: str) -> Sequence[Event]:
        """All of them, oldest first."""


class MemoryJournal:
    """Keeps nothing beyond the process: for EXPRESS executions and for tests."""

    def __init__(self) -> None:
        self._executions: dict[str, Execution] = {}
        self._events: dict[str, list[Event]] = {}

    def open(self, execution: Execution, events: Sequence[Event]) -> None:
        self._executions[execution.arn] = execution
        self._events[execution.arn] = list(events)

    def append(self, arn: str, events: Sequence[Event], execution: Execution | None = None) -> None:
        self._events[arn].extend(events)
        if execution is not None:
            self._executions[arn] = execution

    def execution(self, arn: str) -> Execution | None:
        return self._executions.get(arn)

    def events(self, arn: str) -> Sequence[Event]:
        return self._events.get(arn, [])

    def running(self) -> Sequence[Execution]:
        """Those that have not ended; children of map runs too."""
        return [each for each in self._executions.values() if each.status == RUNNING]
