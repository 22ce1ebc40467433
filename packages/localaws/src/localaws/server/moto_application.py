"""moto's server application: it finds the service of a request and loads it when first asked for.

What moto has for its own tests is not served: its pages under ``/moto-api/`` replay requests with any
header and empty the account, its instance metadata hands out credentials, and its CORS lets every
web page read everything.
"""

from __future__ import annotations

import json
from collections.abc import Iterable
from typing import Any

from moto.moto_server import werkzeug_app
from moto.moto_server.werkzeug_app import DomainDispatcherApplication, create_backend_app

from localaws import moto_mends
from localaws.server.http import Application, StartResponse

_CLOSED = ("moto_api", "moto_api._internal", "instance_metadata")


class _Dispatcher(DomainDispatcherApplication):  # type: ignore[misc]
    """moto's dispatcher without the pages that moto has of its own: a path is a path of S3's."""

    def get_application(self, environ: dict[str, Any]) -> Any:
        if environ["PATH_INFO"].startswith(("/moto-api", "/favicon.ico", "/latest/")):
            environ = environ | {"PATH_INFO": "/-"}
        return super().get_application(environ)

    def get_backend_for_host(self, host: str | None) -> Any:
        backend = super().get_backend_for_host(host)
        if backend is None and host is not None:
            raise NotImplementedError("the service is none of those that it has")
        return backend


def moto_application() -> Application:
    """All of moto's services behind one WSGI application."""
    werkzeug_app.DISABLE_GLOBAL_CORS = True
    application: Application = _Dispatcher(_application_of)
    return application


def _application_of(service: Any) -> Application:
    if service in _CLOSED:
        return _closed
    made: Application = moto_mends.mended(service, create_backend_app)
    return made


def _closed(environ: dict[str, Any], start_response: StartResponse) -> Iterable[bytes]:
    body = json.dumps({"message": f"There is no {environ['PATH_INFO']} here."}).encode()
    headers = [("Content-Type", "application/json"), ("Content-Length", str(len(body)))]
    start_response("404 Not Found", headers)
    return [body]
