"""Definitions, as requests bring them: refused when a machine is made, or diagnosed when asked to."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from localaws.protocols.refusal import Refusal
from localaws.stepfunctions.execution import STANDARD
from localaws.stepfunctions.language.problem import Problem
from localaws.stepfunctions.operations.arns import Caller

Check = Callable[[str, str, str], Sequence[Problem]]
"""What is wrong with a definition for a machine of a type and a name, which may be unknown yet."""
References = Callable[[str], Mapping[str, Any]]
"""The variables that each state of a definition refers to."""

_MOST = 100
_ERROR, _WARNING = "ERROR", "WARNING"


def validate(check: Check, _caller: Caller, request: Mapping[str, Any]) -> dict[str, Any]:
    """ValidateStateMachineDefinition. Warnings are shown where they are asked for."""
    wanted = (_ERROR, _WARNING) if request.get("severity") == _WARNING else (_ERROR,)
    problems = [
        problem
        for problem in check(request["definition"], request.get("type", STANDARD), "")
        if problem.severity in wanted
    ]
    most = request.get("maxResults") or _MOST
    return {
        "result": "FAIL" if any(each.severity == _ERROR for each in problems) else "OK",
        "diagnostics": [_diagnostic(problem) for problem in problems[:most]],
        "truncated": len(problems) > most,
    }


def accept(check: Check, definition: str, machine_type: str, name: str) -> None:
    """See that a machine can be made of a definition.

    Raises:
        Refusal: it cannot; every error is named.
    """
    wrong = [each for each in check(definition, machine_type, name) if each.severity == _ERROR]
    if wrong:
        told = ", ".join(str(problem) for problem in wrong)
        raise Refusal("InvalidDefinition", f"Invalid State Machine Definition: '{told}'")


def _diagnostic(problem: Problem) -> dict[str, Any]:
    shown = {
        "severity": problem.severity,
        "code": str(problem.code),
        "message": problem.message,
    }
    return shown | ({"location": problem.location} if problem.location else {})
