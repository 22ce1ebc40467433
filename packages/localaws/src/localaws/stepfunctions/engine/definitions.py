"""Definitions are read once, whatever number of executions runs them."""

from __future__ import annotations

from functools import lru_cache

from localaws.stepfunctions.execution import Execution
from localaws.stepfunctions.language import machine
from localaws.stepfunctions.language.branch import Branch
from localaws.stepfunctions.language.machine import Machine


@lru_cache(maxsize=512)
def parsed(definition: str) -> Machine:
    """The machine of a definition that was checked when it was made; read once."""
    found, problems = machine.read(definition)
    if found is None:
        raise ValueError(f"a definition that was accepted is refused now: {problems[0]}")
    return found


def branch_of(execution: Execution) -> Branch:
    """The graph that an execution runs: the machine's, or a distributed Map's processor."""
    whole = parsed(execution.definition)
    if execution.processor is None:
        return whole.branch
    return machine.map_state(whole.branch, execution.processor).processor
