"""``states:startExecution``: starts an execution; ``.sync`` and ``.sync:2`` wait until it has ended.

https://docs.aws.amazon.com/step-functions/latest/dg/connect-stepfunctions.html: ``.sync`` gives its input
and output as texts, ``.sync:2`` as JSON.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, Protocol

from localaws.clock import Clock
from localaws.stepfunctions.execution import RUNNING, SUCCEEDED, Execution, redrive_status
from localaws.stepfunctions.language import json_text
from localaws.stepfunctions.language.resource import Action, Pattern
from localaws.stepfunctions.tasks.api_call import ApiCall
from localaws.stepfunctions.tasks.requests import Requests
from localaws.stepfunctions.tasks.task import (
    TASK_FAILED,
    Ended,
    Failed,
    Order,
    Report,
    Succeeded,
)


class Executions(Protocol):
    """The executions of this server, as far as one that started another wants to know of them."""

    def when_ended(self, arn: str, call: Callable[[Execution], None]) -> bool:
        """Have ``call`` called once a running execution has ended; False: it does not run."""
        ...

    def abort(self, arn: str) -> None:
        """End an execution soon, and wait for nothing."""

    def find(self, arn: str) -> Execution | None:
        """An execution as it is by now."""
        ...


class NestedExecutions(ApiCall):
    def __init__(self, requests: Requests, clock: Clock, executions: Executions) -> None:
        super().__init__(requests, clock)
        self._executions = executions

    def wait(self, order: Order, response: Any, report: Report) -> None:
        arn = response["ExecutionArn"]
        assert isinstance(order.resource, Action)
        in_json = order.resource.pattern is Pattern.SYNC_2

        def ended(execution: Execution) -> None:
            report(end_of(execution, in_json))

        if self._executions.when_ended(arn, ended):
            return
        execution = self._executions.find(arn)
        if execution is None or execution.status == RUNNING:
            report(Failed(TASK_FAILED, f"Execution Does Not Exist: '{arn}'"))
        else:
            ended(execution)

    def stop(self, order: Order, response: Any) -> None:
        self._executions.abort(response["ExecutionArn"])


def end_of(execution: Execution, in_json: bool) -> Ended:
    """What the end of an execution is to the task that waited for it."""
    told = described(execution, in_json)
    if execution.status == SUCCEEDED:
        return Succeeded(told)
    return Failed(TASK_FAILED, json_text.write(told))


def described(execution: Execution, in_json: bool) -> dict[str, Any]:
    """The execution as DescribeExecution has it; moments in milliseconds, as version 1 of the SDK writes."""
    read = json_text.read if in_json else str
    told: dict[str, Any] = {
        "ExecutionArn": execution.arn,
        "Input": read(execution.input),
        "InputDetails": {"Included": True},
        "Name": execution.name,
        "StartDate": _milliseconds(execution.started),
        "StateMachineArn": execution.machine_arn,
        "Status": execution.status,
        "StopDate": _milliseconds(execution.stopped),
        "RedriveCount": execution.redrive_count,
    }
    if execution.output is not None:
        told |= {"Output": read(execution.output), "OutputDetails": {"Included": True}}
    status, reason = redrive_status(execution)
    told["RedriveStatus"] = status
    others = {
        "Error": execution.error,
        "Cause": execution.cause,
        "RedriveStatusReason": reason,
        "RedriveDate": _milliseconds(execution.redriven),
        "StateMachineAliasArn": execution.alias_arn,
        "StateMachineVersionArn": execution.version_arn,
        "TraceHeader": execution.trace_header,
    }
    return told | {name: value for name, value in others.items() if value is not None}


def _milliseconds(moment: float | None) -> int | None:
    return None if moment is None else round(moment * 1000)
