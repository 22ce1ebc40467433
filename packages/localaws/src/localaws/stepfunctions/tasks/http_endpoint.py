"""``http:invoke``: calls an HTTPS API with what an EventBridge connection says of who asks."""

from __future__ import annotations

from collections.abc import Mapping
from http.client import responses
from typing import Any

import urllib3

from localaws.events.connection_secret import Additions, Request
from localaws.stepfunctions.evaluation.failure import DATA_LIMIT, LARGEST, RUNTIME, too_large
from localaws.stepfunctions.language import json_text
from localaws.stepfunctions.tasks import http_connection
from localaws.stepfunctions.tasks.http_request import BadRequest, connection_of, request
from localaws.stepfunctions.tasks.requests import Requests
from localaws.stepfunctions.tasks.task import Order, Report, TaskFailure

SOCKET = "States.Http.Socket"
_SECONDS = 60


class HttpEndpoint:
    """The integration."""

    def __init__(self, requests: Requests) -> None:
        self._requests = requests
        self._http = urllib3.PoolManager(maxsize=16)

    def call(self, order: Order) -> Any:
        try:
            arn = connection_of(order.arguments)
            added = http_connection.additions(self._requests, order, arn, self._token)
            asked = request(order.arguments, added, order.execution.region)
        except BadRequest as error:
            raise TaskFailure(
                RUNTIME,
                f"An error occurred while executing the state '{order.state}'. The Parameters "
                f"'{json_text.write(order.arguments)}' could not be used to start the Task: [{error}]",
            ) from None
        response = self._send(asked)
        if order.exchange is not None:
            shown = asked if order.exchange.reveals else _without_additions(asked, order)
            order.exchange.tell(_request_shown(shown), _response_shown(shown, response))
        output = _told(response, order.state)
        if response.status >= 400:
            raise TaskFailure(f"States.Http.StatusCode.{response.status}", json_text.write(output))
        return output

    def wait(self, order: Order, response: Any, report: Report) -> None:
        """It is never called: an HTTP task goes on with the response."""

    def stop(self, order: Order, response: Any) -> None:
        """There is nothing to stop."""

    def _token(self, asked: Request) -> bytes:
        response = self._send(asked)
        if response.status >= 400:
            cause = f"{asked.url} responded {response.status} when it was asked for a token."
            raise TaskFailure(f"States.Http.StatusCode.{response.status}", cause)
        return bytes(response.data)

    def _send(self, asked: Request) -> urllib3.BaseHTTPResponse:
        try:
            return self._http.request(
                *(asked.method, asked.url),
                body=asked.body,
                headers=dict(asked.headers),
                timeout=_SECONDS,
                redirect=False,
                retries=False,
            )
        except urllib3.exceptions.HTTPError as error:
            raise TaskFailure(SOCKET, f"{asked.url} could not be reached: {error}") from None


def _without_additions(asked: Request, order: Order) -> Request:
    """What the task itself says of the request: a connection adds what may be secret."""
    try:
        return request(order.arguments, Additions(), order.execution.region)
    except BadRequest:  # it is one only with what the connection adds
        return Request(asked.method, str(order.arguments["ApiEndpoint"]), {}, None)


def _request_shown(asked: Request) -> dict[str, str]:
    shown = {"protocol": _protocol(asked), "method": asked.method, "url": asked.url}
    shown["headers"] = _listed(asked.headers)
    return shown if asked.body is None else shown | {"body": asked.body.decode("utf-8", "replace")}


def _response_shown(asked: Request, response: urllib3.BaseHTTPResponse) -> dict[str, str]:
    return {
        "protocol": _protocol(asked),
        "statusCode": str(response.status),
        "statusMessage": response.reason or responses.get(response.status, ""),
        "headers": _listed(response.headers),
        "body": response.data.decode("utf-8", "replace"),
    }


def _protocol(asked: Request) -> str:
    return asked.url.partition(":")[0]


def _listed(headers: Mapping[str, str]) -> str:
    return f"[{', '.join(f'{name}: {value}' for name, value in headers.items())}]"


def _told(response: urllib3.BaseHTTPResponse, state: str) -> dict[str, Any]:
    if len(response.data) > LARGEST:
        raise TaskFailure(DATA_LIMIT, too_large(state))
    headers: dict[str, list[str]] = {}
    for name, value in response.headers.items():
        headers.setdefault(name.lower(), []).append(value)
    return {
        "Headers": headers,
        "ResponseBody": _body(response, headers),
        "StatusCode": response.status,
        "StatusText": response.reason or responses.get(response.status, ""),
    }


def _body(response: urllib3.BaseHTTPResponse, headers: dict[str, list[str]]) -> Any:
    """JSON where the response says that it is, or text."""
    kind = headers.get("content-type", [""])[0]
    text = response.data.decode("utf-8", "replace")
    if "json" in kind:
        try:
            return json_text.read(text)
        except json_text.NoJson:
            return text
    return text
