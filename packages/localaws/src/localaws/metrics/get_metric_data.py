"""GetMetricData: the data points of several metrics, and of math of them. Pure, but for what ``read`` reads."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from localaws.metrics import queries
from localaws.metrics.expressions import syntax
from localaws.metrics.expressions.syntax import Call
from localaws.metrics.expressions.value import Series
from localaws.metrics.metric import MetricStat, Query
from localaws.metrics.periods import data_points
from localaws.metrics.queries import combination, invalid, moment
from localaws.metrics.time_range import TimeRange
from localaws.metrics.worked_out import worked_out
from localaws.protocols.refusal import Refusal
from localaws.this_aws.metric_samples import Sample

Request = Mapping[str, Any]
Read = Callable[[MetricStat, float, float], Iterable[Sample]]

_MOST_QUERIES = 500
_PAGE = 100_800
_MOST_PERIODS = 500_000  # of one query; AWS's own limit is what it gives in pages


@dataclass(frozen=True)
class _Result:
    """The data points of a query, newest first."""

    query: Query
    points: tuple[tuple[float, float], ...]


def metric_data(request: Request, now: float, read: Read) -> dict[str, Any]:
    """The result of the request: a page of data points.

    Raises:
        Refusal: it asks for what there is not, or what is not worked out here.
    """
    asked = _asked(request)
    if len(asked) > _MOST_QUERIES:
        raise invalid(
            f"The collection MetricDataQueries must not have a size greater than {_MOST_QUERIES}."
        )
    span = TimeRange(moment(request["StartTime"]), moment(request["EndTime"]))
    if span.start > span.end:
        raise invalid("The parameter EndTime must be greater than StartTime.")
    if span.start == span.end:
        raise invalid("The parameter StartTime must not equal parameter EndTime.")
    results = [_result(each, asked, span, now, read) for each in asked if each.returns]
    return _page(results, request)


def _asked(request: Request) -> tuple[Query, ...]:
    asked = []
    for number, member in enumerate(request["MetricDataQueries"], 1):
        if not member.get("MetricStat") and not member.get("Expression"):
            raise invalid(
                f"The parameter MetricDataQueries.member.{number}.MetricStat is required.\n"
            )
        if (member.get("Expression") or "").lstrip().upper().startswith("SELECT"):
            raise invalid(
                f"Error in expression '{member['Id']}': a query of Metrics Insights "
                f"{queries.NOT_HERE}"
            )
        asked.append(queries.query(member))
    queries.check(asked)
    return tuple(asked)


def _result(
    query: Query, asked: Sequence[Query], given: TimeRange, now: float, read: Read
) -> _Result:
    needed = _needed(query, asked)
    period = _period(query, needed)
    span = given.rounded(period, now)
    if span.count(period) > _MOST_PERIODS:
        raise combination(f"'{query.id}' has more than {_MOST_PERIODS:,} periods in this range.")
    begun = span.begun(period)
    metrics = {}
    for each in needed:
        if each.stat is not None:
            samples = read(each.stat, span.start, span.end)
            points = data_points(samples, each.stat.stat, begun, period)
            metrics[each.id] = Series(tuple(None if p is None else p.value for p in points))
    known = worked_out(needed, metrics, begun, period)
    if query.id not in known:
        raise invalid(f"Error in expression '{query.id}': it makes no single time series")
    values = zip(begun, known[query.id].values, strict=True)
    return _Result(query, tuple((at, value) for at, value in values if value is not None))


def _needed(query: Query, asked: Sequence[Query]) -> list[Query]:
    """A query with those that it is made of, in the order in which they were given."""
    by_id = {each.id: each for each in asked}
    wanted: set[str] = set()
    left = [query.id]
    while left:
        name = left.pop()
        if name in wanted or name not in by_id:
            continue
        wanted.add(name)
        expression = by_id[name].expression
        if expression is not None:
            tree = syntax.read(expression)
            left += syntax.names(tree)
            if any(isinstance(c, Call) and c.function == "METRICS" for c in syntax.walk(tree)):
                left += [each.id for each in asked if each.stat is not None]
    return [each for each in asked if each.id in wanted]


def _period(query: Query, needed: Sequence[Query]) -> int:
    periods = {each.stat.period for each in needed if each.stat is not None}
    if len(periods) > 1:
        raise invalid(
            f"Error in expression '{query.id}': math of metrics of different periods "
            f"{queries.NOT_HERE}"
        )
    period = next(iter(periods), query.period)
    if not period:
        raise invalid(f"Error in expression '{query.id}': The parameter Period is required.")
    return period


def _page(results: Sequence[_Result], request: Request) -> dict[str, Any]:
    token = request.get("NextToken") or "0"
    if not token.isdecimal():
        raise Refusal("InvalidNextToken", "The next token specified is invalid.")
    ascending = request.get("ScanBy") == "TimestampAscending"
    before, left = int(token), min(request.get("MaxDatapoints") or _PAGE, _PAGE)
    labels = _labels([result.query for result in results])
    shown, passed, complete = [], 0, True
    for result in results:
        points = result.points[::-1] if ascending else result.points
        start = min(max(before - passed, 0), len(points))
        page = points[start : start + left]
        passed, left = passed + len(points), left - len(page)
        whole = start + len(page) == len(points)
        complete = complete and whole
        shown.append(
            {
                "Id": result.query.id,
                "Label": labels[result.query.id],
                "Timestamps": [datetime.fromtimestamp(at, UTC) for at, _ in page],
                "Values": [value for _, value in page],
                "StatusCode": "Complete" if whole else "PartialData",
            }
        )
    given = before + sum(len(each["Values"]) for each in shown)
    return {
        "MetricDataResults": shown,
        "Messages": [],
        "NextToken": None if complete else str(given),
    }


def _labels(asked: Sequence[Query]) -> dict[str, str]:
    """What tells the results apart: the metric's name, with the statistic where that is needed."""
    names = Counter(each.stat.metric.name for each in asked if each.stat is not None)
    labels = {}
    for each in asked:
        own = each.id
        if each.stat is not None:
            name = each.stat.metric.name
            own = name if names[name] == 1 else f"{name} {each.stat.stat}"
        labels[each.id] = each.label or own
    return labels
