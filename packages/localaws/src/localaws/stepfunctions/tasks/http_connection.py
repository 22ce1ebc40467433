"""An EventBridge connection: what it adds to a request, from the secret that EventBridge keeps for it."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any
from urllib.parse import urlencode

from localaws.stepfunctions.language import json_text
from localaws.stepfunctions.tasks.http_request import Additions, Request, basic
from localaws.stepfunctions.tasks.requests import NotSent, RequestRefused, Requests
from localaws.stepfunctions.tasks.services import Called
from localaws.stepfunctions.tasks.task import TASK_FAILED, Order, TaskFailure

_DESCRIBE = Called("events", "DescribeConnection")
_SECRET = Called("secretsmanager", "GetSecretValue")
# Asks for a token, and gives the body of the response; raises TaskFailure.
Ask = Callable[[Request], bytes]


def additions(requests: Requests, order: Order, arn: str, ask: Ask) -> Additions:
    """What the connection adds.

    Raises:
        TaskFailure: there is no such connection, or it gets no token.
    """
    try:
        name = arn.split(":", 5)[5].split("/")[1]
        described = requests.send(order, _DESCRIBE, {"Name": name}).result
        secret = requests.send(order, _SECRET, {"SecretId": described["SecretArn"]}).result
    except (IndexError, RequestRefused, NotSent):
        raise TaskFailure(TASK_FAILED, f"Connection {arn} does not exist.") from None
    return _of(described["AuthorizationType"], json_text.read(secret["SecretString"]), ask)


def _of(kind: str, secret: Mapping[str, Any], ask: Ask) -> Additions:
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
        return str(json_text.read(said.decode())["access_token"])
    except (ValueError, KeyError, TypeError):
        raise TaskFailure(TASK_FAILED, f"{url} gave no access token.") from None
