"""Defect: a task whose execution is stopped, or whose state has timed out, meanwhile still succeeds in
the history, before the execution is aborted there.

Upstream: docs/moto-issues/ended_tasks.md
"""

from __future__ import annotations

from typing import Any

from moto.stepfunctions.parser.asl.component.state.exec.state_task.service.state_task_service import (
    StateTaskService,
)

from localaws.moto_mends import guard

_AFTER = "a61c5a2b98d6"


def apply() -> None:
    original = guard.take(StateTaskService, "_after_eval_execution", _AFTER)

    def _after_eval_execution(self: Any, env: Any, *args: Any, **kwargs: Any) -> None:
        if env.is_running():
            original(self, env, *args, **kwargs)

    StateTaskService._after_eval_execution = _after_eval_execution
