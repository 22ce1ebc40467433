"""Why an alarm is in its state, as AWS words it: StateReason and StateReasonData.

Read from state changes that people published: numbers as Java writes them, the newest data point first in the
reason, the oldest first in ``recentDatapoints``; up to four data points in the sentence, of more the last five
after it; "M out of the last N" where DatapointsToAlarm was given.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from localaws.alarms import numbers
from localaws.alarms.alarm import MetricAlarm, Missing, State, Threshold
from localaws.alarms.comparison import COMPARISONS
from localaws.metrics.statistics import DataPoint

_IN_SENTENCE = 4
_AFTER_SENTENCE = 5


@dataclass(frozen=True)
class Look:
    """What an evaluation looked at: the periods that counted, newest first, and how many were filled in."""

    moment: float
    begun: tuple[float, ...]
    points: tuple[DataPoint | None, ...]
    filled: int = 0


def reason(alarm: MetricAlarm, state: State, look: Look) -> str:
    """StateReason."""
    threshold = alarm.threshold
    if state is State.INSUFFICIENT_DATA:
        return f"Insufficient Data: {_counted(look.filled, 'datapoint')} unknown."
    holds = COMPARISONS[threshold.comparison].holds
    wanted = state is State.ALARM
    telling = [p for p in look.points if p and holds(p.value, threshold.value) is wanted]
    filled = _filled(alarm.treatment, look.filled)
    minimum = _minimum(threshold, state)
    if not telling:
        received = len([point for point in look.points if point])
        those = _counted(received, "datapoint") if received else "no datapoints were"
        periods = f"{threshold.periods} period{'s' * (threshold.periods != 1)}"
        return f"Threshold Crossed: {those} received for {periods}{filled}{minimum}."
    out_of = f" out of the last {threshold.periods}" if threshold.to_alarm is not None else ""
    # AWS writes "1 out of the last 1 datapoints", but "1 datapoint".
    noun = "datapoints" if out_of or len(telling) != 1 else "datapoint"
    verb = "were" if len(telling) != 1 else "was"
    relation = f"{'' if wanted else 'not '}{COMPARISONS[threshold.comparison].words}"
    crossed = f"{verb} {relation} the threshold ({numbers.double(threshold.value)})"
    if len(telling) <= _IN_SENTENCE:
        text = f"{len(telling)}{out_of} {noun} [{_listed(telling)}] {crossed}{filled}{minimum}."
    else:
        recent = _listed(telling[:_AFTER_SENTENCE])
        text = (
            f"{len(telling)}{out_of} {noun} {crossed}{filled}. "
            f"The most recent datapoints which crossed the threshold: [{recent}]{minimum}."
        )
    return f"Threshold Crossed: {text}"


def reason_data(alarm: MetricAlarm, look: Look) -> str:
    """StateReasonData, as JSON text."""
    there = [point for point in look.points if point]
    single = alarm.single
    data: dict[str, Any] = {"version": "1.0", "queryDate": numbers.timestamp(look.moment)}
    if there:
        data["startDate"] = numbers.timestamp(there[-1].moment)
    if single is not None and single.unit:
        data["unit"] = single.unit
    if single is not None:
        data["statistic"] = single.stat
    data |= {
        "period": alarm.period,
        "recentDatapoints": [point.value for point in reversed(there)],
        "threshold": float(alarm.threshold.value),
        "evaluatedDatapoints": [
            _evaluated(begun, point) for begun, point in zip(look.begun, look.points, strict=True)
        ],
    }
    return json.dumps(data, separators=(",", ":"))


def _evaluated(begun: float, point: DataPoint | None) -> dict[str, Any]:
    member: dict[str, Any] = {"timestamp": numbers.timestamp(begun)}
    if point is not None and point.samples is not None:
        member["sampleCount"] = point.samples
    if point is not None:
        member["value"] = point.value
    return member


def _listed(points: Sequence[DataPoint]) -> str:
    return ", ".join(f"{numbers.double(p.value)} ({numbers.minute(p.moment)})" for p in points)


def _counted(number: int, noun: str) -> str:
    return f"{number} {noun} was" if number == 1 else f"{number} {noun}s were"


def _filled(treatment: Missing, filled: int) -> str:
    if not filled or treatment not in (Missing.BREACHING, Missing.NOT_BREACHING):
        return ""
    how = "Breaching" if treatment is Missing.BREACHING else "NonBreaching"
    return f" and {_counted(filled, 'missing datapoint')} treated as [{how}]"


def _minimum(threshold: Threshold, state: State) -> str:
    """How few of N are enough, where the alarm says M."""
    if threshold.to_alarm is None:
        return ""
    if state is State.ALARM:
        few, change = threshold.needed, "OK -> ALARM"
    else:
        few, change = threshold.periods - threshold.needed + 1, "ALARM -> OK"
    return f" (minimum {few} datapoint{'s' * (few != 1)} for {change} transition)"
