"""TestState against services of a test's own."""

from __future__ import annotations

import json
import threading
from collections.abc import Callable, Iterator
from typing import Any

import pytest

from localaws.clock import Clock
from localaws.stepfunctions.execution import Execution
from localaws.stepfunctions.language.resource import Resource
from localaws.stepfunctions.tasks.task import Order, Report, TaskFailure
from localaws.stepfunctions.test_state.operation import StateTests

SEND = {"Type": "Task", "Resource": "arn:aws:states:::sqs:sendMessage", "End": True}


class Services:
    """Every service; ``respond`` says what it gives."""

    def __init__(self) -> None:
        self.respond: Callable[[Order], Any] = lambda order: order.arguments

    def integration(self, execution: Execution, state: str, resource: Resource) -> Services:
        return self

    def call(self, order: Order) -> Any:
        return self.respond(order)

    def wait(self, order: Order, response: Any, report: Report) -> None: ...

    def stop(self, order: Order, response: Any) -> None: ...


@pytest.fixture
def clock() -> Iterator[Clock]:
    clock = Clock()
    yield clock
    clock.close()


def response(
    clock: Clock, services: Services, state: dict[str, Any], **given: Any
) -> dict[str, Any]:
    request = {"definition": json.dumps(state), "roleArn": "arn:role", "input": json.dumps(given)}
    return StateTests(clock, services, lambda _: None).test("123456789012", "us-east-1", request)


def test_a_service_is_asked(clock: Clock) -> None:
    assert response(clock, Services(), SEND, a=1) == {"status": "SUCCEEDED", "output": '{"a":1}'}


def test_a_refusal_is_the_states_error(clock: Clock) -> None:
    services = Services()

    def refuse(_order: Order) -> Any:
        raise TaskFailure("Sqs.SqsException", "no queue")

    services.respond = refuse
    given = response(clock, services, SEND)

    assert (given["error"], given["cause"]) == ("Sqs.SqsException", "no queue")


def test_a_fault_of_ours_is_a_failed_task(clock: Clock) -> None:
    services = Services()
    services.respond = lambda _: 1 / 0

    assert response(clock, services, SEND)["error"] == "States.TaskFailed"


def test_time_can_be_moved_over_a_wait_and_over_a_timeout(clock: Clock) -> None:
    services, never = Services(), threading.Event()
    services.respond = lambda _: never.wait(30)
    found: list[dict[str, Any]] = []
    states = [{"Type": "Wait", "Seconds": 200, "End": True}, {**SEND, "TimeoutSeconds": 100}]
    threads = [
        threading.Thread(target=lambda state=state: found.append(response(clock, services, state)))
        for state in states
    ]
    for thread in threads:
        thread.start()
    while any(thread.is_alive() for thread in threads):
        clock.move(50)
        threading.Event().wait(0.01)
    never.set()

    assert sorted(each["status"] for each in found) == ["FAILED", "SUCCEEDED"]
