"""What children gave, as a map run's results have it (developer guide, "ResultWriter (Map)")."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from localaws.stepfunctions.evaluation.failure import (
    DATA_LIMIT,
    LARGEST,
    EvaluationFailure,
    too_large,
)
from localaws.stepfunctions.execution import (
    FAILED,
    STANDARD,
    SUCCEEDED,
    Execution,
    redrive_status,
)
from localaws.stepfunctions.language import json_text, timestamps
from localaws.stepfunctions.language.map import Map
from localaws.stepfunctions.map_runs.record import PENDING, UNSUCCESSFUL, Child

NONE, COMPACT, FLATTEN = "NONE", "COMPACT", "FLATTEN"
_INCLUDED = {"Included": True}


def transformation(state: Map) -> str:
    """How results look: as the writer says; without one, the outputs alone."""
    return COMPACT if state.writer is None else state.writer.transformation


def shown(child: Child, how: str) -> list[Any]:
    """What a child adds to the results. One that failed is shown whole, whatever the transformation."""
    execution = child.execution
    if execution is None:
        return [{"Input": child.input, "InputDetails": _INCLUDED, "Status": PENDING}]
    if how == NONE or execution.status != SUCCEEDED:
        return [record(execution)]
    output = json_text.read(execution.output or "null")
    return output if how == FLATTEN and isinstance(output, list) else [output]


def collected(children: Iterable[Child], state: Map) -> list[Any]:
    """The results of all children, as the state's own result.

    Raises:
        EvaluationFailure: they are larger than a payload may be.
    """
    how = transformation(state)
    found: list[Any] = []
    size = len("[]")
    for child in children:
        for result in shown(child, how):
            size += len(json_text.write(result).encode()) + len(",")
            if size - 1 > LARGEST:
                raise EvaluationFailure(DATA_LIMIT, too_large(state.name))
            found.append(result)
    return found


def group(child: Child) -> str:
    """The kind of result file that a child belongs in."""
    if child.status == SUCCEEDED:
        return SUCCEEDED
    return FAILED if child.status in UNSUCCESSFUL else PENDING


def record(execution: Execution) -> dict[str, Any]:
    """An execution with its metadata."""
    found: dict[str, Any] = {
        "ExecutionArn": execution.arn,
        "Input": execution.input,
        "InputDetails": _INCLUDED,
        "Name": execution.name,
        "OutputDetails": _INCLUDED,
        "RedriveCount": execution.redrive_count,
        "StartDate": timestamps.write(execution.started),
        "StateMachineArn": execution.machine_arn,
        "Status": execution.status,
    }
    if execution.type == STANDARD:
        status, reason = redrive_status(execution)
        found |= {"RedriveStatus": status} | ({"RedriveStatusReason": reason} if reason else {})
    others = {
        "StopDate": _written(execution.stopped),
        "RedriveDate": _written(execution.redriven),
        "Output": execution.output,
        "Error": execution.error,
        "Cause": execution.cause,
    }
    found |= {name: value for name, value in others.items() if value is not None}
    return dict(sorted(found.items()))


def _written(moment: float | None) -> str | None:
    return None if moment is None else timestamps.write(moment)
