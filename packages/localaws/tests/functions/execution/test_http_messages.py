"""Requests as they come in pieces, and answers."""

from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from localaws.functions.execution.http_messages import BadMessage, Reader, Request, answer

POST = b"POST /a HTTP/1.1\r\nHost: x\r\nContent-Length: 3\r\n\r\nabc"
CHUNKED = b"POST /b HTTP/1.1\r\nTransfer-Encoding: chunked\r\n\r\n2;x=y\r\nab\r\n1\r\nc\r\n0\r\nT: 1\r\n\r\n"
GET = b"GET /c HTTP/1.1\r\n\r\n"


def read(*parts: bytes) -> list[Request]:
    reader = Reader()
    return [request for part in parts for request in reader.feed(part)]


@given(st.lists(st.integers(0, len(POST + CHUNKED + GET)), max_size=6))
def test_however_they_are_cut_they_are_the_same(cuts: list[int]) -> None:
    data = POST + CHUNKED + GET
    at = [0, *sorted(cuts), len(data)]
    found = read(*(data[a:b] for a, b in pairwise(at)))
    assert [(r.method, r.path, r.body) for r in found] == [
        *(("POST", "/a", b"abc"), ("POST", "/b", b"abc"), ("GET", "/c", b"")),
    ]


def test_names_of_headers_are_in_lower_case() -> None:
    assert read(POST)[0].headers == {"host": "x", "content-length": "3"}


@pytest.mark.parametrize(
    "data",
    [
        b"nonsense\r\n\r\n",
        b"GET / HTTP/2\r\n\r\n",
        b"GET / HTTP/1.1\r\nno colon\r\n\r\n",
        b"GET / HTTP/1.1\r\nContent-Length: -1\r\n\r\n",
        b"GET / HTTP/1.1\r\nContent-Length: 99999999999\r\n\r\n",
        b"GET / HTTP/1.1\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\n",
        b"x" * 70_000,
    ],
)
def test_what_is_no_request_is_said_to_be_none(data: bytes) -> None:
    with pytest.raises(BadMessage):
        read(data)


def test_an_answer_has_its_length() -> None:
    assert answer(202, b"{}", {"A": "b"}) == (
        b"HTTP/1.1 202 Accepted\r\nContent-Type: application/json\r\nA: b\r\nContent-Length: 2\r\n\r\n{}"
    )
