"""Walks the states of a part of a machine that are in JSONata, with what each service would answer.

A whole execution, with retries and jobs, is for Step Functions: `tests/end_to_end`.
"""

import re
from collections.abc import Mapping, Sequence
from typing import Any

from tests.pipelines.conftest import evaluated

Answer = Any
"""Of an API: its result, or an error as a pair of name and cause; a list: one after the other."""


def walk(
    states: Mapping[str, Any],
    begin: str,
    given: Any,
    responses: Mapping[str, Answer],
    end: Sequence[str],
) -> tuple[str, Any, list[str]]:
    """From `begin` to the first state of `end`, a Fail state or one that is no JSONata.

    Its name, what it is given, and the names of the states that were walked.
    """
    name, known, walked = begin, given, list[str]()
    left = {
        action: list(one) if isinstance(one, list) else one for action, one in responses.items()
    }
    while name not in end and states[name]["Type"] != "Fail":
        walked.append(name)
        name, known = _step(states[name], known, left)
    return name, known, walked


def _step(state: Mapping[str, Any], known: Any, left: dict[str, Any]) -> tuple[str, Any]:
    if state["Type"] == "Wait":
        return state["Next"], known
    if state["Type"] == "Choice":
        for rule in state["Choices"]:
            if _code(rule["Condition"], known):
                return rule["Next"], _code(rule["Output"], known) if "Output" in rule else known
        return state["Default"], known
    if state["Type"] == "Pass":
        return state["Next"], _code(state["Output"], known)
    action = re.sub(r".*:", "", state["Resource"])
    answer = left[action].pop(0) if isinstance(left[action], list) else left[action]
    if isinstance(answer, tuple):
        error, cause = answer
        (catcher,) = state["Catch"]
        failed = {"errorOutput": {"Error": error, "Cause": cause}}
        return catcher["Next"], _code(catcher["Output"], known, **failed)
    return state["Next"], _code(state["Output"], known, result=answer)


def _code(field: str, known: Any, **more: Any) -> Any:
    return evaluated(field.removeprefix("{%").removesuffix("%}"), known, **more)


def cause(state: Mapping[str, Any], known: Any) -> str:
    """What a Fail state says."""
    return str(_code(state["Cause"], known))
