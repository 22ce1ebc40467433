"""HTTP on a port of this machine, relayed to a container: what an endpoint lets through, no more."""

from __future__ import annotations

import socket
from collections.abc import Iterable
from http import HTTPStatus
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

from localaws.runtime.protocol import Handle, NotServing

LARGEST_BODY = 6 * 1024 * 1024  # bytes, SageMaker's
TIMEOUT = 60.0  # seconds for the container's answer, SageMaker's
_ROUTES = (("GET", "/ping"), ("GET", "/execution-parameters"), ("POST", "/invocations"))


class Proxy(ThreadingHTTPServer):
    """Serves ``handle``'s container on a socket that listens already."""

    daemon_threads = True

    def __init__(self, listener: socket.socket, handle: Handle) -> None:
        super().__init__(listener.getsockname(), _Relay, bind_and_activate=False)
        self.socket.close()
        self.socket = listener
        self.handle = handle


class _Relay(BaseHTTPRequestHandler):
    server: Proxy
    protocol_version = "HTTP/1.1"

    def do_GET(self) -> None:
        self._relay()

    def do_POST(self) -> None:
        self._relay()

    def _relay(self) -> None:
        length = self.headers.get("Content-Length", "0" if self.command == "GET" else "")
        if not length.isdecimal():
            self.close_connection = True  # nobody knows where the body ends
            self._refuse(HTTPStatus.LENGTH_REQUIRED, "Send the body with a Content-Length.")
            return
        body = self._body(int(length))
        if (self.command, self.path) not in _ROUTES:
            routes = ", ".join(" ".join(route) for route in _ROUTES)
            self._refuse(HTTPStatus.NOT_FOUND, f"There are: {routes}.")
        elif body is None:
            self._refuse(
                HTTPStatus.REQUEST_ENTITY_TOO_LARGE,
                f"An endpoint takes at most {LARGEST_BODY} bytes, this body has {length}.",
            )
        else:
            self._ask(body)

    def _body(self, length: int) -> bytes | None:
        """The body; one that is too large is read to its end, so that the client hears of it."""
        if length <= LARGEST_BODY:
            return self.rfile.read(length)
        while length > 0 and (read := len(self.rfile.read(min(length, 1 << 20)))):
            length -= read
        return None

    def _ask(self, body: bytes) -> None:
        try:
            answer = self.server.handle.request(
                self.command, self.path, _passed(self.headers.items()), body, TIMEOUT
            )
        except NotServing as error:
            self._refuse(HTTPStatus.BAD_GATEWAY, f"The container does not answer: {error}.")
        except TimeoutError:
            self._refuse(
                HTTPStatus.GATEWAY_TIMEOUT,
                f"The container did not answer within {TIMEOUT:g} seconds.",
            )
        else:
            self._answer(answer.status, _passed(answer.headers.items()), answer.body)

    def _refuse(self, status: HTTPStatus, sentence: str) -> None:
        self._answer(status, {"content-type": "text/plain"}, f"{sentence}\n".encode())

    def _answer(self, status: int, headers: dict[str, str], body: bytes) -> None:
        self.send_response(status)
        for name, value in headers.items():
            self.send_header(name, value)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, format: str, *args: object) -> None:
        """The container keeps its own log of requests."""


def _passed(headers: Iterable[tuple[str, str]]) -> dict[str, str]:
    """The headers that SageMaker lets through, to the container as well as back."""
    return {
        name: value
        for name, value in headers
        if name.lower() in ("content-type", "accept")
        or name.lower().startswith("x-amzn-sagemaker-")
    }
