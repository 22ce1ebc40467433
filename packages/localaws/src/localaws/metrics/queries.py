"""Reads the metrics that a request asks for, or says why they are none.

What is said is AWS's where a refusal of AWS's was published; else it is ours, by the same code.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from localaws.metrics import statistics
from localaws.metrics.expressions import functions, syntax
from localaws.metrics.expressions.syntax import Call, Node
from localaws.metrics.expressions.value import BadExpression
from localaws.metrics.metric import Metric, MetricStat, Query
from localaws.protocols.refusal import Refusal

Request = Mapping[str, Any]

NOT_HERE = "is not supported by this embedded AWS."
_WORDS = {"REPEAT", "LINEAR"}
# The periods of high resolution.
_SHORT_PERIODS = (1, 5, 10, 20, 30)


def query(member: Request) -> Query:
    """One ``MetricDataQuery``.

    Raises:
        Refusal: it is none, or none that is answered here.
    """
    if member.get("AccountId"):
        raise invalid(f"AccountId={member['AccountId']} of a metric {NOT_HERE}")
    found, expression = member.get("MetricStat"), member.get("Expression")
    if bool(found) == bool(expression):
        raise combination("Exactly one of MetricStat and Expression must be set for each metric.")
    asked = None
    if found:
        asked = stat(metric(found["Metric"]), found["Period"], found["Stat"], found.get("Unit"))
    returns = member.get("ReturnData", True)
    return Query(
        *(member["Id"], asked, expression, member.get("Label"), member.get("Period"), returns)
    )


def metric(member: Request) -> Metric:
    """The metric that a request names."""
    dimensions = tuple((each["Name"], each["Value"]) for each in member.get("Dimensions") or ())
    return Metric(member["Namespace"], member["MetricName"], dimensions)


def stat(of: Metric, period: int, name: str, unit: str | None) -> MetricStat:
    """A statistic of it.

    Raises:
        Refusal: there is no such period or statistic.
    """
    if period not in _SHORT_PERIODS and (period % 60 or period < 60):
        raise invalid("Period must be 1, 5, 10, 20, 30 or a multiple of 60")
    if not statistics.is_statistic(name):
        raise invalid(f"The value {name} for parameter Stat is not supported.")
    return MetricStat(of, period, name, unit)


def check(queries: Sequence[Query]) -> None:
    """See that each expression can be read, and names none but the other queries.

    Raises:
        Refusal: one cannot.
    """
    ids = [each.id for each in queries]
    if len(set(ids)) < len(ids):
        raise invalid("The ids of metrics must be unique.")
    for each in queries:
        if each.expression is None:
            continue
        try:
            tree = syntax.read(each.expression)
            _check_calls(tree)
        except BadExpression as error:
            raise invalid(f"Error in expression '{each.id}': {error}") from error
        unknown = [name for name in syntax.names(tree) if name not in (*ids, *_WORDS)]
        if unknown:
            raise invalid(f"Error in expression '{each.id}': there is no {unknown[0]}")


def moment(time: datetime | float) -> float:
    """Seconds since 1970, as JSON has them; a form's times are datetimes."""
    return time.timestamp() if isinstance(time, datetime) else float(time)


def invalid(message: str) -> Refusal:
    """A value that cannot be."""
    return Refusal("ValidationError", message)


def combination(message: str) -> Refusal:
    """Values that cannot be together."""
    return Refusal("InvalidParameterCombination", message)


def _check_calls(tree: Node) -> None:
    for call in syntax.walk(tree):
        if isinstance(call, Call) and call.function in functions.REFUSED:
            raise BadExpression(f"{call.function} {NOT_HERE}")
