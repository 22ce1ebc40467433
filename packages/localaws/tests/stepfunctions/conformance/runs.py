"""Runs the machines of the conformance table on one engine, with tasks that answer at once.

A task fails if its argument ``Fail`` says so (``Cause`` says why), and else gives its arguments back.
"""

from __future__ import annotations

import itertools
import json
import threading
from collections.abc import Callable
from typing import Any

from localaws.clock import Clock
from localaws.stepfunctions.engine.engine import Engine
from localaws.stepfunctions.engine.journal import MemoryJournal
from localaws.stepfunctions.execution import Execution
from localaws.stepfunctions.language.resource import Resource
from localaws.stepfunctions.map_runs.order import MapRunOrder
from localaws.stepfunctions.tasks.task import Ended, Order, Report, TaskFailure

_MACHINE = "arn:aws:states:us-east-1:123456789012:stateMachine:machine"
_ROLE = "arn:aws:iam::123456789012:role/states"
_LONGEST = 10  # seconds


class Tasks:
    def integration(self, execution: Execution, state: str, resource: Resource) -> Tasks:
        return self

    def call(self, order: Order) -> Any:
        if "Fail" in order.arguments:
            raise TaskFailure(order.arguments["Fail"], order.arguments.get("Cause", "told to"))
        return order.arguments

    def wait(self, order: Order, response: Any, report: Report) -> None:
        """Nothing that it waits for comes."""

    def stop(self, order: Order, response: Any) -> None:
        """There is nothing to stop."""


class NoMapRuns:
    def start(self, order: MapRunOrder, report: Callable[[Ended], None]) -> None:
        raise AssertionError("no row has a distributed Map")

    def stop(self, arn: str) -> None:
        raise AssertionError("no row has a distributed Map")


class Runs:
    def __init__(self) -> None:
        self._journal, self._clock = MemoryJournal(), Clock()
        self._engine = Engine(lambda _: self._journal, self._clock, Tasks(), NoMapRuns())
        self._numbers = itertools.count()

    def run(self, definition: dict[str, Any], given: Any) -> Execution:
        """The execution once it has ended; the clock is moved on while it waits."""
        arn = self._start(definition, given)
        ended = threading.Event()
        if self._engine.when_ended(arn, lambda _: ended.set()):
            for _ in range(_LONGEST * 500):
                if ended.wait(0.002):
                    break
                self._clock.move(60)
            assert ended.is_set(), [event.type for event in self._journal.events(arn)]
        execution = self._journal.execution(arn)
        assert execution is not None
        return execution

    def history(self, execution: Execution) -> list[Any]:
        """What the events say, without their times."""
        return [(e.id, e.previous, e.type, e.details) for e in self._journal.events(execution.arn)]

    def close(self) -> None:
        self._engine.close()
        self._clock.close()

    def _start(self, definition: dict[str, Any], given: Any) -> str:
        name = f"row-{next(self._numbers)}"
        arn = f"{_MACHINE.replace('stateMachine', 'execution')}:{name}"
        texts = json.dumps(definition), json.dumps(given)
        now = self._clock.seconds()
        self._engine.start(Execution(arn, name, _MACHINE, _ROLE, *texts, now))
        return arn
