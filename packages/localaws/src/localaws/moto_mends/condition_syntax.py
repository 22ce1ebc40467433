"""Defect: a condition that cannot be parsed is a ``ValueError`` of moto's DynamoDB, answered 500.

DynamoDB is heavy and loaded late, so this one is mended when it has been.

Upstream: docs/moto-issues/condition_syntax.md
"""

from __future__ import annotations

from typing import Any

from localaws.moto_mends import guard

_PARSE = "95b788b58940"
_LOOKUPS = {
    "_lookup_expression_attribute_value": ("14898d3ff9cb", "value"),
    "_lookup_expression_attribute_name": ("434f6ed80682", "name"),
}


def apply() -> None:
    from moto.dynamodb.comparisons import ConditionExpressionParser
    from moto.dynamodb.exceptions import MockValidationException

    original = guard.take(ConditionExpressionParser, "parse", _PARSE)

    def parse(self: Any) -> Any:
        try:
            return original(self)
        except (ValueError, AssertionError, IndexError) as error:  # what its lexer says "no" with
            raise MockValidationException(
                f"Invalid ConditionExpression: Syntax error; {error}"
            ) from error

    ConditionExpressionParser.parse = parse
    for method, (expected, noun) in _LOOKUPS.items():
        guard.take(ConditionExpressionParser, method, expected)
        setattr(ConditionExpressionParser, method, _lookup(noun))


def _lookup(noun: str) -> Any:
    """A look at the names or values that came with an expression, which may lack the one it uses."""
    from moto.dynamodb.exceptions import MockValidationException

    def lookup(self: Any, name: str) -> Any:
        given = getattr(self, f"expression_attribute_{noun}s") or {}
        if name not in given:
            raise MockValidationException(
                f"Invalid expression: An expression attribute {noun} used in expression is not "
                f"defined; attribute {noun}: {name}"
            )
        return given[name]

    return lookup
