"""The shape in which EventBridge and Step Functions show a job: Describe's, but not quite.

Times are whole milliseconds since 1970, and tags are a map.
"""

from __future__ import annotations

from datetime import datetime
from typing import Any


def detail(describe: dict[str, Any], tags: list[dict[str, str]]) -> dict[str, Any]:
    """The ``detail`` of a state change event, which is also the output of a ``.sync`` state.

    Args:
        describe: the answer of Describe, its times datetimes.
        tags: the resource's tags as ListTags gives them.
    """
    shaped: dict[str, Any] = _in_milliseconds(describe)
    return shaped | {"Tags": {tag["Key"]: tag["Value"] for tag in tags}}


def _in_milliseconds(value: Any) -> Any:
    if isinstance(value, datetime):
        return round(value.timestamp() * 1000)
    if isinstance(value, dict):
        return {key: _in_milliseconds(member) for key, member in value.items()}
    if isinstance(value, list | tuple):
        return [_in_milliseconds(member) for member in value]
    return value
