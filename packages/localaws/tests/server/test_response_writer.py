"""Responses of HTTP/1.1 and 1.0, byte by byte."""

from __future__ import annotations

import io
from collections.abc import Iterable, Iterator

import pytest

from localaws.server.response_writer import ResponseWriter

DATE = ("Date", "today")


def written(
    body: Iterable[bytes],
    *headers: tuple[str, str],
    status: str = "200 OK",
    method: str = "GET",
    version: str = "1.1",
    stays: bool = True,
) -> tuple[bytes, bool]:
    out = io.BytesIO()
    writer = ResponseWriter(out, method, version, stays, 0)
    writer.start(status, [DATE, *headers])
    writer.write(body)
    return out.getvalue().replace(b"Date: today\r\n", b""), writer.stays


def parts() -> Iterator[bytes]:
    yield from (b"one", b"", b"two")


OK = b"HTTP/1.1 200 OK\r\n"


def test_a_list_has_its_length() -> None:
    assert written([b"a", b"bc"])[0] == OK + b"Content-Length: 3\r\n\r\nabc"
    assert written([b"abc"], ("content-length", "3"))[0] == OK + b"content-length: 3\r\n\r\nabc"


def test_what_has_none_comes_in_chunks() -> None:
    chunks = b"3\r\none\r\n3\r\ntwo\r\n0\r\n\r\n"
    assert written(parts()) == (OK + b"Transfer-Encoding: chunked\r\n\r\n" + chunks, True)


def test_or_ends_with_the_connection_for_who_knows_no_chunks() -> None:
    assert written(parts(), version="1.0") == (OK + b"Connection: close\r\n\r\nonetwo", False)


def test_an_old_client_is_told_that_the_connection_stays() -> None:
    said = OK + b"Content-Length: 0\r\nConnection: keep-alive\r\n\r\n"
    assert written([], version="1.0") == (said, True)


def test_a_connection_that_ends_is_said_to() -> None:
    assert b"\r\nConnection: close\r\n" in written([b""], stays=False)[0]


@pytest.mark.parametrize("status", ["204 No Content", "304 Not Modified"])
def test_some_have_no_body(status: str) -> None:
    said, stays = written(parts(), status=status)
    assert (said, stays) == (f"HTTP/1.1 {status}\r\n\r\n".encode(), True)


def test_a_head_has_the_length_and_no_body() -> None:
    assert written([b"abc"], method="HEAD")[0] == OK + b"Content-Length: 3\r\n\r\n"


def test_a_line_end_in_a_header_makes_no_second_header() -> None:
    assert b"X: a  Y: b\r\n" in written([], ("X", "a\r\nY: b"))[0]


def test_a_response_is_dated() -> None:
    out = io.BytesIO()
    writer = ResponseWriter(out, "GET", "1.1", True, 0)
    writer.start("200 OK", [])
    writer.write([])
    assert out.getvalue().count(b"\r\nDate: ") == 1
