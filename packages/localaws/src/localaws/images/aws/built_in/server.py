"""The HTTP server of an endpoint: ``/ping``, ``/execution-parameters`` and ``/invocations``.

The standard library's, a thread for each connection: it starts in no time, reads a body of megabytes
in one go, and what takes long, in the libraries, runs outside the interpreter's lock. What is answered is
``Served``'s to say.
"""

from __future__ import annotations

import signal
import threading
import traceback
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Protocol

SECONDS_TO_DRAIN = 25  # SageMaker kills 30 s after SIGTERM
SECONDS_UNTIL_SEEN = 0.1  # until the server sees that it is to stop
_READ_AT_ONCE = 1 << 23  # bytes; more than the largest body of SageMaker, which needs no copy then

TEXT = "text/plain"


@dataclass(frozen=True)
class Response:
    """``media_type`` says nothing of an empty body."""

    status: int
    body: bytes = b""
    media_type: str = TEXT


def refusal(status: int, sentence: str) -> Response:
    return Response(status, sentence.encode())


class Served(Protocol):
    """What an endpoint answers. ``largest_body`` is in bytes."""

    @property
    def largest_body(self) -> int: ...

    def invoke(self, content_type: str | None, accept: str | None, body: bytes) -> Response:
        """The answer to one request; None is a header that was not sent."""

    def execution_parameters(self) -> Response:
        """What a batch transform job asks before it sends anything."""


def serve(served: Served, port: int, what: str) -> int:
    """Serve until SIGTERM, which leaves the requests in flight their answers; returns the exit code.

    Args:
        what: is served, for the log.
    """
    server = InvocationServer(served, port)
    # From a thread of its own: shutdown waits for the loop that a signal handler interrupts.
    signal.signal(signal.SIGTERM, lambda *_: threading.Thread(target=server.shutdown).start())
    print(f"serving a {what} model on port {port}", flush=True)
    server.serve_forever(SECONDS_UNTIL_SEEN)
    server.server_close()
    server.drain()
    return 0


class InvocationServer(ThreadingHTTPServer):
    """Serves an endpoint until ``shutdown``; ``drain`` then waits for the requests in flight."""

    daemon_threads = True  # those of idle connections; nobody waits for them
    request_queue_size = 1024

    def __init__(self, served: Served, port: int) -> None:
        self.served = served
        self._in_flight = 0
        self._changed = threading.Condition()
        super().__init__(("0.0.0.0", port), Handler)

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

    server: InvocationServer
    protocol_version = "HTTP/1.1"
    disable_nagle_algorithm = True
    wbufsize = -1  # an answer leaves in one piece

    def do_GET(self) -> None:
        with self.server.answering():
            match self.path.partition("?")[0]:
                case "/ping":
                    self._send(Response(200))
                case "/execution-parameters":
                    self._send(self.server.served.execution_parameters())
                case "/invocations":
                    self._send(refusal(405, "/invocations takes POST"))
                case path:
                    self._send(refusal(404, f"there is no {path}"))

    def do_POST(self) -> None:
        with self.server.answering():
            body = self._body()
            if isinstance(body, Response):
                self._send(body)
            elif (path := self.path.partition("?")[0]) != "/invocations":
                self._send(refusal(404, f"POST goes to /invocations, not to {path}"))
            else:
                self._send(self._invoke(body))

    def _invoke(self, body: bytes) -> Response:
        types = self.headers.get("Content-Type"), self.headers.get("Accept")
        try:
            return self.server.served.invoke(*types, body)
        except Exception as error:  # noqa: BLE001 - a defect of ours must not end the connection
            traceback.print_exc()
            return refusal(500, f"unexpected {type(error).__name__}, see the log")

    def _body(self) -> bytes | Response:
        """The body, or why there is none. All that the client sends is taken: only then it listens."""
        largest = self.server.served.largest_body
        parts, size = [], 0
        try:
            for part in self._parts():
                size += len(part)
                if size <= largest:
                    parts.append(part)
        except ValueError:
            self.close_connection = True  # where the next request begins cannot be known
            return refusal(400, "the request does not say how long its body is")
        if size > largest:
            return refusal(413, f"the body has {size} bytes, at most {largest} are possible")
        return b"".join(parts)

    def _parts(self) -> Iterator[bytes]:
        if self.headers.get("Transfer-Encoding", "").lower() == "chunked":
            while length := int(self.rfile.readline().partition(b";")[0], 16):
                yield self.rfile.read(length)
                self.rfile.readline()  # the end of the line after a chunk
            while self.rfile.readline().strip():
                pass  # headers that follow the body, of which none matters
            return
        left = int(self.headers.get("Content-Length", "0"))
        while left > 0 and (part := self.rfile.read(min(left, _READ_AT_ONCE))):
            left -= len(part)
            yield part

    def _send(self, response: Response) -> None:
        if response.status >= 400:
            print(f"{response.status} {response.body.decode()}", flush=True)
        self.send_response(response.status)
        if response.body:
            charset = "; charset=utf-8" if response.media_type.startswith("text/") else ""
            self.send_header("Content-Type", response.media_type + charset)
        if response.status != 204:
            self.send_header("Content-Length", str(len(response.body)))
        self.end_headers()
        self.wfile.write(response.body)
        self.wfile.flush()  # now, while the request still counts as in flight

    def log_message(self, format: str, *arguments: object) -> None:
        """Only refusals are logged; the standard library would log every request."""
