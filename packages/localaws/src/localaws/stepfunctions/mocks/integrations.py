"""Answers for the tasks that a test case mocks; everything else goes to the services."""

from __future__ import annotations

import threading
from collections import OrderedDict
from dataclasses import dataclass
from typing import Any

from localaws.stepfunctions.evaluation.failure import RUNTIME
from localaws.stepfunctions.execution import Execution
from localaws.stepfunctions.language.resource import Action, Pattern, Resource
from localaws.stepfunctions.mocks.mock_file import (
    BadMockFile,
    MockedResponse,
    NoSuchCase,
    Throw,
)
from localaws.stepfunctions.mocks.source import MockSource
from localaws.stepfunctions.tasks.task import (
    Integration,
    Integrations,
    Order,
    Report,
    Succeeded,
    TaskFailure,
)

_REMEMBERED = 10_000  # executions whose invocations are counted


class MockedIntegrations:
    """Everything of it may be called from many threads.

    Invocations are counted while the server runs, over all attempts and iterations of a state in an
    execution; over the children of a map run together.
    """

    def __init__(self, services: Integrations, source: MockSource) -> None:
        self._services = services
        self._source = source
        self._lock = threading.Lock()
        self._invocations: OrderedDict[str, dict[str, int]] = OrderedDict()

    def integration(self, execution: Execution, state: str, resource: Resource) -> Integration:
        """The mock of a task, where the execution's test case has one; else its service."""
        try:
            mocked = self._source.response(execution, state)
        except (BadMockFile, NoSuchCase) as error:
            return _Unanswered(str(error))
        if mocked is None:
            return self._services.integration(execution, state, resource)
        return _MockedTask(self, mocked)

    def is_mocked(self, execution: Execution, state: str) -> bool:
        """Whether a task is answered here, so that no worker of an activity has to be asked."""
        if execution.mock_case is None:
            return False
        try:
            return self._source.response(execution, state) is not None
        except (BadMockFile, NoSuchCase):
            return True

    def invoked(self, execution: Execution, state: str) -> int:
        """The number of a new invocation of a state."""
        whole = execution.map_run_arn or execution.arn
        with self._lock:
            counts = self._invocations.setdefault(whole, {})
            self._invocations.move_to_end(whole)
            if len(self._invocations) > _REMEMBERED:
                self._invocations.popitem(last=False)
            number = counts.get(state, 0)
            counts[state] = number + 1
            return number


@dataclass(frozen=True)
class _MockedTask:
    """A task whose responses stand in the file."""

    counted_by: MockedIntegrations
    mocked: MockedResponse

    def call(self, order: Order) -> Any:
        invocation = self.counted_by.invoked(order.execution, order.state)
        response = self.mocked.at(invocation)
        if response is None:
            raise TaskFailure(
                RUNTIME,
                f"The mocked response '{self.mocked.name}' has nothing for invocation {invocation} of "
                f"state '{order.state}'.",
            )
        if isinstance(response, Throw):
            raise TaskFailure(response.error, response.cause)
        # What a worker or the holder of a token would say ends the task; there is none to wait for.
        return Succeeded(response.result) if _ends_by_token(order.resource) else response.result

    def wait(self, order: Order, response: Any, report: Report) -> None:
        report(Succeeded(response))

    def stop(self, order: Order, response: Any) -> None:
        pass


@dataclass(frozen=True)
class _Unanswered:
    """The file was changed while the execution ran, and has no answer any more."""

    why: str

    def call(self, order: Order) -> Any:
        raise TaskFailure(RUNTIME, self.why)

    def wait(self, order: Order, response: Any, report: Report) -> None:
        report(Succeeded(response))

    def stop(self, order: Order, response: Any) -> None:
        pass


def _ends_by_token(resource: Resource) -> bool:
    if isinstance(resource, Action):
        return resource.pattern is Pattern.TASK_TOKEN
    return True
