"""The metrics that a log event holds in CloudWatch's embedded metric format. Pure.

By its specification (CloudWatch user guide, "Specification: Embedded metric format"): a JSON object whose member
``_aws`` says which of its other members are metrics, and which are their dimensions. What keeps to no such form
is a log event like any other.
"""

from __future__ import annotations

import json
import math
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from localaws.this_aws.metric_samples import MetricName, Sample
from localaws.this_aws.metrics import at_resolution

_MOST_VALUES, _MOST_DIMENSIONS = 100, 30
_PAST, _FUTURE = 14 * 86400, 2 * 3600  # what PutMetricData takes


def embedded(message: str, now: float) -> list[tuple[MetricName, Sample]]:
    """The samples of a log event; most have none."""
    if '"_aws"' not in message or not message.lstrip().startswith("{"):
        return []
    try:
        event = json.loads(message)
        said = event["_aws"]
        moment = float(said["Timestamp"]) / 1000
        if not now - _PAST <= moment <= now + _FUTURE:
            return []
        directives = said["CloudWatchMetrics"]
        return [
            found for directive in directives for found in _of_directive(event, directive, moment)
        ]
    except (ValueError, KeyError, TypeError, AttributeError, RecursionError, OverflowError):
        return []


def _of_directive(
    event: Mapping[str, Any], directive: Mapping[str, Any], moment: float
) -> Iterator[tuple[MetricName, Sample]]:
    namespace = _text(directive["Namespace"])
    sets = [_dimensions(event, names) for names in directive.get("Dimensions") or [[]]]
    for metric in directive["Metrics"]:
        name, unit = _text(metric["Name"]), _text(metric.get("Unit") or "None")
        at = at_resolution(moment, high_resolution=metric.get("StorageResolution") == 1)
        for value in _values(event.get(name)):
            for dimensions in sets:
                key = MetricName(namespace, name, dimensions)
                yield key, Sample.of(at, value, unit)


def _dimensions(event: Mapping[str, Any], names: Sequence[str]) -> frozenset[tuple[str, str]]:
    if len(names) > _MOST_DIMENSIONS:
        raise ValueError("too many dimensions")
    return frozenset((_text(name), _text(event[name])) for name in names)


def _text(value: Any) -> str:
    if not isinstance(value, str):
        raise ValueError("a name that is no text")
    return value


def _values(given: Any) -> list[float]:
    """A number, or some of them; nothing where the event has no such member."""
    if given is None:
        return []
    numbers = given if isinstance(given, list) else [given]
    if len(numbers) > _MOST_VALUES or not all(_is_number(number) for number in numbers):
        raise ValueError("a metric that is no number")
    return [float(number) for number in numbers]


def _is_number(value: Any) -> bool:
    return isinstance(value, int | float) and not isinstance(value, bool) and math.isfinite(value)
