"""Requests of botocore's clients that never leave this process: what HTTP would carry is handed over.

A client signs, writes and reads as ever; between the two there is no socket, and no thread of the server's.
"""

from __future__ import annotations

import io
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlsplit

from botocore.awsrequest import AWSPreparedRequest, AWSResponse
from botocore.client import BaseClient

_CHUNK = 1 << 16


@dataclass(frozen=True)
class Sent:
    """A request; ``target`` is its path with the query."""

    method: str
    target: str
    headers: tuple[tuple[str, str], ...]
    body: bytes


@dataclass(frozen=True)
class Received:
    status: int
    headers: tuple[tuple[str, str], ...]
    body: Iterable[bytes]


Ask = Callable[[Sent], Received]


def keep_within(client: BaseClient, ask: Ask) -> None:
    """Have the requests of a client responded to by ``ask``."""

    def respond(request: AWSPreparedRequest, **_: Any) -> AWSResponse:
        received = ask(_sent(request))
        raw: Any = _Raw(received.body)
        headers: Any = dict(received.headers)
        return AWSResponse(request.url, received.status, headers, raw)

    events: Any = client.meta.events
    events.register("before-send", respond)


def _sent(request: AWSPreparedRequest) -> Sent:
    url = urlsplit(request.url)
    target = (url.path or "/") + (f"?{url.query}" if url.query else "")
    body: Any = request.body or b""
    if hasattr(body, "read"):
        body = body.read()
    elif isinstance(body, str):
        body = body.encode()
    headers = [(name, _text(value)) for name, value in request.headers.items()]
    names = {name.lower() for name, _ in headers}
    if "host" not in names:
        headers.append(("Host", url.netloc))
    if "content-length" not in names:
        headers.append(("Content-Length", str(len(body))))
    return Sent(request.method, target, tuple(headers), bytes(body))


def _text(value: Any) -> str:
    return value.decode("latin-1") if isinstance(value, bytes) else str(value)


class _Raw(io.RawIOBase):
    """A response's body as botocore reads it, and as whoever reads a file."""

    def __init__(self, body: Iterable[bytes]) -> None:
        super().__init__()
        self._parts = body
        self._left = iter(body)
        self._rest = b""

    def read(self, size: int | None = -1, /) -> bytes:
        """So many bytes, fewer only at the end; None or negative: all that are left."""
        found, length = [self._rest], len(self._rest)
        while size is None or size < 0 or length < size:
            part = next(self._left, None)
            if part is None:
                break
            found.append(part)
            length += len(part)
        whole = b"".join(found)
        cut = len(whole) if size is None or size < 0 else size
        self._rest = whole[cut:]
        return whole[:cut]

    def stream(self, size: int = _CHUNK, **_: Any) -> Iterator[bytes]:
        while part := self.read(size):
            yield part

    def readable(self) -> bool:
        return True

    def close(self) -> None:
        if not self.closed:
            end = getattr(self._parts, "close", None)
            if end is not None:
                end()
        super().close()

    release_conn = close
