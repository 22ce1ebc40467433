"""An engine on its own: tasks that a test ends itself, a clock that it moves, a journal in memory."""

from __future__ import annotations

import itertools
import json
import threading
import time
from collections.abc import Callable
from typing import Any

from localaws.clock import Clock
from localaws.stepfunctions.engine.engine import Engine
from localaws.stepfunctions.engine.event import Event
from localaws.stepfunctions.engine.journal import MemoryJournal
from localaws.stepfunctions.execution import Execution
from localaws.stepfunctions.language.resource import Resource
from localaws.stepfunctions.map_runs.order import MapRunOrder
from localaws.stepfunctions.tasks.task import Ended, Order, Report, TaskFailure

MACHINE = "arn:aws:states:us-east-1:123456789012:stateMachine:machine"
ROLE = "arn:aws:iam::123456789012:role/states"
_numbers = itertools.count()


class Tasks:
    """Every integration. ``calls`` are what states asked for; ``respond`` says what they get."""

    def __init__(self) -> None:
        self.calls: list[Order] = []
        self.watched: list[tuple[Order, Report]] = []
        self.stopped: list[Order] = []
        self.respond: Callable[[Order], Any] = lambda order: order.arguments

    def integration(self, execution: Execution, state: str, resource: Resource) -> Tasks:
        return self

    def call(self, order: Order) -> Any:
        self.calls.append(order)
        return self.respond(order)

    def wait(self, order: Order, response: Any, report: Report) -> None:
        self.watched.append((order, report))

    def stop(self, order: Order, response: Any) -> None:
        self.stopped.append(order)


class MapRunsOfTest:
    def __init__(self) -> None:
        self.orders: list[tuple[MapRunOrder, Callable[[Ended], None]]] = []
        self.stopped: list[str] = []

    def start(self, order: MapRunOrder, report: Callable[[Ended], None]) -> None:
        self.orders.append((order, report))

    def stop(self, arn: str) -> None:
        self.stopped.append(arn)


class Running:
    """One engine and what it runs. ``restarted`` is the next one on the same journal."""

    def __init__(self, journal: MemoryJournal | None = None, clock: Clock | None = None) -> None:
        self.journal = journal or MemoryJournal()
        self.clock = clock or Clock()
        self.tasks = Tasks()
        self.map_runs = MapRunsOfTest()
        self.engine = Engine(lambda _: self.journal, self.clock, self.tasks, self.map_runs)

    def start(self, definition: dict[str, Any], given: Any = None, **members: Any) -> str:
        """Start a machine; the ARN of the execution."""
        name = f"run-{next(_numbers)}"
        arn = f"{MACHINE.replace('stateMachine', 'execution')}:{name}"
        execution = Execution(
            arn,
            name,
            MACHINE,
            ROLE,
            json.dumps(definition),
            json.dumps({} if given is None else given),
            self.clock.seconds(),
            **members,
        )
        self.engine.start(execution)
        return arn

    def run(self, definition: dict[str, Any], given: Any = None) -> Execution:
        """Start a machine that nothing keeps from ending; the execution once it has."""
        return self.ended(self.start(definition, given))

    def ended(self, arn: str) -> Execution:
        over = threading.Event()
        if self.engine.when_ended(arn, lambda _: over.set()):
            assert over.wait(10), f"still runs after {self.types(arn)}"
        execution = self.journal.execution(arn)
        assert execution is not None
        return execution

    def events(self, arn: str) -> list[Event]:
        return list(self.journal.events(arn))

    def types(self, arn: str) -> list[str]:
        return [event.type for event in self.events(arn)]

    def until(self, arn: str, event_type: str, count: int = 1) -> None:
        """Wait until the history has so many events of a type."""
        eventually(lambda: self.types(arn).count(event_type) >= count)

    def restarted(self) -> Running:
        """The server is killed, and started again on the kept journal."""
        self.engine.close()
        following = Running(self.journal, self.clock)
        following.engine.resume(list(self.journal.running()))
        return following


def eventually(holds: Callable[[], bool]) -> None:
    deadline = time.monotonic() + 10
    while not holds():
        assert time.monotonic() < deadline, "it never came to hold"
        time.sleep(0.002)


def failing(error: str, cause: str = "why") -> Callable[[Order], Any]:
    def respond(order: Order) -> Any:
        raise TaskFailure(error, cause)

    return respond


def one(state: dict[str, Any], **others: dict[str, Any]) -> dict[str, Any]:
    """A machine that begins with a state named ``S``."""
    return {"StartAt": "S", "States": {"S": state, **others}}


def task(pattern: str = "", **fields: Any) -> dict[str, Any]:
    """A Task state of SQS, which ends its graph unless a field says otherwise."""
    resource = f"arn:aws:states:::sqs:sendMessage{pattern}"
    end = {} if "Next" in fields else {"End": True}
    return {"Type": "Task", "Resource": resource, **end, **fields}
