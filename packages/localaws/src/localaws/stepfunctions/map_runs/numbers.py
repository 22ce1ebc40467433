"""Numbers that a definition of a distributed Map gives, also by expression."""

from __future__ import annotations

from localaws.stepfunctions.evaluation import templates
from localaws.stepfunctions.evaluation.scope import Scope
from localaws.stepfunctions.language.expression import Template
from localaws.stepfunctions.map_runs.reading.dataset import MOST_ITEMS
from localaws.stepfunctions.map_runs.reading.item import Unreadable


def number(template: Template, scope: Scope) -> float:
    """The number that a field has; a text that is one will do, as it does on AWS.

    Raises:
        EvaluationFailure: the expression has no value.
        ValueError: the value is no number.
    """
    found = templates.value(template, scope)
    if isinstance(found, bool) or not isinstance(found, int | float | str):
        raise ValueError("it has to be a number")
    return float(found)


def most_items(template: Template | None, scope: Scope) -> int:
    """How many items are read: MaxItems, where 0 and too much mean all, as recorded from AWS.

    Raises:
        EvaluationFailure: the expression has no value.
        Unreadable: it is negative or no number.
    """
    if template is None:
        return MOST_ITEMS
    try:
        found = number(template, scope)
    except ValueError:
        raise Unreadable("field MaxItems must be an integer") from None
    if found < 0:
        raise Unreadable("field MaxItems must be positive")
    return min(int(found), MOST_ITEMS) or MOST_ITEMS
