"""The request that an API destination gets: of its endpoint, of what the target says, and of what the
connection adds, which has precedence. Pure.

https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-api-destinations.html
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any
from urllib.parse import quote, urlencode, urlsplit

from localaws.bypass import HERE
from localaws.events.connection_secret import Additions, Request
from localaws.events.parcel import Parcel
from localaws.events.target_input import BadInput, as_text, find

_HIDDEN = "***"
_WITHOUT_A_BODY = ("GET", "HEAD", "OPTIONS")


@dataclass(frozen=True)
class Destination:
    endpoint: str  # with an asterisk for each path parameter
    method: str


def is_here(url: str) -> bool:
    """Whether a URL is of this machine."""
    return urlsplit(url).hostname in HERE


def is_endpoint(url: str) -> bool:
    """Whether a destination may have this URL: https, or http on this machine, which AWS would not reach."""
    address = urlsplit(url)
    return bool(address.hostname) and (
        address.scheme == "https" or (address.scheme == "http" and is_here(url))
    )


def request(destination: Destination, added: Additions, parcel: Parcel) -> Request:
    """The request."""
    given = parcel.target.get("HttpParameters") or {}
    event = parcel.event or {}
    headers = {
        "content-type": "application/json; charset=utf-8",
        "range": "bytes=0-1048575",
        "user-agent": "Amazon/EventBridge/ApiDestinations",
    }
    for name, value in (given.get("HeaderParameters") or {}).items():
        headers[name.lower()] = _value(value, event)
    headers |= {name.lower(): value for name, value in added.headers.items()}
    body = None if destination.method in _WITHOUT_A_BODY else _body(parcel.text, added.body)
    return Request(destination.method, _url(destination, given, added, event), headers, body)


def hidden(added: Additions) -> Additions:
    """The same without any value: whatever a connection adds may be secret."""
    return Additions(
        dict.fromkeys(added.headers, _HIDDEN),
        dict.fromkeys(added.query, _HIDDEN),
        dict.fromkeys(added.body, _HIDDEN),
    )


def _url(
    destination: Destination, given: Mapping[str, Any], added: Additions, event: Mapping[str, Any]
) -> str:
    url = destination.endpoint
    for value in given.get("PathParameterValues") or ():
        url = url.replace("*", quote(_value(value, event), safe=""), 1)
    query = {
        name: _value(value, event)
        for name, value in (given.get("QueryStringParameters") or {}).items()
    } | dict(added.query)
    if not query:
        return url
    return f"{url}{'&' if urlsplit(url).query else '?'}{urlencode(query, quote_via=quote)}"


def _body(text: str, added: Mapping[str, Any]) -> bytes:
    if added:
        try:
            members = json.loads(text)
        except ValueError:
            members = None
        if isinstance(members, dict):
            return json.dumps({**members, **added}).encode()
    return text.encode()


def _value(value: str, event: Mapping[str, Any]) -> str:
    """A value of a parameter; one that begins with ``$.`` leads into the event."""
    if not value.startswith("$."):
        return value
    try:
        return as_text(find(event, value))
    except BadInput:
        return value
