"""HTTP/1.1 as runtimes speak it to the Runtime API: requests read as they come, answers written. Pure.

Bodies come with their length (Python, Node.js) or in chunks (Go, Rust, streaming Node.js).
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

_LARGEST_HEAD = 64 * 1024
_LARGEST_BODY = 32 << 20  # far beyond a response's limit, so that its size can be said
_REASONS = {200: "OK", 202: "Accepted", 400: "Bad Request", 403: "Forbidden", 404: "Not Found"}
_REASONS |= {413: "Payload Too Large", 500: "Internal Server Error"}


class BadMessage(Exception):
    """What came is no request; the connection is of no more use."""


@dataclass(frozen=True)
class Request:
    """One request. Names of headers are in lower case."""

    method: str
    path: str
    headers: Mapping[str, str] = field(default_factory=dict)
    body: bytes = b""


class Reader:
    """The requests of one connection."""

    def __init__(self) -> None:
        self._data = bytearray()

    def feed(self, data: bytes) -> Iterator[Request]:
        """Every request that is whole with what has come now.

        Raises:
            BadMessage: see there.
        """
        self._data += data
        while (request := self._take()) is not None:
            yield request

    def _take(self) -> Request | None:
        end = self._data.find(b"\r\n\r\n")
        if end < 0:
            if len(self._data) > _LARGEST_HEAD:
                raise BadMessage("the head of the request is too long")
            return None
        first, *lines = bytes(self._data[:end]).decode("latin-1").split("\r\n")
        words = first.split(" ")
        if len(words) != 3 or not words[2].startswith("HTTP/1."):
            raise BadMessage(f"no request: {first[:80]!r}")
        headers: dict[str, str] = {}
        for line in lines:
            name, colon, value = line.partition(":")
            if not colon:
                raise BadMessage(f"no header: {line[:80]!r}")
            headers[name.strip().lower()] = value.strip()
        found = self._body(end + 4, headers)
        if found is None:
            return None
        body, used = found
        del self._data[:used]
        return Request(words[0], words[1], headers, body)

    def _body(self, start: int, headers: Mapping[str, str]) -> tuple[bytes, int] | None:
        """The body and where it ends; None where it is not whole."""
        if "chunked" in headers.get("transfer-encoding", "").lower():
            return self._chunks(start)
        length = headers.get("content-length", "0")
        if not length.isdigit() or int(length) > _LARGEST_BODY:
            raise BadMessage(f"Content-Length: {length[:40]}")
        end = start + int(length)
        return (bytes(self._data[start:end]), end) if len(self._data) >= end else None

    def _chunks(self, at: int) -> tuple[bytes, int] | None:
        parts: list[bytes] = []
        size = 0
        while (end := self._data.find(b"\r\n", at)) >= 0:
            text = bytes(self._data[at:end]).partition(b";")[0].strip()
            try:
                length = int(text, 16)
            except ValueError:
                raise BadMessage(f"no size of a chunk: {text[:40]!r}") from None
            size += length
            if length < 0 or size > _LARGEST_BODY:
                raise BadMessage("the body is too large")
            if length == 0:
                return self._trailers(end + 2, b"".join(parts))
            if len(self._data) < end + 2 + length + 2:
                return None
            parts.append(bytes(self._data[end + 2 : end + 2 + length]))
            at = end + 2 + length + 2
        return None

    def _trailers(self, at: int, body: bytes) -> tuple[bytes, int] | None:
        while (end := self._data.find(b"\r\n", at)) >= 0:
            if end == at:
                return body, end + 2
            at = end + 2
        return None


def answer(status: int, body: bytes, headers: Mapping[str, str] | None = None) -> bytes:
    """An answer; the connection stays open."""
    lines = [f"HTTP/1.1 {status} {_REASONS.get(status, 'OK')}", "Content-Type: application/json"]
    lines += [f"{name}: {value}" for name, value in (headers or {}).items()]
    lines += [f"Content-Length: {len(body)}", "", ""]
    return "\r\n".join(lines).encode("latin-1") + body
