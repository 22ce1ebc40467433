"""ListMetrics: the metrics of which anything was published in the last two weeks. Pure."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from localaws.protocols.refusal import Refusal
from localaws.this_aws.metric_samples import MetricName

Request = Mapping[str, Any]

_PAGE = 500
_LISTED = 14 * 86400
_RECENT = 3 * 3600


def listed(
    known: Iterable[tuple[MetricName, float]], request: Request, now: float
) -> dict[str, Any]:
    """A page of those that the request asks for; ``known`` has each with when it was published last."""
    age = _RECENT if request.get("RecentlyActive") else _LISTED
    wanted = {(each["Name"], each.get("Value")) for each in request.get("Dimensions") or ()}
    found = sorted(
        (name.namespace, name.name, sorted(name.dimensions))
        for name, last in known
        if last >= now - age
        and request.get("Namespace") in (None, name.namespace)
        and request.get("MetricName") in (None, name.name)
        and all(_has(name, key, value) for key, value in wanted)
    )
    token = request.get("NextToken") or "0"
    if not token.isdecimal():
        raise Refusal("InvalidParameterValue", "Request parameter NextToken is invalid")
    start = int(token)
    metrics = [
        {
            "Namespace": namespace,
            "MetricName": name,
            "Dimensions": [{"Name": key, "Value": value} for key, value in dimensions],
        }
        for namespace, name, dimensions in found[start : start + _PAGE]
    ]
    rest = len(found) > start + _PAGE
    return {"Metrics": metrics, "NextToken": str(start + _PAGE) if rest else None}


def _has(name: MetricName, key: str, value: str | None) -> bool:
    return any(own == key and value in (None, held) for own, held in name.dimensions)
