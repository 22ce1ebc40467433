"""PutMetricData: what a request publishes, or why it publishes nothing. Pure."""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from localaws.metrics.queries import NOT_HERE, combination, moment
from localaws.protocols.refusal import Refusal
from localaws.this_aws.metric_samples import MetricName, Sample
from localaws.this_aws.metrics import at_resolution

Request = Mapping[str, Any]

_MOST_DATA, _MOST_VALUES = 1000, 150
_GREATEST = 2.0**360
_PAST, _FUTURE = 14 * 86400, 2 * 3600
_STATISTICS = ("SampleCount", "Sum", "Minimum", "Maximum")


def published(request: Request, now: float) -> list[tuple[MetricName, Sample]]:
    """The samples of a request.

    Raises:
        Refusal: one of its data is none; none of them is published then.
    """
    if request["Namespace"].startswith("AWS/"):
        raise _invalid("The value AWS/ for parameter Namespace is invalid.")
    if request.get("EntityMetricData"):
        raise _invalid(f"EntityMetricData {NOT_HERE}")
    data = request.get("MetricData") or ()
    if len(data) > _MOST_DATA:
        raise _invalid(f"The collection MetricData must not have a size greater than {_MOST_DATA}.")
    if not data:
        raise Refusal("MissingParameter", "The parameter MetricData is required.")
    return [
        sample
        for number, datum in enumerate(data, 1)
        for sample in _samples(request["Namespace"], datum, f"MetricData.member.{number}", now)
    ]


def _samples(
    namespace: str, datum: Request, where: str, now: float
) -> Iterator[tuple[MetricName, Sample]]:
    dimensions = [(each["Name"], each["Value"]) for each in datum.get("Dimensions") or ()]
    name = MetricName(namespace, datum["MetricName"], frozenset(dimensions))
    resolution = datum.get("StorageResolution") or 60
    if resolution not in (1, 60):
        raise _invalid(f"The parameter {where}.StorageResolution must be 1 or 60.")
    at = at_resolution(_moment(datum, where, now), high_resolution=resolution == 1)
    unit = datum.get("Unit") or "None"
    given = [part for part in ("Value", "Values", "StatisticValues") if _is_there(datum, part)]
    if not given:
        raise Refusal("MissingParameter", f"The parameter {where}.Value is required.")
    if len(given) > 1:
        one, other = (f"{where}.{part}" for part in given[:2])
        raise combination(
            f"The parameters {one} and {other} are mutually exclusive and you have specified both."
        )
    if given == ["Value"]:
        yield name, Sample.of(at, _number(datum["Value"], f"{where}.Value"), unit)
    elif given == ["Values"]:
        for value, count in _counted(datum, where):
            yield name, Sample(at, count, value * count, value, value, unit)
    else:
        yield name, _summary(datum["StatisticValues"], f"{where}.StatisticValues", at, unit)


def _moment(datum: Request, where: str, now: float) -> float:
    if datum.get("Timestamp") is None:
        return now
    at = moment(datum["Timestamp"])
    if at < now - _PAST:
        raise _invalid(
            f"The parameter {where}.Timestamp must specify a time no more than two weeks in the past."
        )
    if at > now + _FUTURE:
        raise _invalid(
            f"The parameter {where}.Timestamp must specify a time no more than two hours in the "
            "future."
        )
    return at


def _is_there(datum: Request, part: str) -> bool:
    return datum.get(part) is not None and datum[part] != []


def _counted(datum: Request, where: str) -> Iterator[tuple[float, float]]:
    values: Sequence[Any] = datum["Values"]
    counts: Sequence[Any] = datum.get("Counts") or [1.0] * len(values)
    if len(values) > _MOST_VALUES:
        raise _invalid(
            f"The collection {where}.Values must not have a size greater than {_MOST_VALUES}."
        )
    if len(counts) != len(values):
        raise _invalid(
            f"The parameters {where}.Values and {where}.Counts must be of the same size."
        )
    for value, count in zip(values, counts, strict=True):
        number = _number(count, f"{where}.Counts")
        if number < 0:
            raise _invalid(f"The value {count} for parameter {where}.Counts is invalid.")
        if number:
            yield _number(value, f"{where}.Values"), number


def _summary(statistics: Request, where: str, at: float, unit: str) -> Sample:
    count, total, least, most = (
        _number(statistics[name], f"{where}.{name}") for name in _STATISTICS
    )
    if count <= 0 or least > most:
        raise _invalid(f"The value {dict(statistics)} for parameter {where} is invalid.")
    return Sample(at, count, total, least, most, unit)


def _number(value: Any, where: str) -> float:
    try:
        number = float(value)
    except (TypeError, ValueError):
        number = math.nan
    if not math.isfinite(number) or abs(number) > _GREATEST:
        raise _invalid(f"The value {value} for parameter {where} is invalid.")
    return number


def _invalid(message: str) -> Refusal:
    return Refusal("InvalidParameterValue", message)
