"""A search expression: conditions, nested ones and expressions in it, joined by And or Or. Pure.

https://docs.aws.amazon.com/sagemaker/latest/APIReference/API_SearchExpression.html
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from typing import Any

from localaws.sagemaker.errors import validation
from localaws.search.filters import Condition, condition
from localaws.search.properties import element_shape, elements

Record = Mapping[str, Any]
Test = Callable[[Record], bool]

MOST_CONDITIONS = 50  # of an expression and all in it


def test_of(shape: Any, expression: Mapping[str, Any] | None) -> Test:
    """What says of a resource whether it fulfils the expression; without one every resource does.

    Args:
        shape: of the resources.

    Raises:
        ApiError: the expression is not one of such resources.
    """
    if expression is None:
        return lambda record: True
    said = list(_filters(expression))
    if len(said) + _others(expression) > MOST_CONDITIONS:
        raise validation(
            f"A SearchExpression has at most {MOST_CONDITIONS} filters, nested filters and "
            f"subexpressions, and this one has {len(said) + _others(expression)}."
        )
    if sum(each.get("Operator") == "Contains" for each in said) > 1:
        raise validation("'CONTAINS' operator usage limit of 1 exceeded.")
    return _joined(shape, expression)


def _joined(shape: Any, expression: Mapping[str, Any]) -> Test:
    tests: list[Test] = [condition(shape, each).met for each in expression.get("Filters", [])]
    tests += [_nested(shape, each) for each in expression.get("NestedFilters", [])]
    tests += [_joined(shape, each) for each in expression.get("SubExpressions", [])]
    if not tests:
        raise validation(
            "A SearchExpression must have at least one of Filters, NestedFilters and SubExpressions."
        )
    join = any if expression.get("Operator") == "Or" else all
    return lambda record: join(test(record) for test in tests)


def _nested(shape: Any, given: Mapping[str, Any]) -> Test:
    """Whether one structure of a list fulfils all of the conditions by itself."""
    name = given["NestedPropertyName"]
    inner = element_shape(shape, name)
    conditions: list[Condition] = [
        condition(inner, each, prefix=f"{name}.") for each in given["Filters"]
    ]
    return lambda record: any(
        all(each.met(element) for each in conditions) for element in elements(record, name)
    )


def _filters(expression: Mapping[str, Any]) -> Iterator[Mapping[str, Any]]:
    """Every filter of the expression, those in nested filters and in subexpressions too."""
    yield from expression.get("Filters", [])
    for nested in expression.get("NestedFilters", []):
        yield from nested["Filters"]
    for sub in expression.get("SubExpressions", []):
        yield from _filters(sub)


def _others(expression: Mapping[str, Any]) -> int:
    subs = expression.get("SubExpressions", [])
    return len(expression.get("NestedFilters", [])) + len(subs) + sum(map(_others, subs))
