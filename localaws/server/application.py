"""The one WSGI application: which service a request is for.

SageMaker and sagemaker-runtime are ours, whatever moto has by those names; everything else is
moto's. ``/_localaws/`` is the server's own.
"""

from __future__ import annotations

import json
import logging
import re
import uuid
from collections.abc import Iterable
from typing import Any

from localaws.server.http import Application, StartResponse
from localaws.server.pages import PREFIX

log = logging.getLogger(__name__)

_SERVICE = re.compile(r"Credential=[^/]*/\d{8}/[^/]*/([^/,]+)/")
_SAGEMAKER_FAMILY = ("sagemaker", "sagemaker-geospatial", "sagemaker-featurestore-runtime")


def service_of(environ: dict[str, Any]) -> str:
    """The service that a request was signed for, in its header or its URL; empty if unsigned."""
    found = _SERVICE.search(environ.get("HTTP_AUTHORIZATION", ""))
    if found is None:
        query = environ.get("QUERY_STRING", "").replace("%2F", "/").replace("%2f", "/")
        found = re.search(r"X-Amz-Credential=[^/&]*/\d{8}/[^/&]*/([^/&]+)/", query)
    return found.group(1).lower() if found else ""


class Router:
    """Hands a request to its service. ``pages`` are the server's own."""

    def __init__(
        self,
        moto: Application,
        sagemaker: Application,
        runtime: Application,
        pages: Application,
    ) -> None:
        self._moto = moto
        self._sagemaker = sagemaker
        self._runtime = runtime
        self._pages = pages

    def __call__(self, environ: dict[str, Any], start_response: StartResponse) -> Iterable[bytes]:
        path = environ["PATH_INFO"]
        if path.startswith(PREFIX):
            return self._pages(environ, start_response)
        service = service_of(environ)
        target = environ.get("HTTP_X_AMZ_TARGET", "")
        if service in _SAGEMAKER_FAMILY or (not service and target.startswith("SageMaker.")):
            if target.startswith("SageMaker."):
                return self._sagemaker(environ, start_response)
            if path.startswith("/endpoints/"):
                return self._runtime(environ, start_response)
            return _refuse(f"{environ['REQUEST_METHOD']} {path} of {service}", start_response)
        if not service and environ["REQUEST_METHOD"] == "POST" and path.startswith("/endpoints/"):
            return self._runtime(environ, start_response)  # curl needs no signature here
        return self._moto(environ, start_response)


def _refuse(what: str, start_response: StartResponse) -> Iterable[bytes]:
    """Answer that nothing here does that. No moto imitation of SageMaker may answer instead."""
    log.warning("refused: %s", what)
    body = json.dumps({"message": f"{what} is not supported by this embedded AWS."}).encode()
    headers = [
        ("Content-Type", "application/json"),
        ("x-amzn-ErrorType", "UnsupportedOperationException"),
        ("x-amzn-RequestId", str(uuid.uuid4())),
        ("Content-Length", str(len(body))),
    ]
    start_response("400 Bad Request", headers)
    return [body]
