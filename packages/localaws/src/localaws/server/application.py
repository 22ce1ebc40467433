"""The one WSGI application: the server's own pages, and the entrance to every service.

``/_localaws/`` is the server's own.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from localaws.server.http import Application, StartResponse
from localaws.server.pages import PREFIX


class Router:
    """Hands a request to the server's own ``pages`` or to the services."""

    def __init__(self, services: Application, pages: Application) -> None:
        self._services = services
        self._pages = pages

    def __call__(self, environ: dict[str, Any], start_response: StartResponse) -> Iterable[bytes]:
        path = environ["PATH_INFO"]
        if path.startswith(PREFIX):
            return self._pages(environ, start_response)
        return self._services(environ, start_response)
