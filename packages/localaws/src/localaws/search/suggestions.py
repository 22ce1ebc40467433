"""GetSearchSuggestions: the names of properties that begin as somebody has begun to write. Pure."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import Any

_DEEPEST = 5  # structures in structures; the deepest property that people filter on has four names
MOST = 100


def suggestions(shape: Any, records: Iterable[Mapping[str, Any]], hint: str) -> list[str]:
    """Names of the model, and of what the resources have: their tags, hyperparameters, metrics."""
    named = {*_names(shape, "", _DEEPEST), *(name for record in records for name in _own(record))}
    return sorted(name for name in named if name.lower().startswith(hint.lower()))[:MOST]


def _names(shape: Any, prefix: str, depth: int) -> Iterator[str]:
    if shape.type_name == "list":
        yield from _names(shape.member, prefix, depth)
    elif shape.type_name == "structure" and depth:
        for name, member in shape.members.items():
            if name != "Tags":
                yield from _names(member, f"{prefix}.{name}" if prefix else name, depth - 1)
    elif shape.type_name not in ("structure", "map"):
        yield prefix


def _own(record: Mapping[str, Any]) -> Iterator[str]:
    """What is named by whoever made the resource."""
    yield from (f"Tags.{tag['Key']}" for tag in record.get("Tags", []))
    yield from (
        f"Metrics.{metric['MetricName']}" for metric in record.get("FinalMetricDataList", [])
    )
    for member in ("HyperParameters", "Environment", "CustomerMetadataProperties"):
        yield from (f"{member}.{key}" for key in record.get(member, {}))
