"""The body of an HTTP request as a file that ends where the body ends."""

from __future__ import annotations

import io
from io import BufferedIOBase

# What an application left unread is read and thrown away up to here; beyond, closing is cheaper.
_DRAINED = 1 << 20


class _Body(io.RawIOBase):
    def readable(self) -> bool:
        return True

    def readinto(self, buffer: memoryview) -> int:  # type: ignore[override]
        data = self._next(len(buffer))
        buffer[: len(data)] = data
        return len(data)

    def _next(self, size: int) -> bytes:
        raise NotImplementedError

    def drain(self) -> bool:
        """Read what is left; whether the connection now stands at the next request."""
        left = _DRAINED
        while left > 0:
            try:
                data = self._next(min(left, 1 << 16))
            except ConnectionError:
                return False
            if not data:
                return self._complete()
            left -= len(data)
        return False

    def _complete(self) -> bool:
        raise NotImplementedError


def _read(source: BufferedIOBase, size: int) -> bytes:
    """Some of the next ``size`` bytes.

    Raises:
        ConnectionResetError: the client went away before it had sent them.
    """
    if not size:
        return b""
    data = source.read(size)
    if not data:
        raise ConnectionResetError("the client went away in the middle of a request")
    return data


class Sized(_Body):
    """A body of ``length`` bytes."""

    def __init__(self, source: BufferedIOBase, length: int) -> None:
        self._source = source
        self._left = length

    def _next(self, size: int) -> bytes:
        data = _read(self._source, min(size, self._left))
        self._left -= len(data)
        return data

    def _complete(self) -> bool:
        return self._left == 0


class Chunked(_Body):
    """A body in chunks (``Transfer-Encoding: chunked``)."""

    def __init__(self, source: BufferedIOBase) -> None:
        self._source = source
        self._left = 0  # of the present chunk
        self._ended = False

    def _next(self, size: int) -> bytes:
        if not self._left and not self._ended:
            self._left = int(self._source.readline().split(b";")[0] or b"0", 16)
            if not self._left:
                while self._source.readline().strip():
                    """Trailers: nobody here reads them."""
                self._ended = True
        data = _read(self._source, min(size, self._left))
        self._left -= len(data)
        if data and not self._left:
            self._source.readline()
        return data

    def _complete(self) -> bool:
        return self._ended
