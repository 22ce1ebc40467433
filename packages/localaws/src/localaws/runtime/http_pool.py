"""HTTP to one serving container over connections that are used again, whichever way they are made.

Ours: urllib3 (2.8, tried) bounds each read in time, so that a response of 20 bytes took 1.9 s of the 0.5 s
that it was given; and its retry asks again whether or not a byte of the response had come.
"""

from __future__ import annotations

import http.client
import io
import select
import socket
import threading
import time
from collections.abc import Callable, Generator, Iterator, Mapping
from contextlib import contextmanager
from typing import Any, cast

from localaws.runtime.protocol import NotServing, Response, StreamedResponse

PORT = 8080
_PART = 1 << 20  # bytes of a body at once, at most
Connect = Callable[[float], socket.socket]  # timeout in seconds -> a connected socket


class HttpPool:
    """Connections to one server, reused last in, first out; safe from many threads."""

    def __init__(self, connect: Connect) -> None:
        self._connect = connect
        self._idle: list[socket.socket] = []
        self._lock = threading.Lock()
        self._closed = False

    def request(
        self, method: str, path: str, headers: Mapping[str, str], body: bytes, timeout: float
    ) -> Response:
        """One exchange.

        Raises:
            NotServing: no connection, or it broke off.
            TimeoutError: no whole answer within ``timeout`` seconds.
        """
        streamed = self.stream(method, path, headers, body, timeout)
        return Response(streamed.status, streamed.headers, b"".join(streamed.parts))

    def stream(
        self, method: str, path: str, headers: Mapping[str, str], body: bytes, timeout: float
    ) -> StreamedResponse:
        """The same, with the body as it comes.

        Raises:
            NotServing, TimeoutError: as ``request``, of all that comes before the body.
        """
        deadline = time.monotonic() + timeout
        asked = (method, path, headers, body, deadline)
        reused = self._take()
        if reused is not None:
            try:
                return self._begin(reused, *asked)
            except _Stale:
                pass  # the server had closed the connection meanwhile: a new one decides
        try:
            fresh = self._connect(timeout)
        except TimeoutError:
            raise
        except OSError as error:
            raise NotServing(f"no connection to port {PORT}: {error.strerror or error}") from error
        try:
            return self._begin(fresh, *asked)
        except _Stale as broken:
            raise NotServing(f"the connection broke off: {broken}") from broken

    def close(self) -> None:
        """Close what is idle; what is in use is closed when it is given back."""
        with self._lock:
            self._closed = True
            idle, self._idle = self._idle, []
        for connection in idle:
            connection.close()

    def _take(self) -> socket.socket | None:
        while True:
            with self._lock:
                if not self._idle:
                    return None
                connection = self._idle.pop()
            poll = select.poll()
            poll.register(connection, select.POLLIN)
            if not poll.poll(0):
                return connection
            connection.close()  # readable before we asked anything: the server has closed it

    def _give_back(self, connection: socket.socket) -> None:
        with self._lock:
            if not self._closed:
                self._idle.append(connection)
                return
        connection.close()

    def _begin(
        self,
        connection: socket.socket,
        method: str,
        path: str,
        headers: Mapping[str, str],
        body: bytes,
        deadline: float,
    ) -> StreamedResponse:
        """Ask, and read the head of the response."""
        exchange = _Exchange(connection, deadline)
        try:
            with _told(exchange):
                sender = http.client.HTTPConnection("localhost", PORT)
                sender.sock = exchange
                sender.request(method, path, body=body, headers=dict(headers))
                response = http.client.HTTPResponse(cast(socket.socket, exchange), method=method)
                response.begin()
                if exchange.ended:  # http.client takes half a head for a whole one
                    raise NotServing("the connection broke off within the head of the answer")
        except BaseException:
            connection.close()
            raise
        fields = {name.lower(): value for name, value in response.getheaders()}
        parts = self._parts(connection, exchange, response)
        next(parts)  # from here on, its end lets go of the connection
        return StreamedResponse(response.status, fields, parts)

    def _parts(
        self, connection: socket.socket, exchange: _Exchange, response: http.client.HTTPResponse
    ) -> Generator[bytes, None, None]:
        """The body of a response, after an empty first part."""
        keep = False
        try:
            yield b""
            while part := _next_part(exchange, response):
                yield part
            keep = not response.will_close
        finally:
            if keep:
                self._give_back(connection)
            else:
                connection.close()


def _next_part(exchange: _Exchange, response: http.client.HTTPResponse) -> bytes:
    """What has come of a body, at least a byte of it; nothing at its end."""
    with _told(exchange):
        part = response.read1(_PART)
        if not part and response.length:
            raise http.client.IncompleteRead(b"", response.length)
        return part


@contextmanager
def _told(exchange: _Exchange) -> Iterator[None]:
    """Tell what goes wrong in the words of ``protocol.Handle``."""
    try:
        yield
    except TimeoutError:
        raise TimeoutError("no answer from the container in time") from None
    except http.client.IncompleteRead as error:
        raise NotServing("the connection broke off within the answer") from error
    except (OSError, http.client.HTTPException) as error:
        if not exchange.answered:
            raise _Stale(str(error)) from error
        raise NotServing(f"the connection broke off: {error}") from error


class _Stale(Exception):
    """The connection ended before a byte of the response came."""


class _Exchange(io.RawIOBase):
    """The little that ``http.client`` asks of a socket, each call of it over by one deadline."""

    def __init__(self, connection: socket.socket, deadline: float) -> None:
        self.answered = False  # a byte of the response has come
        self.ended = False  # nothing more will
        self._connection = connection
        self._deadline = deadline

    def sendall(self, data: bytes) -> None:
        self._connection.settimeout(self._left())
        self._connection.sendall(data)

    def makefile(self, mode: str) -> io.BufferedReader:
        _acknowledge_at_once(self._connection)
        return io.BufferedReader(self)

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: Any) -> int:
        self._connection.settimeout(self._left())
        count = self._connection.recv_into(buffer)
        self.answered = self.answered or count > 0
        self.ended = count == 0
        return count

    def _left(self) -> float:
        left = self._deadline - time.monotonic()
        if left <= 0:
            raise TimeoutError
        return left


def _acknowledge_at_once(connection: socket.socket) -> None:
    """Spare servers that write head and body apart the 40 ms of Nagle waiting for our delayed ACK.

    The kernel forgets the wish, so it is made anew for each answer; only Linux knows it.
    """
    if hasattr(socket, "TCP_QUICKACK"):
        connection.setsockopt(socket.IPPROTO_TCP, socket.TCP_QUICKACK, 1)
