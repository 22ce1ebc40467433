"""The HTTP side of a worker: ``/ping``, ``/invocations``, ``/execution-parameters``."""

from __future__ import annotations

import socket
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

from .response import Answer
from .service import Responder

SECONDS_TO_DRAIN = 25  # SageMaker kills 30 s after SIGTERM


class Server(ThreadingHTTPServer):
    """Serves on a socket that listens already, and that other workers share."""

    daemon_threads = True

    def __init__(self, listening: socket.socket, service: Responder) -> None:
        super().__init__(listening.getsockname()[:2], Handler, bind_and_activate=False)
        self.socket.close()
        self.socket = listening
        self.service = service
        self._in_flight = 0
        self._changed = threading.Condition()

    def get_request(self) -> tuple[socket.socket, object]:
        connection, address = self.socket.accept()
        connection.setblocking(
            True
        )  # the shared socket does not block: another may have been faster
        return connection, address

    @contextmanager
    def answering(self) -> Iterator[None]:
        """Around every request."""
        with self._changed:
            self._in_flight += 1
        try:
            yield
        finally:
            with self._changed:
                self._in_flight -= 1
                self._changed.notify_all()

    def drain(self) -> None:
        """Return when the requests in flight are answered, or after ``SECONDS_TO_DRAIN``."""
        with self._changed:
            self._changed.wait_for(lambda: not self._in_flight, SECONDS_TO_DRAIN)


class Handler(BaseHTTPRequestHandler):
    """One connection, and one request after the other on it."""

    server: Server
    protocol_version = "HTTP/1.1"
    disable_nagle_algorithm = True
    wbufsize = -1

    def do_GET(self) -> None:
        with self.server.answering():
            path = self.path.partition("?")[0]
            if path == "/ping":
                self._send(Answer(200))
            elif path == "/execution-parameters":
                self._send(self.server.service.execution_parameters() or Answer(404))
            else:
                self._send(Answer(405 if path == "/invocations" else 404))

    def do_POST(self) -> None:
        began = time.monotonic()
        with self.server.answering():
            body = self._body()
            if body is None:
                self.close_connection = True
                self._send(Answer(400))
            elif self.path.partition("?")[0] != "/invocations":
                self._send(Answer(404))
            else:
                kinds = self.headers.get("Content-Type"), self.headers.get("Accept")
                found = self.server.service.invoke(body, *kinds)
                self._send(found)
                took = 1000 * (time.monotonic() - began)
                print(f"POST /invocations {found.status} {took:.0f} ms", flush=True)

    def _body(self) -> bytes | None:
        """The whole body; None where the request does not say how long it is."""
        try:
            if self.headers.get("Transfer-Encoding", "").lower() == "chunked":
                return b"".join(self._chunks())
            return self.rfile.read(int(self.headers.get("Content-Length", "0")))
        except ValueError:
            return None

    def _chunks(self) -> Iterator[bytes]:
        while length := int(self.rfile.readline().partition(b";")[0], 16):
            yield self.rfile.read(length)
            self.rfile.readline()  # the end of the line after a chunk
        while self.rfile.readline().strip():
            pass  # headers that follow the body

    def _send(self, answer: Answer) -> None:
        self.send_response(answer.status)
        charset = "; charset=utf-8" if answer.media_type.startswith("text/") else ""
        self.send_header("Content-Type", answer.media_type + charset)
        for name, value in answer.headers.items():
            self.send_header(name, value)
        self.send_header("Content-Length", str(len(answer.body)))
        self.end_headers()
        self.wfile.write(answer.body)
        self.wfile.flush()  # now, while the request still counts as in flight

    def log_message(self, format: str, *arguments: object) -> None:
        """Invocations are logged above; pings are not."""
