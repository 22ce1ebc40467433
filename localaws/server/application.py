"""The one WSGI application: the server's own pages, and the entrance to every service.

``/_localaws/`` is the server's own.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable
from typing import Any

from localaws.server.http import Application, StartResponse


class Router:
    """Hands a request to the server's own ``pages``, by name, or to the services."""

    def __init__(
        self, services: Application, pages: dict[str, Callable[[], dict[str, Any]]]
    ) -> None:
        self._services = services
        self._pages = pages

    def __call__(self, environ: dict[str, Any], start_response: StartResponse) -> Iterable[bytes]:
        path = environ["PATH_INFO"]
        if path.startswith("/_localaws/"):
            return self._page(path.removeprefix("/_localaws/"), start_response)
        return self._services(environ, start_response)

    def _page(self, name: str, start_response: StartResponse) -> Iterable[bytes]:
        page = self._pages.get(name)
        status = "200 OK" if page else "404 Not Found"
        answer = page() if page else {"error": f"no such page; there are: {', '.join(self._pages)}"}
        body = json.dumps(answer).encode()
        headers = [("Content-Type", "application/json"), ("Content-Length", str(len(body)))]
        start_response(status, headers)
        return [body]
