"""moto's server application: it finds the service of a request and loads it when first asked for."""

from __future__ import annotations

from typing import Any

from moto.moto_server.werkzeug_app import DomainDispatcherApplication, create_backend_app

from localaws import compat
from localaws.server.http import Application


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
    application: Application = _Dispatcher(_loaded)
    return application


def _loaded(service: str) -> Any:
    made = create_backend_app(service)
    compat.loaded(service)
    return made
