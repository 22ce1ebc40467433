"""What is no plain HTTP/1.1 is refused before anything is done, so that nobody reads it otherwise."""

from __future__ import annotations

import socket
import threading
from collections.abc import Iterable, Iterator
from typing import Any

import pytest

from localaws.server.http import Server, StartResponse
from localaws.server.request_head import origin_form

HOST = b"Host: localhost\r\n"
CHUNKED = b"POST / HTTP/1.1\r\n" + HOST + b"Transfer-Encoding: chunked\r\n\r\n"
done: list[bytes] = []


def application(environ: dict[str, Any], start_response: StartResponse) -> Iterable[bytes]:
    """Reads the body, then does something."""
    done.append(environ["wsgi.input"].read())
    start_response("200 OK", [])
    return [b"done"]


@pytest.fixture(scope="module")
def port() -> Iterator[int]:
    listener = socket.create_server(("127.0.0.1", 0))
    server = Server([listener], application)
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.05})
    thread.start()
    yield listener.getsockname()[1]
    server.shutdown()
    thread.join()
    server.server_close()


def responses(port: int, sent: bytes) -> bytes:
    """Everything that comes back until the connection ends."""
    done.clear()
    with socket.create_connection(("127.0.0.1", port), timeout=20) as raw:
        raw.sendall(sent)
        raw.shutdown(socket.SHUT_WR)
        return b"".join(iter(lambda: raw.recv(65536), b""))


HEADS = {
    "two lengths": b"Content-Length: 2\r\nContent-Length: 2\r\n\r\nab",
    "two different lengths": b"Content-Length: 2\r\nContent-Length: 9\r\n\r\nab",
    "a list of lengths": b"Content-Length: 2, 2\r\n\r\nab",
    "a length with a sign": b"Content-Length: +2\r\n\r\nab",
    "an empty length": b"Content-Length:\r\n\r\n",
    "a length without end": b"Content-Length: " + b"9" * 30 + b"\r\n\r\n",
    "a length and chunks": b"Content-Length: 5\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n",
    "another coding": b"Transfer-Encoding: gzip, chunked\r\n\r\n0\r\n\r\n",
    "nearly chunked": b"Transfer-Encoding: xchunked\r\n\r\n0\r\n\r\n",
    "chunked twice": b"Transfer-Encoding: chunked\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n",
    "a space before the colon": b"Transfer-Encoding : chunked\r\n\r\n0\r\n\r\n",
    "a vertical tab": b"Transfer-Encoding: \x0bchunked\r\n\r\n0\r\n\r\n",
    "a folded line": b"X: a\r\n b\r\n\r\n",
    "a line without a colon": b"junk\r\nOrigin: https://evil.example\r\n\r\n",
    "a bare carriage return": b"X: a\rOrigin: b\r\n\r\n",
    "a bare line feed": b"X: a\nOrigin: b\r\n\r\n",
    "a zero byte": b"X: a\0b\r\n\r\n",
    "two hosts": b"Host: evil.example\r\n\r\n",
}
LINES = {
    "no host": b"POST / HTTP/1.1\r\n\r\n",
    "HTTP/0.9": b"GET /\r\n",
    "HTTP/2": b"PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n",
    "two spaces": b"GET  / HTTP/1.1\r\n" + HOST + b"\r\n",
    "a target that is none": b"GET x HTTP/1.1\r\n" + HOST + b"\r\n",
    "only a line feed": b"GET / HTTP/1.1\n" + HOST + b"\r\n",
    "chunks in HTTP/1.0": b"POST / HTTP/1.0\r\n"
    + HOST
    + b"Transfer-Encoding: chunked\r\n\r\n0\r\n\r\n",
    "no size of a chunk": CHUNKED + b"zz\r\n\r\n",
    "a negative chunk": CHUNKED + b"-1\r\n\r\n",
    "a chunk as Python writes it": CHUNKED + b"0x2\r\nab\r\n0\r\n\r\n",
    "an underscore in a size": CHUNKED + b"1_0\r\n" + b"a" * 16 + b"\r\n0\r\n\r\n",
    "a chunk that is longer": CHUNKED + b"2\r\nabcd\r\n0\r\n\r\n",
    "a chunk with a bare line feed": CHUNKED + b"2\nab\r\n0\r\n\r\n",
    "an empty size": CHUNKED + b"\r\n0\r\n\r\n",
    "trailers without end": CHUNKED + b"0\r\n" + b"a: b\r\n" * 100,
}
CASES = {name: b"POST / HTTP/1.1\r\n" + HOST + rest for name, rest in HEADS.items()} | LINES
SMUGGLED = b"GET /smuggled HTTP/1.1\r\n" + HOST + b"\r\n"


@pytest.mark.parametrize("case", CASES)
def test_what_could_be_read_in_two_ways_is_refused_and_ends_the_connection(
    port: int, case: str
) -> None:
    answer = responses(port, CASES[case] + SMUGGLED)
    assert answer.startswith(b"HTTP/1.1 400 ")
    assert answer.count(b"HTTP/1.1 ") == 1 or case == "HTTP/2"
    assert done == []


@pytest.mark.parametrize(
    "head",
    [b"a: b\r\n" * 300, b"a: " + b"b" * 70_000 + b"\r\n", (b"a: " + b"b" * 30_000 + b"\r\n") * 10],
)
def test_headers_have_a_limit(port: int, head: bytes) -> None:
    sent = b"GET / HTTP/1.1\r\n" + HOST + head + b"\r\n"
    with socket.create_connection(("127.0.0.1", port), timeout=20) as raw:
        raw.sendall(sent)
        assert raw.recv(1000).startswith(b"HTTP/1.1 431 ")
    assert done == []


def test_a_chunked_body_with_extensions_and_trailers_is_read(port: int) -> None:
    answer = responses(port, CHUNKED + b"2;name=x\r\nab\r\n1\r\nc\r\n0\r\nX: y\r\n\r\n" + SMUGGLED)
    assert answer.count(b"HTTP/1.1 200 ") == 2
    assert done == [b"abc", b""]


def test_a_client_that_leaves_in_the_middle_has_done_nothing(port: int) -> None:
    answer = responses(port, b"POST / HTTP/1.1\r\n" + HOST + b"Content-Length: 10\r\n\r\nab")
    assert answer == b""
    assert done == []


def test_http_1_0_is_served_and_closed(port: int) -> None:
    answer = responses(port, b"GET / HTTP/1.0\r\n" + HOST + b"\r\n" + SMUGGLED)
    assert answer.count(b"HTTP/1.1 200 ") == 1


@pytest.mark.parametrize(
    ("target", "path"),
    [
        ("/bucket/key?list-type=2", "/bucket/key?list-type=2"),
        ("/bucket/http://a/b", "/bucket/http://a/b"),  # a key may look like a URL
        ("http://localhost:4566/bucket/key?x=/", "/bucket/key?x=/"),
        ("http://localhost?x=/y/z", "/?x=/y/z"),
        ("*", "*"),
    ],
)
def test_only_an_absolute_uri_loses_its_host(target: str, path: str) -> None:
    assert origin_form(target) == path
