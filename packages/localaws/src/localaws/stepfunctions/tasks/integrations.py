"""Who does the work of a task, by the resource that it names: all integrations of one server."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from localaws.clock import Clock
from localaws.sagemaker.service import SageMaker
from localaws.stepfunctions.execution import Execution
from localaws.stepfunctions.language.resource import Action, Function, Resource
from localaws.stepfunctions.tasks.api_call import ApiCall
from localaws.stepfunctions.tasks.event_bus import EventBus
from localaws.stepfunctions.tasks.function import Functions, Invoker
from localaws.stepfunctions.tasks.http_endpoint import HttpEndpoint
from localaws.stepfunctions.tasks.job import Jobs
from localaws.stepfunctions.tasks.nested import Executions, NestedExecutions
from localaws.stepfunctions.tasks.queue import Queue
from localaws.stepfunctions.tasks.requests import Requests
from localaws.stepfunctions.tasks.table import refusal
from localaws.stepfunctions.tasks.task import TASK_FAILED, Integration, Order, Report, TaskFailure


class AllIntegrations:
    """The ``Integrations`` of a server.

    Args:
        sagemakers: the SageMaker of a region.
        executions: where nested executions run.
        functions: who invokes functions.
    """

    def __init__(
        self,
        sagemakers: Callable[[str], SageMaker],
        executions: Executions,
        functions: Invoker,
        clock: Clock,
        requests: Requests | None = None,
    ) -> None:
        requests = requests or Requests()
        self._any = ApiCall(requests, clock)
        self._functions = Functions(requests, clock, functions)
        self._optimised: dict[str, Integration] = {
            "events": EventBus(requests, clock),
            "http": HttpEndpoint(requests),
            "lambda": self._functions,
            "sagemaker": Jobs(sagemakers, clock),
            "sqs": Queue(requests, clock),
            "states": NestedExecutions(requests, clock, executions),
        }

    def integration(self, execution: Execution, state: str, resource: Resource) -> Integration:
        problem = refusal(resource, execution.type)
        if problem is not None:
            return Refused(problem)
        if isinstance(resource, Function):
            return self._functions
        assert isinstance(resource, Action)  # activities are the engine's
        if resource.is_sdk:
            return self._any
        return self._optimised.get(resource.service, self._any)


class Refused:
    """The integration of what nobody does here; machines that were checked have none."""

    def __init__(self, why: str) -> None:
        self._why = why

    def call(self, order: Order) -> Any:
        raise TaskFailure(TASK_FAILED, self._why)

    def wait(self, order: Order, response: Any, report: Report) -> None:
        """It is never called: no request was made."""

    def stop(self, order: Order, response: Any) -> None:
        """It is never called: no request was made."""
