"""Defects: StopExecution drops error and cause, and can end only what runs already; an output that
is a string is not JSON; ``inputDetails`` is absent, and ``stopDate`` after a time-out.

Upstream: docs/moto-issues/execution_outcome.md
"""

from __future__ import annotations

import time
from datetime import UTC, datetime
from typing import Any

from moto.core.responses import ActionResult
from moto.stepfunctions.parser.asl.eval.program_state import ProgramStopped
from moto.stepfunctions.parser.asl.utils.encoding import to_json_str
from moto.stepfunctions.parser.backend.execution import (
    BaseExecutionWorkerCommunication,
    Execution,
)
from moto.stepfunctions.responses import StepFunctionResponse

from localaws.moto_mends import guard

_DESCRIBE = "d1fd2af4fd8c"
_LIST = "fcfddcb67dce"
_STOP = "15f628fcb569"
_STOP_EXECUTION = "7ee773903cd7"
_REFLECT = "72ac5a788a7d"

_BETWEEN_START_AND_FIRST_STATE = 5.0  # seconds, at most: the definition is parsed then


def apply() -> None:
    guard.take(StepFunctionResponse, "describe_execution", _DESCRIBE)
    guard.take(StepFunctionResponse, "list_executions", _LIST)
    guard.take(StepFunctionResponse, "stop_execution", _STOP)
    guard.take(Execution, "stop", _STOP_EXECUTION)
    reflect = guard.take(BaseExecutionWorkerCommunication, "_reflect_execution_status", _REFLECT)

    def _reflect_execution_status(self: Any) -> None:
        state = self.execution.exec_worker.env.program_state()
        if isinstance(state, ProgramStopped):
            self.execution.error, self.execution.cause = state.error, state.cause
        reflect(self)

    BaseExecutionWorkerCommunication._reflect_execution_status = _reflect_execution_status
    Execution.stop = _stop
    StepFunctionResponse.describe_execution = _describe_execution
    StepFunctionResponse.list_executions = _list_executions
    StepFunctionResponse.stop_execution = _stop_execution


def _stop(self: Any, stop_date: datetime, error: str | None, cause: str | None) -> None:
    """Stop it; a moment after StartExecution there is nothing to stop yet, but soon."""
    deadline = time.monotonic() + _BETWEEN_START_AND_FIRST_STATE
    while self.status == "RUNNING" and time.monotonic() < deadline:
        env = self.exec_worker.env
        if env is not None and env.program_state() is not None:
            break
        time.sleep(0.005)
    self.exec_worker.stop(stop_date=stop_date, error=error, cause=cause)
    if self.status == "RUNNING":  # AWS shows the end at once, whatever still winds down
        self.exec_status, self.stop_date = type(self.exec_status).ABORTED, stop_date
        self.error, self.cause = error, cause


def _stop_execution(self: Any) -> ActionResult:
    execution = self.stepfunction_backend.describe_execution(self._get_param("executionArn"))
    if execution.status == "RUNNING":
        execution.stop(
            stop_date=datetime.now(UTC),
            error=self._get_param("error"),
            cause=self._get_param("cause"),
        )
    return ActionResult({"stopDate": execution.stop_date})


def _describe_execution(self: Any) -> ActionResult:
    execution = self.stepfunction_backend.describe_execution(self._get_param("executionArn"))
    answer = {
        "executionArn": execution.exec_arn,
        "stateMachineArn": execution.state_machine_arn,
        "name": execution.name,
        "status": execution.status,
        "startDate": execution.start_date,
        "input": execution.execution_input,
        "inputDetails": {"included": True},
        "redriveCount": 0,
        "redriveStatus": "NOT_REDRIVABLE",
    }
    if execution.stop_date is not None:
        answer["stopDate"] = execution.stop_date
    if execution.status == "SUCCEEDED":
        answer["output"] = to_json_str(execution.output, separators=(",", ":"))
        answer["outputDetails"] = {"included": True}
    answer |= {
        member: value
        for member, value in (("error", execution.error), ("cause", execution.cause))
        if value is not None
    }
    return ActionResult(answer)


def _list_executions(self: Any) -> ActionResult:
    arn = self._get_param("stateMachineArn")
    found, next_token = self.stepfunction_backend.list_executions(
        arn,
        status_filter=self._get_param("statusFilter"),
        max_results=self._get_int_param("maxResults"),
        next_token=self._get_param("nextToken"),
    )
    executions = []
    for execution in found:
        item = {
            "executionArn": execution.execution_arn,
            "stateMachineArn": arn,
            "name": execution.name,
            "status": execution.status,
            "startDate": execution.start_date,
        }
        if execution.stop_date is not None:
            item["stopDate"] = execution.stop_date
        executions.append(item)
    return ActionResult({"executions": executions, "nextToken": next_token})
