"""Numbers that a state may be given by expression: seconds, limits, percentages."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from localaws.stepfunctions.evaluation import templates
from localaws.stepfunctions.evaluation.failure import QUERY, RUNTIME, EvaluationFailure
from localaws.stepfunctions.evaluation.paths import NothingThere
from localaws.stepfunctions.evaluation.scope import Scope
from localaws.stepfunctions.language.expression import (
    Constant,
    Evaluated,
    Jsonata,
    Template,
)
from localaws.stepfunctions.language.intrinsic import Call
from localaws.stepfunctions.language.json_text import write
from localaws.stepfunctions.language.path import Path


@dataclass(frozen=True)
class Limit:
    """``name`` as the field is called; ``kind`` as AWS calls it where a value is none."""

    name: str
    least: float
    most: float
    kind: str = "integer"

    @property
    def is_whole(self) -> bool:
        return self.kind == "integer"


_MOST = 100_000_000
MAX_CONCURRENCY = Limit("MaxConcurrency", 0, _MOST)
TOLERATED_COUNT = Limit("ToleratedFailureCount", 0, _MOST)
TOLERATED_PERCENTAGE = Limit("ToleratedFailurePercentage", 0, 100, "float")


def number(template: Template, scope: Scope, limit: Limit) -> float:
    """The number that a field has.

    Raises:
        EvaluationFailure: it has none, or one out of bounds.
    """
    match template:
        case Constant(value):
            return float(value)
        case Evaluated(field, Jsonata() as query):
            found = templates.of_type(query, field, scope, "number")
            error = QUERY
        case Evaluated(field, Call() as call):
            found, error = templates.evaluate(call, field, scope), RUNTIME
        case Evaluated(field, Path() as path):
            found, error = scope.value(path, field), RUNTIME
            if not _is_number(found, limit):
                shown = found if isinstance(found, str) else write(found)
                raise EvaluationFailure(
                    RUNTIME,
                    f'The {field} field refers to value "{shown}" which is not a valid '
                    f"{limit.kind}: {path.text}",
                )
        case _:
            raise TypeError(template)
    if not _is_number(found, limit) or not limit.least <= found <= limit.most:
        location = template.field if error == QUERY and isinstance(template, Evaluated) else None
        raise EvaluationFailure(error, f"{limit.name} {_bounds(limit, found)}.", location)
    return float(found)


def _bounds(limit: Limit, found: Any) -> str:
    if limit.least == 0 and limit.is_whole and _is_number(found, limit) and found < 0:
        return "cannot be negative"
    return f"must be between {limit.least:g} and {limit.most:.0f}"


def _is_number(found: Any, limit: Limit) -> bool:
    if isinstance(found, bool) or not isinstance(found, int | float):
        return False
    return not limit.is_whole or float(found).is_integer()


def seconds_to_wait(template: Template, scope: Scope, most: int) -> int:
    """A Wait's seconds.

    Raises:
        EvaluationFailure: there are none, in AWS's words for a Wait.
    """
    match template:
        case Evaluated("SecondsPath", Path() as path):
            try:
                found = scope.find(path)
            except NothingThere:
                raise EvaluationFailure(
                    RUNTIME,
                    f"The SecondsPath parameter does not reference an input value: {path.text}",
                ) from None
            whole = isinstance(found, int) and not isinstance(found, bool)
            if not whole or found < 0:
                raise EvaluationFailure(
                    RUNTIME,
                    "The SecondsPath parameter cannot be parsed as a long value: "
                    f"{path.text} == {found if isinstance(found, str) else write(found)}",
                )
            if found > most:
                raise EvaluationFailure(
                    RUNTIME,
                    f"The SecondsPath parameter must be at most {most}: {path.text} == {found}",
                )
            return int(found)
        case _:
            return int(number(template, scope, Limit("Seconds", 0, most)))
