"""Threads that make the requests of tasks, so that no worker waits for a service.

There are many, because each waits most of its time; work that is waited for after its request holds none.
Requests that wait for other executions, messages or strangers have threads of their own, so that the tasks
which those wait for find one.
"""

from __future__ import annotations

import logging
from collections.abc import Callable
from typing import Any

from localaws.stepfunctions.engine.message import Message, Responded, TaskEnded
from localaws.stepfunctions.engine.workers import Workers
from localaws.stepfunctions.tasks.lasting import may_last
from localaws.stepfunctions.tasks.task import (
    TASK_FAILED,
    Failed,
    Integration,
    Integrations,
    Later,
    Order,
    Succeeded,
    TaskFailure,
)

log = logging.getLogger(__name__)
_THREADS = 64
_LASTING_THREADS = 1024  # each is started when it is needed
Tell = Callable[[Message], None]


class Callers:
    def __init__(self, integrations: Integrations) -> None:
        self._integrations = integrations
        self._threads = Workers(_THREADS, "task")
        self._lasting = Workers(_LASTING_THREADS, "lasting task")

    def call(self, order: Order, tell: Tell) -> None:
        """Make the request of a task, and tell what came of it."""
        threads = self._lasting if may_last(order.resource) else self._threads

        def call() -> None:
            response = _attempted(order, lambda: self._of(order).call(order))
            if isinstance(response, Later):
                read = response.read
                response.begin(
                    lambda came: threads.do(
                        lambda: tell(_message(order, _attempted(order, lambda: read(came))))
                    )
                )
            else:
                tell(_message(order, response))

        threads.do(call)

    def watch(self, order: Order, response: Any, tell: Tell) -> None:
        """Tell once the work of a task has ended."""

        def watch() -> None:
            try:
                self._of(order).wait(
                    order, response, lambda ended: tell(TaskEnded(order.token, ended))
                )
            except Exception as error:  # noqa: BLE001 - likewise
                tell(TaskEnded(order.token, _our_fault(order, error)))

        self.do(watch)

    def stop(self, order: Order, response: Any) -> None:
        """Ask for the end of the work of a task."""
        self.do(lambda: self._of(order).stop(order, response))

    def do(self, call: Callable[[], None]) -> None:
        """Call something that may take its time."""
        self._threads.do(call)

    def close(self) -> None:
        """Ask nothing more; what was asked may still be responded to, and nobody hears it."""
        self._threads.close(wait=False)
        self._lasting.close(wait=False)

    def _of(self, order: Order) -> Integration:
        return self._integrations.integration(order.execution, order.state, order.resource)


def _attempted(order: Order, call: Callable[[], Any]) -> Any:
    """What a call gives, or its failure."""
    try:
        return call()
    except TaskFailure as failure:
        return failure
    except Exception as error:  # noqa: BLE001 - the task's failure, and logged there
        return _our_fault(order, error)


def _message(order: Order, response: Any) -> Message:
    """What a task's request came to."""
    match response:
        case TaskFailure(error=error, cause=cause):
            return TaskEnded(order.token, Failed(error, cause))
        case (
            Succeeded() | Failed()
        ):  # a mocked task may be over where a real one waits for its token
            return TaskEnded(order.token, response)
        case _:
            return Responded(order.token, response)


def _our_fault(order: Order, error: Exception) -> Failed:
    log.exception(
        "the task of %s in %s failed within the service", order.state, order.execution.arn
    )
    return Failed(
        TASK_FAILED, f"The task could not be carried out: {type(error).__name__}: {error}"
    )
