"""Records as the API shows them; moments become datetimes."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any

from localaws.stepfunctions.engine.event import Event, details_member
from localaws.stepfunctions.execution import RUNNING, Execution
from localaws.stepfunctions.state_machine import StateMachine

_TEXTS = ("input", "output", "assignedVariables")
_DATA = frozenset([*_TEXTS, *(f"{name}Details" for name in _TEXTS), "parameters"])


def moment(seconds: float) -> datetime:
    """To the millisecond, as AWS gives it."""
    return datetime.fromtimestamp(round(seconds, 3), UTC)


def present(**members: Any) -> dict[str, Any]:
    """Those members that have a value."""
    return {name: value for name, value in members.items() if value is not None}


def configured(machine: StateMachine) -> dict[str, Any]:
    """What DescribeStateMachine and DescribeStateMachineForExecution both show."""
    return present(
        name=machine.name,
        definition=machine.definition,
        roleArn=machine.role_arn,
        loggingConfiguration=machine.logging,
        tracingConfiguration=machine.tracing,
        encryptionConfiguration=machine.encryption,
        revisionId=machine.revision_id,
    )


def listed(execution: Execution) -> dict[str, Any]:
    """What ListExecutions and DescribeExecution both show."""
    ended = execution.stopped if execution.status != RUNNING else None
    return present(
        executionArn=execution.arn,
        stateMachineArn=execution.machine_arn,
        name=execution.name,
        status=execution.status,
        startDate=moment(execution.started),
        stopDate=moment(ended) if ended is not None else None,
        mapRunArn=execution.map_run_arn,
        stateMachineVersionArn=execution.version_arn,
        stateMachineAliasArn=execution.alias_arn,
        redriveCount=execution.redrive_count,
        redriveDate=moment(execution.redriven) if execution.redriven is not None else None,
    )


def data(execution: Execution, included: bool) -> dict[str, Any]:
    """Input, output, error and cause, as far as ``includedData`` wants them."""
    details = {"included": included}
    shown = present(error=execution.error, cause=execution.cause)
    shown |= {"inputDetails": details}
    if included:
        shown["input"] = execution.input
    if execution.output is not None:
        shown |= {"outputDetails": details}
        if included:
            shown["output"] = execution.output
    return shown


def event(happened: Event, with_data: bool) -> dict[str, Any]:
    """One event of GetExecutionHistory."""
    shown: dict[str, Any] = {
        "timestamp": moment(happened.time),
        "type": happened.type,
        "id": happened.id,
        "previousEventId": happened.previous,
    }
    member = details_member(happened.type)
    if member is not None:
        details = happened.details
        shown[member] = _with_data(details) if with_data else _without_data(details)
    return shown


def _with_data(details: Mapping[str, Any]) -> dict[str, Any]:
    """Nothing is cut short here, and AWS says that of each text."""
    whole = {f"{name}Details": {"truncated": False} for name in details if name in _TEXTS}
    return whole | dict(details)


def _without_data(details: Mapping[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in details.items() if name not in _DATA}
