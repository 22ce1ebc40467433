"""HTTP/1.1 for a WSGI application: a thread for each connection, connections kept alive.

It knows nothing of AWS, nor of who may ask. No library in its place: of the 33 requests that
``test_request_head`` sees refused, because a proxy could read them otherwise, cheroot 11.1 does 18,
waitress 3.0 10 and hypercorn 0.18 (h11) 15; all three ask for a body (``100 Continue``) that the
application refuses, and waitress takes gigabytes in before the application is called.
"""

from __future__ import annotations

import io
import logging
import selectors
import socket
import threading
import time
from collections.abc import Callable, Iterable, Sequence
from contextlib import suppress
from email.utils import formatdate
from http import HTTPStatus
from typing import Any

from localaws.server import environ, request_head
from localaws.server.body import BadBody, Chunked, Sized
from localaws.server.request_head import BadRequest, Head
from localaws.server.response_writer import ResponseWriter

log = logging.getLogger(__name__)

StartResponse = Callable[..., Any]
Application = Callable[[dict[str, Any], StartResponse], Iterable[bytes]]
# What an application wants to know of a connection, asked once when it is made; it goes into the
# environ of each of its requests.
Know = Callable[[socket.socket], dict[str, Any]]

_READ_BUFFER = 64 * 1024
_WITHOUT_FILES_SECONDS = 0.05
_WRITE_BUFFER = 64 * 1024  # headers and a small body leave in one packet


class Server:
    """Serves ``application`` on sockets that already listen, all in one accepting loop.

    They are handed in so that a taken port is known before anything else is loaded; whoever
    connects before ``serve_forever`` waits in their queue. ``now`` is the time that responses have,
    in seconds since 1970.
    """

    def __init__(
        self,
        listeners: Sequence[socket.socket],
        application: Application,
        know: Know | None = None,
        now: Callable[[], float] = time.time,
    ) -> None:
        self.application = application
        self.now = now
        self.know = know or _nothing
        self._listeners = listeners
        self._ending = threading.Event()
        self._ended = threading.Event()
        self._ended.set()

    def serve_forever(self, poll_interval: float = 0.1) -> None:
        """Accept connections until ``shutdown`` is called from another thread."""
        self._ended.clear()
        with selectors.DefaultSelector() as selector:
            for listener in self._listeners:
                listener.setblocking(False)  # who goes away before it is accepted blocks nobody
                selector.register(listener, selectors.EVENT_READ, listener)
            while not self._ending.is_set():
                for key, _ in selector.select(poll_interval):
                    self._accept(key.data)
        self._ended.set()

    def shutdown(self) -> None:
        """Accept nothing more; returns when the loop has ended."""
        self._ending.set()
        self._ended.wait()

    def server_close(self) -> None:
        """Close the listening sockets."""
        for listener in self._listeners:
            listener.close()

    def _accept(self, listener: socket.socket) -> None:
        try:
            connection, _ = listener.accept()
            connection.setblocking(True)
            threading.Thread(target=self._serve, args=(connection,), daemon=True).start()
        except (OSError, RuntimeError):  # it is gone again, or no file or thread is to be had
            log.debug("a connection was not accepted", exc_info=True)
            # Without a file to be had it still waits to be accepted: ask again, but not at once.
            self._ending.wait(_WITHOUT_FILES_SECONDS)

    def _serve(self, connection: socket.socket) -> None:
        with connection:
            try:
                _Connection(self, connection).serve()
            except OSError:
                log.debug("a connection broke off", exc_info=True)
            except Exception:
                log.exception("a connection failed")
            with suppress(OSError):
                connection.shutdown(socket.SHUT_WR)


def _nothing(_connection: socket.socket) -> dict[str, Any]:
    return {}


class _Connection:
    """One connection: its requests, one after the other."""

    def __init__(self, server: Server, connection: socket.socket) -> None:
        connection.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        self._server = server
        self._reader = io.BufferedReader(connection.makefile("rb", buffering=0), _READ_BUFFER)
        self._writer = io.BufferedWriter(connection.makefile("wb", buffering=0), _WRITE_BUFFER)
        self._constant = environ.of_connection(connection) | server.know(connection)
        self._stays = True

    def serve(self) -> None:
        with self._reader, suppress(OSError), self._writer:
            while self._stays:
                try:
                    head = request_head.read(self._reader)
                except BadRequest as error:
                    self._refuse(error.status, str(error))
                    return
                if head is None:
                    return
                self._respond(head)

    def _respond(self, head: Head) -> None:
        """One request. The connection closes after it if its body was not read to the end."""
        self._stays = head.stays
        go_on = self._go_on if head.expects and head.version == "1.1" else None
        body: Sized | Chunked = (
            Chunked(self._reader, go_on)
            if head.length is None
            else Sized(self._reader, head.length, go_on)
        )
        response = ResponseWriter(
            self._writer, head.method, head.version, head.stays, self._server.now()
        )
        produced: Iterable[bytes] = ()
        try:
            produced = self._server.application(
                environ.of_request(head, body, self._constant), response.start
            )
            if body.withheld:
                response.stays = False  # whether the client will send it nobody can tell
            response.write(produced)
        except BadBody as error:
            self._stays = False
            if not response.sent:
                self._refuse(HTTPStatus.BAD_REQUEST, str(error))
        except ConnectionError:
            self._stays = False
        except Exception:  # a defect is one failed request, not a dead server
            log.exception("%s %s failed", head.method, head.target)
            self._stays = False
            if not response.sent:
                self._refuse(HTTPStatus.INTERNAL_SERVER_ERROR, "The server's log says more.")
        finally:
            close = getattr(produced, "close", None)
            if close is not None:
                close()
        if not (self._stays and response.stays and body.drain()):
            self._stays = False

    def _go_on(self) -> None:
        self._writer.write(b"HTTP/1.1 100 Continue\r\n\r\n")
        self._writer.flush()  # the client waits for it before it sends the body

    def _refuse(self, status: int, sentence: str) -> None:
        """Respond in place of the application, and close."""
        body = f"{sentence}\n".encode()
        self._writer.write(
            f"HTTP/1.1 {int(status)} {HTTPStatus(status).phrase}\r\n"
            "Content-Type: text/plain; charset=utf-8\r\nX-Content-Type-Options: nosniff\r\n"
            f"Content-Length: {len(body)}\r\nDate: {formatdate(self._server.now(), usegmt=True)}\r\n"
            "Connection: close\r\n\r\n".encode()
            + body
        )
        self._writer.flush()
