"""The service in a test's own process: an engine, a clock that the test moves, tasks that it ends."""

from __future__ import annotations

import json
import threading
import time
import uuid
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

from localaws.clock import Clock
from localaws.protocols.refusal import Refusal
from localaws.stepfunctions.engine.engine import Engine
from localaws.stepfunctions.engine.journal import Journal, MemoryJournal
from localaws.stepfunctions.execution import STANDARD, Execution
from localaws.stepfunctions.language import machine
from localaws.stepfunctions.language.problem import Problem
from localaws.stepfunctions.language.resource import Resource
from localaws.stepfunctions.map_runs.order import MapRunOrder
from localaws.stepfunctions.operations.service import StepFunctions
from localaws.stepfunctions.store import generations
from localaws.stepfunctions.store.map_runs import StoredMapRuns
from localaws.stepfunctions.tasks.task import Ended, Order, Report

ACCOUNT, REGION = "123456789012", "us-east-1"
STATES = f"arn:aws:states:{REGION}:{ACCOUNT}"
ROLE = f"arn:aws:iam::{ACCOUNT}:role/states"
PASSES = {"StartAt": "S", "States": {"S": {"Type": "Pass", "End": True}}}
WAITS = {"StartAt": "S", "States": {"S": {"Type": "Wait", "Seconds": 60, "End": True}}}
FAILS = {"StartAt": "S", "States": {"S": {"Type": "Fail", "Error": "E", "Cause": "why"}}}
LOGS = f"arn:aws:logs:{REGION}:{ACCOUNT}:log-group:/aws/vendedlogs/states/machine:*"


class Echo:
    """Every integration: a task's response is its arguments."""

    def integration(self, execution: Execution, state: str, resource: Resource) -> Echo:
        return self

    def call(self, order: Order) -> Any:
        return order.arguments

    def wait(self, order: Order, response: Any, report: Report) -> None: ...

    def stop(self, order: Order, response: Any) -> None: ...


class NoMapRuns:
    """Map runs that never begin; what they are told is remembered."""

    def __init__(self, records: StoredMapRuns) -> None:
        self.records = records
        self.updates: list[tuple[str, int | None, int | None, float | None]] = []

    def start(self, order: MapRunOrder, report: Callable[[Ended], None]) -> None: ...

    def stop(self, arn: str) -> None: ...

    def update(
        self,
        arn: str,
        max_concurrency: int | None = None,
        tolerated_count: int | None = None,
        tolerated_percentage: float | None = None,
    ) -> None:
        run = self.records.run(arn)
        if run is None or run.status != "RUNNING":
            raise KeyError(arn)
        self.updates.append((arn, max_concurrency, tolerated_count, tolerated_percentage))


class Account:
    """Short ways to ask for operations."""

    def __init__(self, home: Path) -> None:
        self.clock = Clock()
        self.records = generations.begin(home, False, self.clock.seconds())
        self.map_runs = NoMapRuns(StoredMapRuns(self.records))
        self.cases = Cases()
        express = MemoryJournal()

        def journal(execution: Execution) -> Journal:
            return self.records if execution.type == STANDARD else express

        self.engine = Engine(journal, self.clock, Echo(), self.map_runs)
        self.service = StepFunctions(
            self.records,
            self.engine,
            self.clock,
            self.map_runs,
            check,
            lambda definition: {"S": ["x"]} if "$x" in definition else {},
            self.cases,
        )

    def close(self) -> None:
        self.engine.close()
        self.clock.close()
        self.records.close()

    def call(self, operation: str, **request: Any) -> dict[str, Any]:
        return self.service.call(ACCOUNT, REGION, operation, request)

    def refused(self, operation: str, **request: Any) -> str:
        """Code and message of the error that the request gets."""
        try:
            response = self.call(operation, **request)
        except Refusal as refusal:
            return str(refusal)
        raise AssertionError(f"{operation} was done: {response}")

    def machine(self, definition: Any = PASSES, name: str | None = None, **members: Any) -> str:
        """A new state machine; its ARN."""
        made = self.call("CreateStateMachine", **asked(definition, name, **members))
        arn: str = made["stateMachineArn"]
        return arn

    def start(self, definition: Any = PASSES, given: Any = None, **members: Any) -> str:
        """An execution of a new state machine; its ARN."""
        arn: str = self.call(
            "StartExecution",
            stateMachineArn=self.machine(definition, **members),
            input=json.dumps(given or {}),
        )["executionArn"]
        return arn

    def run(self, definition: Any = PASSES, given: Any = None, **members: Any) -> dict[str, Any]:
        """Execute a new state machine to its end; what DescribeExecution says then."""
        return self.ended(self.start(definition, given, **members))

    def ended(self, arn: str) -> dict[str, Any]:
        over = threading.Event()
        if self.engine.when_ended(arn, lambda _: over.set()):
            assert over.wait(10), "still runs"
        return self.call("DescribeExecution", executionArn=arn)

    def until(self, arn: str, event_type: str) -> None:
        """Wait until the history has an event of that type."""
        eventually(lambda: any(event.type == event_type for event in self.records.events(arn)))

    def change(self, arn: str, **members: Any) -> None:
        """Rewrite the record of an execution."""
        execution = self.records.execution(arn)
        assert execution is not None
        self.records.append(arn, [], replace(execution, **members))


class Cases:
    """A mock file with one case, ``Happy``, of every state machine."""

    def check(self, machine_name: str, case: str) -> None:
        if case != "Happy":
            raise Refusal("ValidationException", f"{machine_name} has no case {case}")


def asked(definition: Any = PASSES, name: str | None = None, **members: Any) -> dict[str, Any]:
    """What CreateStateMachine is asked."""
    return {
        "name": name or f"machine-{uuid.uuid4().hex[:8]}",
        "definition": definition if isinstance(definition, str) else json.dumps(definition),
        "roleArn": ROLE,
        **members,
    }


def check(definition: str, machine_type: str, name: str) -> tuple[Problem, ...]:
    return machine.read(definition)[1]


def eventually(holds: Callable[[], bool]) -> None:
    deadline = time.monotonic() + 10
    while not holds():
        assert time.monotonic() < deadline, "it never came to hold"
        time.sleep(0.002)
