"""The SageMaker API over HTTP: JSON 1.1, the operation named by ``X-Amz-Target``.

A WSGI application that the server mounts for the service ``sagemaker``. It decides nothing: it
finds the region of the request, calls ``SageMaker.call`` and writes the response or the error.
"""

from __future__ import annotations

import json
import logging
import re
import uuid
from collections.abc import Callable, Iterable
from datetime import datetime
from typing import Any

from localaws.sagemaker.errors import ApiError
from localaws.sagemaker.service import SageMakers

log = logging.getLogger(__name__)

_CREDENTIAL = re.compile(r"Credential=[^/]*/\d{8}/([a-z0-9-]+)/")
_LARGEST_BODY = 8 * 1024 * 1024

StartResponse = Callable[[str, list[tuple[str, str]]], Any]


def region_of(authorization: str, otherwise: str) -> str:
    """The region that a request was signed for; ``otherwise`` for an unsigned one."""
    found = _CREDENTIAL.search(authorization)
    return found.group(1) if found else otherwise


def encoded(response: dict[str, Any]) -> bytes:
    """JSON as the protocol wants it: times are seconds since 1970, a fraction allowed."""

    def default(value: object) -> object:
        if isinstance(value, datetime):
            return round(value.timestamp(), 3)
        raise TypeError(f"{type(value).__name__} cannot be in a response of this API")

    return json.dumps(response, default=default).encode()


class SageMakerApi:
    """The WSGI application. ``region`` serves requests that are not signed."""

    def __init__(self, services: SageMakers, region: str = "us-east-1") -> None:
        self._services = services
        self._region = region

    def __call__(self, environ: dict[str, Any], start_response: StartResponse) -> Iterable[bytes]:
        request_id = str(uuid.uuid4())
        headers = [
            ("Content-Type", "application/x-amz-json-1.1"),
            ("x-amzn-RequestId", request_id),
        ]
        try:
            status, body = "200 OK", encoded(self._response(environ))
        except ApiError as error:
            status, body = self._refused(error, headers)
        except Exception:  # a defect of ours is one failed request, not a dead server
            log.exception("a SageMaker request failed, request id %s", request_id)
            internal = ApiError(
                "InternalFailure", f"The server log says more, request id {request_id}.", 500
            )
            status, body = self._refused(internal, headers)
        start_response(status, [*headers, ("Content-Length", str(len(body)))])
        return [body]

    def _response(self, environ: dict[str, Any]) -> dict[str, Any]:
        _, _, operation = environ.get("HTTP_X_AMZ_TARGET", "").rpartition(".")
        region = region_of(environ.get("HTTP_AUTHORIZATION", ""), self._region)
        return self._services.for_region(region).call(operation, _parameters(environ))

    @staticmethod
    def _refused(error: ApiError, headers: list[tuple[str, str]]) -> tuple[str, bytes]:
        headers.append(("x-amzn-ErrorType", error.code))
        reason = "Bad Request" if error.status < 500 else "Internal Server Error"
        body = {"__type": error.code, "message": error.message}
        return f"{error.status} {reason}", encoded(body)


def _parameters(environ: dict[str, Any]) -> dict[str, Any]:
    """The body of the request.

    Raises:
        ApiError: it is no JSON object, or too large to be one of this API.
    """
    length = int(environ.get("CONTENT_LENGTH") or 0)
    if length > _LARGEST_BODY:
        raise ApiError("SerializationException", f"a body of {length} bytes is too large")
    body = environ["wsgi.input"].read(length) if length else b"{}"
    try:
        parameters = json.loads(body)
    except ValueError as error:
        raise ApiError("SerializationException", f"the body is not JSON: {error}") from error
    except RecursionError as error:
        raise ApiError("SerializationException", "the body is nested too deeply") from error
    if not isinstance(parameters, dict):
        raise ApiError("SerializationException", "the body is not a JSON object")
    return parameters
