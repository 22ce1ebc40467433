"""The functions of metric math, as the CloudWatch user guide lists them ("Using metric math")."""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from datetime import UTC, datetime

from localaws.metrics.expressions.value import BadExpression, Series, Value

# They need what is not kept here: other metrics than those the alarm names, a learned band, logs.
REFUSED = frozenset(
    {"ANOMALY_DETECTION_BAND", "DB_PERF_INSIGHTS", "INSIGHT_RULE_METRIC", "LAMBDA", "SEARCH"}
    | {"REMOVE_EMPTY", "SERVICE_QUOTA", "SLICE", "SORT"}
)


def _log(value: float) -> float | None:
    return math.log(value) if value > 0 else None


def _log10(value: float) -> float | None:
    return math.log10(value) if value > 0 else None


def _ceil(value: float) -> float:
    return float(math.ceil(value))


def _floor(value: float) -> float:
    return float(math.floor(value))


def _average(values: Sequence[float]) -> float:
    return math.fsum(values) / len(values)


def _deviation(values: Sequence[float]) -> float:
    mean = _average(values)
    return math.sqrt(math.fsum((each - mean) ** 2 for each in values) / len(values))


# One data point makes one.
EACH: dict[str, Callable[[float], float | None]] = {
    "ABS": abs,
    "CEIL": _ceil,
    "FLOOR": _floor,
    "LOG": _log,
    "LOG10": _log10,
}
# A series makes a number; several series make a series, period by period.
GATHERING: dict[str, Callable[[Sequence[float]], float]] = {
    "AVG": _average,
    "MAX": max,
    "MIN": min,
    "STDDEV": _deviation,
    "SUM": math.fsum,
}
# Of the moment at which a period begins.
CALENDAR: dict[str, Callable[[datetime], float]] = {
    "DATE": lambda at: float(at.day),
    "DAY": lambda at: float(at.isoweekday()),
    "EPOCH": lambda at: at.timestamp(),
    "HOUR": lambda at: float(at.hour),
    "MINUTE": lambda at: float(at.minute),
    "MONTH": lambda at: float(at.month),
    "YEAR": lambda at: float(at.year),
}


def calendar(name: str, begun: Sequence[float], series: Series) -> Series:
    """A part of the time of each data point there is."""
    part = CALENDAR[name]
    values = zip(begun, series.values, strict=True)
    return Series(
        tuple(None if v is None else part(datetime.fromtimestamp(at, UTC)) for at, v in values)
    )


def gather(name: str, value: Value) -> Value:
    """AVG, MAX, MIN, STDDEV or SUM."""
    by = GATHERING[name]
    if isinstance(value, tuple):
        rows = zip(*(series.values for series in value), strict=True)
        present = ([each for each in row if each is not None] for row in rows)
        return Series(tuple(by(row) if row else None for row in present))
    if isinstance(value, Series):
        return by(value.there) if value.there else Series((None,) * len(value.values))
    return by([value])


def differences(series: Series, begun: Sequence[float], name: str) -> Series:
    """DIFF, DIFF_TIME or RATE: what lies between a data point and the one before it."""
    made: list[float | None] = []
    for position, value in enumerate(series.values):
        rest = range(position + 1, len(series.values))
        before = next((other for other in rest if series.values[other] is not None), None)
        earlier = None if before is None else series.values[before]
        if value is None or before is None or earlier is None:
            made.append(None)
            continue
        passed, change = begun[position] - begun[before], value - earlier
        made.append({"DIFF": change, "DIFF_TIME": passed, "RATE": change / passed}[name])
    return Series(tuple(made))


def running_sum(series: Series) -> Series:
    """The sum of each data point and those before it."""
    total, made = 0.0, []
    for value in reversed(series.values):
        total += value or 0.0
        made.append(None if value is None else total)
    return Series(tuple(reversed(made)))


def fill(series: Series, filler: float | Series | str) -> Series:
    """FILL: what is missing, by a number, another series, the data point before, or on a line between."""
    values = list(series.values)
    known = [position for position, each in enumerate(values) if each is not None]
    for position, value in enumerate(values):
        if value is not None:
            continue
        if isinstance(filler, Series):
            values[position] = filler.values[position]
        elif isinstance(filler, float):
            values[position] = filler
        else:
            values[position] = _between(series.values, known, position, filler)
    return Series(tuple(values))


def _between(
    values: Sequence[float | None], known: Sequence[int], position: int, how: str
) -> float | None:
    before = min((each for each in known if each > position), default=None)
    after = max((each for each in known if each < position), default=None)
    earlier = None if before is None else values[before]
    if how == "REPEAT":
        return earlier
    if how != "LINEAR":
        raise BadExpression(f"FILL knows REPEAT and LINEAR, not {how}")
    later = None if after is None else values[after]
    if before is None or after is None or earlier is None or later is None:
        return None
    return earlier + (later - earlier) * (before - position) / (before - after)
