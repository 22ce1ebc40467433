"""What remains of moto's interpreter of state machines: it leaves in one piece with the interpreter."""

from __future__ import annotations


def apply() -> None:
    """Mend all of it.

    Raises:
        guard.MotoHasChanged: moto is not the one that the mends were written for.
    """
    from localaws.moto_mends.interpreter import (
        definition_check,
        ended_tasks,
        execution_history,
        execution_identity,
        execution_logging,
        execution_outcome,
        jsonata,
        jsonpath_keywords,
        missing_map_runs,
        nested_errors,
        reserved_tokens,
        sdk_integration,
        state_machine_backend,
        task_clients,
    )

    for mend in (
        state_machine_backend,
        execution_identity,
        execution_outcome,
        execution_history,
        execution_logging,
        missing_map_runs,
        nested_errors,
        reserved_tokens,
        definition_check,
        ended_tasks,
        task_clients,
        sdk_integration,
        jsonata,
        jsonpath_keywords,
    ):
        mend.apply()
