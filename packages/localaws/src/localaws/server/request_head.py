"""The head of an HTTP/1.1 request: read strictly, so that nobody in front of us reads it otherwise.

RFC 9112, with what it allows a server to refuse refused: folded header lines, bare line feeds,
white space before a colon, two lengths, two hosts, transfer codings other than ``chunked``.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from io import BufferedIOBase

_LONGEST_LINE = 1 << 16
_LARGEST = 1 << 17  # bytes of all header lines
_MOST = 200  # header lines; an object of S3 may have 2 KB of metadata
_REQUEST = re.compile(
    rb"([!#$%&'*+.^_`|~0-9A-Za-z-]{1,40}) ([^\x00-\x20\x7f]+) HTTP/(\d)\.(\d)\r\n"
)
_FIELD = re.compile(rb"([!#$%&'*+.^_`|~0-9A-Za-z-]+):[ \t]*([^\x00-\x08\x0a-\x1f\x7f]*?)[ \t]*\r\n")
_LENGTH = re.compile(r"\d{1,18}")


class BadRequest(Exception):
    """The bytes are no request that is served here. ``status`` is HTTP's, the message a sentence."""

    def __init__(self, sentence: str, status: int = 400) -> None:
        super().__init__(sentence)
        self.status = status


@dataclass(frozen=True)
class Head:
    """A request without its body; text is Latin-1, as WSGI has it.

    Attributes:
        target: as it stands in the request line: a path, an absolute URI or ``*``.
        length: of the body; None where it comes in chunks.
        stays: the client keeps the connection open.
        expects: the client waits to be told that it may send the body.
    """

    method: str
    target: str
    version: str
    headers: tuple[tuple[str, str], ...]
    length: int | None
    stays: bool
    expects: bool


def read(source: BufferedIOBase) -> Head | None:
    """The next request of a connection; None where there is no other.

    Raises:
        BadRequest: it is malformed, too large, or in a version that is not spoken here.
    """
    line = source.readline(_LONGEST_LINE)
    if line == b"\r\n":  # one empty line before a request is to be overlooked (RFC 9112, 2.2)
        line = source.readline(_LONGEST_LINE)
    if not line:
        return None
    found = _REQUEST.fullmatch(line)
    if found is None:
        if len(line) >= _LONGEST_LINE:
            raise BadRequest("The request's first line is too long.", 414)
        raise BadRequest("The first line is no request line of HTTP/1.1.")
    method, target, major, minor = found.groups()
    if major != b"1":
        raise BadRequest("HTTP/1.1 is spoken here, and no other version.")
    if not target.startswith((b"/", b"http://", b"https://")) and target != b"*":
        raise BadRequest("The request's target is neither a path nor a URL.")
    headers = tuple(_fields(source))
    return _head(
        method.decode(), target.decode("latin-1"), "1.0" if minor == b"0" else "1.1", headers
    )


def origin_form(target: str) -> str:
    """The path and query of a target; an absolute URI, as a proxy gets it, loses scheme and host."""
    path, mark, query = target.partition("?")
    if not path.startswith("/") and path != "*":
        path = "/" + path.split("/", 3)[3] if path.count("/") > 2 else "/"
    return f"{path}{mark}{query}"


def _fields(source: BufferedIOBase) -> list[tuple[str, str]]:
    fields: list[tuple[str, str]] = []
    left = _LARGEST
    while (line := source.readline(_LONGEST_LINE)) != b"\r\n":
        left -= len(line)
        if left < 0 or len(fields) >= _MOST or len(line) >= _LONGEST_LINE:
            raise BadRequest("The request's headers are too large.", 431)
        found = _FIELD.fullmatch(line)
        if found is None:
            raise BadRequest(f"{line[:40]!r} is no header line of HTTP/1.1.")
        fields.append((found[1].decode(), found[2].decode("latin-1")))
    return fields


def _head(method: str, target: str, version: str, headers: tuple[tuple[str, str], ...]) -> Head:
    hosts: list[str] = []
    lengths: list[str] = []
    codings: list[str] = []
    connection = expect = ""
    for name, value in headers:
        match name.lower():
            case "host":
                hosts.append(value)
            case "content-length":
                lengths.append(value)
            case "transfer-encoding":
                codings.append(value.lower())
            case "connection":
                connection += f",{value.lower()}"
            case "expect":
                expect = value.lower()
    if len(hosts) > 1 or (not hosts and version == "1.1"):
        raise BadRequest("A request names its Host once.")
    words = {word.strip() for word in connection.split(",")}
    stays = "keep-alive" in words if version == "1.0" else "close" not in words
    length = _length(lengths, codings, version)
    return Head(method, target, version, headers, length, stays, expect == "100-continue")


def _length(lengths: list[str], codings: list[str], version: str) -> int | None:
    if codings:
        if lengths:
            raise BadRequest("A request has either a Content-Length or a Transfer-Encoding.")
        if codings != ["chunked"] or version == "1.0":
            raise BadRequest("The one transfer coding that is understood here is chunked.")
        return None
    if not lengths:
        return 0
    if len(lengths) > 1:
        raise BadRequest("A request has one Content-Length.")
    if not lengths[0].isascii() or not _LENGTH.fullmatch(lengths[0]):
        raise BadRequest(f"The Content-Length {lengths[0][:40]!r} is no number.")
    return int(lengths[0])
