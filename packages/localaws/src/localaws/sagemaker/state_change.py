"""What is told when the status of a resource changes, and the shape in which it is shown then.

Whoever keeps the resource makes the ``StateChange``; SageMaker tells it; EventBridge sends it.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any


@dataclass(frozen=True)
class StateChange:
    """The status of a resource has changed.

    Attributes:
        detail_type: of the event that tells it: ``SageMaker Training Job State Change``.
        described: what that event shows of the resource: Describe's response, or almost.
    """

    detail_type: str
    arn: str
    described: dict[str, Any]


def detail(describe: dict[str, Any], tags: list[dict[str, str]]) -> dict[str, Any]:
    """The ``detail`` of a state change event, which is also the output of a ``.sync`` state.

    It is Describe's response but for the times, which are whole milliseconds since 1970, and the
    tags, which are a map.

    Args:
        describe: the response of Describe, its times datetimes.
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
