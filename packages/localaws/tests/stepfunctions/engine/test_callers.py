"""Requests of tasks that wait for other tasks."""

from __future__ import annotations

import queue
import threading
from typing import Any

from localaws.stepfunctions.engine.callers import Callers
from localaws.stepfunctions.engine.message import Message, Responded
from localaws.stepfunctions.execution import Execution
from localaws.stepfunctions.language.resource import Resource
from localaws.stepfunctions.tasks.task import Integration, Order, Report
from packages.localaws.tests.stepfunctions.tasks.orders import order

MORE_THAN_THERE_ARE_CALLERS = 80


class Waits:
    """A request that is only responded to once another was made."""

    def __init__(self) -> None:
        self.made = threading.Event()

    def integration(self, execution: Execution, state: str, resource: Resource) -> Integration:
        return self

    def call(self, order: Order) -> Any:
        if order.arguments == "wait":
            assert self.made.wait(20)
        else:
            self.made.set()
        return order.arguments

    def wait(self, order: Order, response: Any, report: Report) -> None: ...

    def stop(self, order: Order, response: Any) -> None: ...


def test_requests_that_wait_for_others_leave_them_a_thread() -> None:
    callers, told = Callers(Waits()), queue.Queue[Message]()
    for _ in range(MORE_THAN_THERE_ARE_CALLERS):
        callers.call(order("aws-sdk:sfn:startSyncExecution", "wait"), told.put)
    callers.call(order("aws-sdk:sqs:sendMessage", "go"), told.put)
    responses = [told.get(timeout=20) for _ in range(MORE_THAN_THERE_ARE_CALLERS + 1)]
    callers.close()
    assert all(isinstance(each, Responded) for each in responses)
