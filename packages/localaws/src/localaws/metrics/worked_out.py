"""The series that queries make: those of metrics as they are, those of expressions from the others."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from localaws.metrics.expressions.evaluation import Scope, evaluate
from localaws.metrics.expressions.value import BadExpression, Series
from localaws.metrics.metric import Query


def worked_out(
    queries: Sequence[Query], metrics: Mapping[str, Series], begun: tuple[float, ...], period: int
) -> dict[str, Series]:
    """The series by the queries' ids, each made after those that it names; without those that have no value."""
    known = dict(metrics)
    left = [query for query in queries if query.expression is not None]
    while left:
        later = []
        for query in left:
            assert query.expression is not None
            scope = Scope(known, tuple(metrics), begun, period)
            try:
                known[query.id] = evaluate(query.expression, scope)
            except BadExpression:
                later.append(query)
        if len(later) == len(left):
            break
        left = later
    return known
