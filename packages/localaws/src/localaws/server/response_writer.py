"""Writes one HTTP response of a WSGI application: with its length where that is known, else in chunks."""

from __future__ import annotations

from collections.abc import Iterable
from email.utils import formatdate
from functools import lru_cache
from io import BufferedIOBase
from typing import Any

_BODILESS = (204, 304)


class ResponseWriter:
    """The response to one request; ``stays`` says whether the connection may serve another."""

    def __init__(
        self, writer: BufferedIOBase, method: str, version: str, stays: bool, now: float
    ) -> None:
        """``now`` is what its Date says, in seconds since 1970."""
        self._writer = writer
        self._method = method
        self._version = version
        self._now = now
        self._status = ""
        self._headers: list[tuple[str, str]] = []
        self.stays = stays
        self.sent = False

    def start(self, status: str, headers: list[tuple[str, str]], _error: Any = None) -> None:
        """WSGI's ``start_response``."""
        self._status, self._headers = status, list(headers)

    def write(self, body: Iterable[bytes]) -> None:
        """Send what the application returned.

        Raises:
            ConnectionError: the client has gone.
        """
        assert self._status, "the application responded before it named a status"
        names = {name.lower() for name, _ in self._headers}
        if "content-length" not in names and isinstance(body, list):
            self._headers.append(("Content-Length", str(sum(map(len, body)))))
            names.add("content-length")
        bodiless = self._method == "HEAD" or int(self._status[:3]) in _BODILESS
        unknown = "content-length" not in names and not bodiless
        chunked = unknown and self._version == "1.1"
        if chunked:
            self._headers.append(("Transfer-Encoding", "chunked"))
        elif unknown:  # HTTP/1.0: the body ends with the connection
            self.stays = False
        self._send_head("date" in names)
        if not bodiless:
            self._send_body(body, chunked)
        self._writer.flush()

    def _send_head(self, dated: bool) -> None:
        lines = [f"HTTP/1.1 {self._status}"]
        lines += [f"{name}: {_one_line(value)}" for name, value in self._headers]
        if not dated:
            lines.append(f"Date: {_date(int(self._now))}")
        if not self.stays:
            lines.append("Connection: close")
        elif self._version == "1.0":
            lines.append("Connection: keep-alive")
        head = "\r\n".join([*lines, "", ""]).encode("latin-1")
        self.sent = True
        self._writer.write(head)

    def _send_body(self, body: Iterable[bytes], chunked: bool) -> None:
        write = self._writer.write
        for part in body:
            if part and chunked:
                write(b"%x\r\n%b\r\n" % (len(part), part))
                self._writer.flush()  # whoever makes it bit by bit has it read so
            elif part:
                write(part)
        if chunked:
            write(b"0\r\n\r\n")


def _one_line(value: object) -> str:
    """A header's value; one with line ends in it would become headers of somebody else's making."""
    text = str(value)
    return text.replace("\r", " ").replace("\n", " ") if "\n" in text or "\r" in text else text


@lru_cache(maxsize=2)
def _date(second: int) -> str:
    return formatdate(second, usegmt=True)
