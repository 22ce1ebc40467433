"""The server's own pages below ``/_localaws/``: what it says of itself, its clock, its spot instances, and how it is stopped.

Every other request is the services'.
"""

from __future__ import annotations

import json
import secrets
from collections.abc import Callable, Iterable, Mapping
from typing import Any

from localaws.cloudformation.custom_resources.exchange import PAGE as RESPONSES
from localaws.server.clock_page import ClockPage
from localaws.server.http import Application, StartResponse
from localaws.server.response_page import ResponsePage
from localaws.server.spot_page import SpotPage

_PREFIX = "/_localaws/"


class Pages:
    """In front of ``services``. ``shown`` are read with GET, by name. ``POST stop`` calls ``stop``.

    ``clock``, ``spot`` and ``responses`` are asked for their own pages.

    Only who has read the secret in ``server.json`` can stop the server: a page in a browser cannot,
    whatever the gate before this lets through.
    """

    def __init__(
        self,
        services: Application,
        shown: Mapping[str, Callable[[], dict[str, Any]]],
        clock: ClockPage,
        spot: SpotPage,
        responses: ResponsePage,
        secret: str,
        stop: Callable[[], None],
    ) -> None:
        self._services = services
        self._shown = shown
        self._clock = clock
        self._spot = spot
        self._responses = responses
        self._secret = secret.encode()
        self._stop = stop

    def __call__(self, environ: dict[str, Any], start_response: StartResponse) -> Iterable[bytes]:
        path = environ["PATH_INFO"]
        if not path.startswith(_PREFIX):
            return self._services(environ, start_response)
        name = path.removeprefix(_PREFIX)
        status, content = self._response(environ["REQUEST_METHOD"], name, environ)
        body = json.dumps(content).encode()
        headers = [("Content-Type", "application/json"), ("Content-Length", str(len(body)))]
        start_response(status, headers)
        return [body]

    def _response(
        self, method: str, name: str, environ: dict[str, Any]
    ) -> tuple[str, dict[str, Any]]:
        if name == "clock":
            return self._clock.respond(environ)
        if name == "spot":
            return self._spot.respond(environ)
        if name.startswith(RESPONSES):
            return self._responses.respond(name.removeprefix(RESPONSES), environ)
        if name == "stop":
            return self._asked_to_stop(method, environ.get("HTTP_X_LOCALAWS_SECRET", ""))
        if name in self._shown:
            return "200 OK", self._shown[name]()
        there = ", ".join([*self._shown, "clock", "spot", "stop"])
        return "404 Not Found", {"error": f"no such page; there are: {there}"}

    def _asked_to_stop(self, method: str, secret: str) -> tuple[str, dict[str, Any]]:
        if method != "POST":
            return "405 Method Not Allowed", {"error": "stop is asked for with POST"}
        if not secrets.compare_digest(secret.encode(), self._secret):
            why = "X-Localaws-Secret is not the secret in the server.json of this server's home folder"
            return "403 Forbidden", {"error": why}
        self._stop()
        return "202 Accepted", {"status": "stopping"}
