"""A response over HTTP, ready to be sent."""

from __future__ import annotations

from dataclasses import dataclass, replace
from http import HTTPStatus


@dataclass(frozen=True)
class Response:
    """``headers`` has everything but the length."""

    status: int
    headers: tuple[tuple[str, str], ...]
    body: bytes

    @property
    def status_line(self) -> str:
        try:
            return f"{self.status} {HTTPStatus(self.status).phrase}"
        except ValueError:
            return f"{self.status} Error"


def without_body(response: Response) -> Response:
    """The same for a HEAD, whose responses have no body."""
    return replace(response, body=b"")


def one_line(text: str) -> str:
    """Text that may stand in a header."""
    return text.encode("ascii", "replace").decode().replace("\r", " ").replace("\n", " ")
