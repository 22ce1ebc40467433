"""What a connection adds to a request, by the secret that EventBridge keeps for it. Pure, but for the token
that OAuth has to be asked for, which is the caller's affair.

https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-target-connection-auth.html
"""

from __future__ import annotations

import base64
import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import urlencode


@dataclass(frozen=True)
class Additions:
    """What a connection adds to each request."""

    headers: Mapping[str, str] = field(default_factory=dict)
    query: Mapping[str, str] = field(default_factory=dict)
    body: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True)
class Request:
    """A request to somebody outside."""

    method: str
    url: str
    headers: Mapping[str, str]
    body: bytes | None


class NoToken(Exception):
    """The endpoint of OAuth gave none. The message says which."""


# Asks for a token, and gives the body of the response.
Ask = Callable[[Request], bytes]


def additions(kind: str, secret: Mapping[str, Any], ask: Ask) -> Additions:
    """What the connection adds, of a kind of authorization (``BASIC``, ``API_KEY``, ``OAUTH_…``).

    Raises:
        NoToken: it gets no token.
    """
    parameters = secret.get("invocation_http_parameters") or {}
    headers = _entries(parameters, "header_parameters")
    match kind:
        case "BASIC":
            headers["Authorization"] = basic(secret["username"], secret["password"])
        case "API_KEY":
            headers[secret["api_key_name"]] = secret["api_key_value"]
        case _:
            headers["Authorization"] = f"Bearer {_token(secret, ask)}"
    query = _entries(parameters, "query_string_parameters")
    return Additions(headers, query, _entries(parameters, "body_parameters"))


def basic(user: str, password: str) -> str:
    """The value of an Authorization header."""
    return f"Basic {base64.b64encode(f'{user}:{password}'.encode()).decode()}"


def _entries(parameters: Mapping[str, Any], name: str) -> dict[str, str]:
    return {entry["key"]: entry["value"] for entry in parameters.get(name) or ()}


def _token(secret: Mapping[str, Any], ask: Ask) -> str:
    """A token by OAuth's client credentials."""
    client, more = secret["client_parameters"], secret.get("oauth_http_parameters") or {}
    form = {
        "grant_type": "client_credentials",
        "client_id": client["client_id"],
        "client_secret": client["client_secret"],
        **_entries(more, "body_parameters"),
    }
    headers = {"content-type": "application/x-www-form-urlencoded"}
    headers |= _entries(more, "header_parameters")
    url = secret["authorization_endpoint"]
    if query := _entries(more, "query_string_parameters"):
        url += f"?{urlencode(query)}"
    said = ask(Request(secret["http_method"], url, headers, urlencode(form).encode()))
    try:
        return str(json.loads(said)["access_token"])
    except (ValueError, KeyError, TypeError):
        raise NoToken(f"{url} gave no access token.") from None
