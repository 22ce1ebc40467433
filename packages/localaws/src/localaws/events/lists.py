"""ListConnections and ListApiDestinations by what they are asked for, which moto does not look at.

One page holds everything: there are never more than a few.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from typing import Any

from moto.events.responses import EventsHandler

# Which member of an item a parameter of the request has to equal.
_CONNECTIONS = {"ConnectionState": "ConnectionState"}
_DESTINATIONS = {"ConnectionArn": "ConnectionArn"}


def apply() -> None:
    """Call once, before the server serves."""
    EventsHandler.list_connections = _filtered(
        EventsHandler.list_connections, "Connections", _CONNECTIONS
    )
    EventsHandler.list_api_destinations = _filtered(
        EventsHandler.list_api_destinations, "ApiDestinations", _DESTINATIONS
    )


def chosen(
    items: list[Mapping[str, Any]], prefix: str | None, equal: Mapping[str, str]
) -> list[Mapping[str, Any]]:
    """Those whose name begins so, and that have these members."""
    return [
        item
        for item in items
        if item["Name"].startswith(prefix or "") and equal.items() <= item.items()
    ]


def _filtered(
    theirs: Callable[[Any], tuple[str, Any]], member: str, filters: Mapping[str, str]
) -> Callable[[Any], tuple[str, Any]]:
    def listed(response: Any) -> tuple[str, Any]:
        text, headers = theirs(response)
        asked = {name: response._get_param(parameter) for parameter, name in filters.items()}
        equal = {name: value for name, value in asked.items() if value}
        found = chosen(json.loads(text)[member], response._get_param("NamePrefix"), equal)
        return json.dumps({member: found}), headers

    return listed
