"""The order of a pending task, as integrations take it."""

from __future__ import annotations

from localaws.stepfunctions.engine.frame import Frame, PendingTask
from localaws.stepfunctions.execution import Execution
from localaws.stepfunctions.language.task import Task
from localaws.stepfunctions.tasks.task import Order


def order(execution: Execution, frame: Frame, task: PendingTask) -> Order:
    state = frame.state
    assert isinstance(state, Task)
    assert state.resource is not None
    return Order(
        execution,
        state.name,
        state.resource,
        task.arguments,
        task.token,
        frame.attempts,
        task.credentials,
    )
