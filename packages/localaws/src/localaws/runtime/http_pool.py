"""HTTP to one serving container over connections that are used again, whichever way they are made.

Ours, as urllib3 bounds each read and not a whole response in time, cannot tell a used connection that
was closed before a byte of the response (asked again) from one that broke off within it (not), and
has no place to ask for immediate acknowledgement.
"""

from __future__ import annotations

import http.client
import select
import socket
import threading
import time
from collections.abc import Callable, Mapping

from localaws.runtime.protocol import NotServing, Response

PORT = 8080
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
        deadline = time.monotonic() + timeout
        reused = self._take()
        if reused is not None:
            try:
                return self._exchange(reused, method, path, headers, body, deadline)
            except _Stale:
                pass  # the server had closed the connection meanwhile: a new one decides
        try:
            fresh = self._connect(timeout)
        except TimeoutError:
            raise
        except OSError as error:
            raise NotServing(f"no connection to port {PORT}: {error.strerror or error}") from error
        try:
            return self._exchange(fresh, method, path, headers, body, deadline)
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

    def _exchange(
        self,
        connection: socket.socket,
        method: str,
        path: str,
        headers: Mapping[str, str],
        body: bytes,
        deadline: float,
    ) -> Response:
        exchange = http.client.HTTPConnection("localhost", PORT)
        exchange.sock = connection
        keep = False
        try:
            connection.settimeout(_left(deadline))
            exchange.request(method, path, body=body, headers=dict(headers))
            connection.settimeout(_left(deadline))
            _acknowledge_at_once(connection)
            try:
                answer = exchange.getresponse()
            except (ConnectionError, http.client.BadStatusLine) as error:
                raise _Stale(str(error)) from error
            content = bytearray()
            while True:
                connection.settimeout(_left(deadline))
                piece = answer.read1(1 << 20)
                if not piece:
                    break
                content += piece
            if answer.length:
                raise NotServing("the connection broke off within the answer")
            keep = not answer.will_close
            fields = {name.lower(): value for name, value in answer.getheaders()}
            return Response(answer.status, fields, bytes(content))
        except TimeoutError:
            raise TimeoutError("no answer from the container in time") from None
        except BrokenPipeError as error:
            raise _Stale(str(error)) from error
        except (ConnectionError, http.client.HTTPException) as error:
            raise NotServing(f"the connection broke off: {error}") from error
        finally:
            exchange.sock = None
            if keep:
                self._give_back(connection)
            else:
                connection.close()


class _Stale(Exception):
    """The connection ended before a byte of the answer came."""


def _acknowledge_at_once(connection: socket.socket) -> None:
    """Spare servers that write head and body apart the 40 ms of Nagle waiting for our delayed ACK.

    The kernel forgets the wish, so it is made anew for each answer; only Linux knows it.
    """
    if hasattr(socket, "TCP_QUICKACK"):
        connection.setsockopt(socket.IPPROTO_TCP, socket.TCP_QUICKACK, 1)


def _left(deadline: float) -> float:
    left = deadline - time.monotonic()
    if left <= 0:
        raise TimeoutError
    return left
