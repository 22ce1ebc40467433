"""Defects: moto's FilterLogEvents searches every stream whatever ``logStreamNamePrefix`` says, and knows a log group
by its name alone; events come by stream and not by time, which CloudWatch has done since 2019 whatever is asked.

Upstream: docs/moto-issues/log_events.md
"""

from __future__ import annotations

import json
from typing import Any

from moto.logs.exceptions import InvalidParameterException
from moto.logs.models import LogGroup
from moto.logs.responses import LogsResponse

from localaws.moto_mends import guard

_FILTER, _OF_GROUP = "37669a81bb6d", "58e528c312c2"


def apply() -> None:
    respond = guard.take(LogsResponse, "filter_log_events", _FILTER)
    search = guard.take(LogGroup, "filter_log_events", _OF_GROUP)

    def filter_log_events(self: Any) -> Any:
        asked = json.loads(self.body)
        groups = self.logs_backend.groups
        self.body = json.dumps(
            request(asked, {name: list(groups[name].streams) for name in groups})
        )
        return respond(self)

    def by_time(self: Any, *arguments: Any) -> Any:
        *others, _interleaved = arguments
        return search(self, *others, True)

    LogsResponse.filter_log_events = filter_log_events
    LogGroup.filter_log_events = by_time


def request(asked: dict[str, Any], streams: dict[str, list[str]]) -> dict[str, Any]:
    """The request in the members that moto reads: the group's name, and the streams by their names.

    ``streams``: their names, by the group's.

    Raises:
        InvalidParameterException: the streams are named by a prefix and one by one, or the group twice.
    """
    group = asked.get("logGroupName")
    if identifier := asked.get("logGroupIdentifier"):
        if group:
            raise InvalidParameterException(
                "LogGroup name and LogGroup identifier are mutually exclusive parameters."
            )
        group = identifier.partition(":log-group:")[2] or identifier
    found = {**asked, "logGroupName": group}
    prefix = asked.get("logStreamNamePrefix")
    if prefix is None:
        return found
    if asked.get("logStreamNames"):
        raise InvalidParameterException(
            "LogStream names and LogStream prefix are mutually exclusive parameters."
        )
    names = [name for name in streams.get(str(group), []) if name.startswith(prefix)]
    return {**found, "logStreamNames": names or [prefix]}  # moto takes no name for every name
