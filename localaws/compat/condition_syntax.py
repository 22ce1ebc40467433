"""Defect: a condition that cannot be parsed is a ``ValueError`` of moto's DynamoDB, answered 500.

DynamoDB is heavy and loaded late, so this one is mended when it has been.
"""

from __future__ import annotations

from typing import Any

from localaws.compat import guard

_PARSE = "95b788b58940"


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
