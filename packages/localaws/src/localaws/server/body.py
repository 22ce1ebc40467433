"""The body of an HTTP request as a file that ends where the body ends, and nowhere else.

A length that two programs would read differently is how requests are smuggled: whatever is not
written exactly as RFC 9112 has it is refused.
"""

from __future__ import annotations

import io
import re
from collections.abc import Callable
from io import BufferedIOBase

# What an application left unread is read and thrown away up to here; beyond, closing is cheaper.
_DRAINED = 1 << 20
_LONGEST_LINE = 4096  # of a chunk's size with its extensions, and of a trailer
_TRAILERS = 64
_SIZE = re.compile(rb"([0-9A-Fa-f]{1,15})[ \t]*(?:;[^\r\n]*)?\r\n")


class BadBody(Exception):
    """The body is not what HTTP allows. The message is a sentence about it."""


class _Body(io.RawIOBase):
    """``before`` is called once, before the first byte is read: the client may wait for a word."""

    def __init__(self, source: BufferedIOBase, before: Callable[[], None] | None = None) -> None:
        self._source = source
        self._before = before

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: memoryview) -> int:  # type: ignore[override]
        if self._before is not None and not self._complete():
            before, self._before = self._before, None
            before()
        data = self._next(len(buffer))
        buffer[: len(data)] = data
        return len(data)

    def _next(self, size: int) -> bytes:
        raise NotImplementedError

    @property
    def withheld(self) -> bool:
        """Whether the client waits to be told to send it, and was not."""
        return self._before is not None and not self._complete()

    def drain(self) -> bool:
        """Read what is left; whether the connection now stands at the next request."""
        if self.withheld:
            return False
        left = _DRAINED
        while left > 0:
            try:
                data = self._next(min(left, 1 << 16))
            except (OSError, BadBody):
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

    def __init__(
        self, source: BufferedIOBase, length: int, before: Callable[[], None] | None = None
    ) -> None:
        super().__init__(source, before)
        self._left = length

    def _next(self, size: int) -> bytes:
        data = _read(self._source, min(size, self._left))
        self._left -= len(data)
        return data

    def _complete(self) -> bool:
        return self._left == 0


class Chunked(_Body):
    """A body in chunks (``Transfer-Encoding: chunked``).

    Reading raises ``BadBody`` where a chunk's size, its end or a trailer is malformed.
    """

    def __init__(self, source: BufferedIOBase, before: Callable[[], None] | None = None) -> None:
        super().__init__(source, before)
        self._left = 0  # of the present chunk
        self._ended = False

    def _next(self, size: int) -> bytes:
        if not self._left and not self._ended:
            self._begin_chunk()
        data = _read(self._source, min(size, self._left))
        self._left -= len(data)
        if data and not self._left and _line(self._source) != b"\r\n":
            raise BadBody("A chunk of the body is longer than its size says.")
        return data

    def _begin_chunk(self) -> None:
        line = _line(self._source)
        size = _SIZE.fullmatch(line)
        if size is None:
            raise BadBody(f"{line[:40]!r} is no size of a chunk.")
        self._left = int(size[1], 16)
        if self._left:
            return
        for _ in range(_TRAILERS):  # nobody here reads them
            if _line(self._source) == b"\r\n":
                self._ended = True
                return
        raise BadBody(f"There are more than {_TRAILERS} trailers behind the body.")

    def _complete(self) -> bool:
        return self._ended


def _line(source: BufferedIOBase) -> bytes:
    line = source.readline(_LONGEST_LINE)
    if not line:
        raise ConnectionResetError("the client went away in the middle of a request")
    if not line.endswith(b"\r\n"):
        raise BadBody(f"A line of the chunked body does not end as HTTP's do: {line[:40]!r}.")
    return line
