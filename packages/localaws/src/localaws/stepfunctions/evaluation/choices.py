"""Whether the rule of a Choice state holds.

A value of another kind than the operator compares does not match; a path that leads nowhere is a failure,
but for ``IsPresent``, which asks just that.
"""

from __future__ import annotations

import operator
import re
from collections.abc import Callable
from typing import Any

from localaws.stepfunctions.evaluation.failure import RUNTIME, EvaluationFailure
from localaws.stepfunctions.evaluation.paths import NothingThere
from localaws.stepfunctions.evaluation.scope import Scope
from localaws.stepfunctions.language import timestamps
from localaws.stepfunctions.language.choice_rule import (
    COMPARISONS,
    Compared,
    Joined,
    Kind,
    Negated,
    Rule,
    Tested,
)
from localaws.stepfunctions.language.path import Path

_ORDERS: dict[str, Callable[[Any, Any], bool]] = {
    "Equals": operator.eq,
    "LessThan": operator.lt,
    "GreaterThan": operator.gt,
    "LessThanEquals": operator.le,
    "GreaterThanEquals": operator.ge,
}


def holds(rule: Rule, scope: Scope) -> bool:
    """Whether ``rule`` holds in ``scope``.

    Raises:
        EvaluationFailure: a path of it leads nowhere.
    """
    match rule:
        case Joined(rules, needs_all):
            results = (holds(one, scope) for one in rules)
            return all(results) if needs_all else any(results)
        case Negated(inner):
            return not holds(inner, scope)
        case Tested(variable, "IsPresent", wanted):
            return _present(variable, scope) is wanted
        case Tested(variable, test, wanted):
            return _TESTS[test](_found(variable, "Variable", scope)) is wanted
        case Compared():
            return _compare(rule, scope)


def _compare(rule: Compared, scope: Scope) -> bool:
    kind, order = COMPARISONS[rule.operator]
    found = _as(kind, _found(rule.variable, "Variable", scope))
    against = rule.against
    if isinstance(against, Path):
        against = _found(against, rule.field, scope)
    wanted = _as(kind, against)
    if found is None or wanted is None:
        return False
    if order == "Matches":
        return _matches(wanted, found)
    return _ORDERS[order](found, wanted)


def _present(variable: Path, scope: Scope) -> bool:
    try:
        found = scope.find(variable)
    except NothingThere:
        return False
    return variable.definite or bool(found)


def _found(path: Path, field: str, scope: Scope) -> Any:
    try:
        return scope.find(path)
    except NothingThere:
        raise EvaluationFailure(
            RUNTIME,
            f"Invalid path '{path.text}': The choice state's condition path references an invalid value.",
            field,
        ) from None


def _as(kind: Kind, found: Any) -> Any:
    """The value as the kind compares it; None where it is of another kind."""
    match kind:
        case Kind.NUMBER:
            return found if _is_number(found) else None
        case Kind.BOOLEAN:
            return found if isinstance(found, bool) else None
        case Kind.TIMESTAMP:
            return timestamps.read(found) if isinstance(found, str) else None
        case Kind.STRING:
            return found if isinstance(found, str) else None


def _is_number(found: Any) -> bool:
    return isinstance(found, int | float) and not isinstance(found, bool)


def _matches(pattern: str, text: str) -> bool:
    """``*`` stands for any characters; ``\\\\*`` and ``\\\\\\\\`` for themselves."""
    pieces = re.findall(r"\\[*\\]|\*|[^*\\]+|\\", pattern)
    written = (
        ".*"
        if piece == "*"
        else re.escape(piece[1:] if len(piece) > 1 and piece[0] == "\\" else piece)
        for piece in pieces
    )
    return re.fullmatch("".join(written), text, re.DOTALL) is not None


_TESTS: dict[str, Callable[[Any], bool]] = {
    "IsNull": lambda found: found is None,
    "IsNumeric": _is_number,
    "IsString": lambda found: isinstance(found, str),
    "IsBoolean": lambda found: isinstance(found, bool),
    "IsTimestamp": lambda found: isinstance(found, str) and timestamps.read(found) is not None,
}
