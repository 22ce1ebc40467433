"""The HTTP server, with an application that says what it got."""

from __future__ import annotations

import http.client
import json
import socket
import threading
from collections.abc import Iterable, Iterator
from typing import Any

import pytest

from localaws.server.http import Server, StartResponse


def echo(environ: dict[str, Any], start_response: StartResponse) -> Iterable[bytes]:
    """Answers with the request; paths choose other behaviours."""
    if environ["PATH_INFO"] == "/unread":
        start_response("413 Payload Too Large", [("Content-Length", "2")])
        return [b"no"]
    if environ["PATH_INFO"] == "/broken":
        raise RuntimeError("a defect")
    if environ["PATH_INFO"] == "/stream":
        start_response("200 OK", [])
        return (part for part in (b"one", b"", b"two"))
    body = environ["wsgi.input"].read()
    headers = {key: value for key, value in environ.items() if key.startswith("HTTP_")}
    answer = json.dumps(
        {
            "path": environ["PATH_INFO"],
            "raw": environ["RAW_URI"],
            "query": environ["QUERY_STRING"],
            "body": body.decode(),
            "headers": headers,
        }
    ).encode()
    start_response("200 OK", [("Content-Type", "application/json")])
    return [answer]


@pytest.fixture(scope="module")
def port() -> Iterator[int]:
    listener = socket.create_server(("127.0.0.1", 0))
    server = Server([listener], echo)
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.05})
    thread.start()
    yield listener.getsockname()[1]
    server.shutdown()
    thread.join()
    server.server_close()


@pytest.fixture
def connection(port: int) -> Iterator[http.client.HTTPConnection]:
    made = http.client.HTTPConnection("127.0.0.1", port, timeout=10)
    yield made
    made.close()


def said(connection: http.client.HTTPConnection) -> dict[str, Any]:
    answer: dict[str, Any] = json.loads(connection.getresponse().read())
    return answer


def test_a_connection_serves_many_requests(connection: http.client.HTTPConnection) -> None:
    connection.request("POST", "/one", b"first")
    assert said(connection)["body"] == "first"
    used = connection.sock
    connection.request("POST", "/two", b"second")
    assert said(connection)["body"] == "second"
    assert connection.sock is used


def test_a_chunked_body_arrives_whole(connection: http.client.HTTPConnection) -> None:
    connection.request("PUT", "/", iter([b"one ", b"two"]), encode_chunked=True)
    assert said(connection)["body"] == "one two"


def test_an_answer_without_a_length_comes_in_chunks(connection: http.client.HTTPConnection) -> None:
    connection.request("GET", "/stream")
    assert connection.getresponse().read() == b"onetwo"


def test_paths_are_decoded_and_kept_as_they_came(connection: http.client.HTTPConnection) -> None:
    connection.request("GET", "/a%2Fb/%C3%A9?x=1%202")
    answer = said(connection)
    assert answer["path"].encode("latin-1").decode() == "/a/b/é"
    assert answer["raw"] == "/a%2Fb/%C3%A9?x=1%202"
    assert answer["query"] == "x=1%202"


def test_a_body_that_nobody_read_does_not_spoil_the_next_request(
    connection: http.client.HTTPConnection,
) -> None:
    connection.request("POST", "/unread", b"x" * 100_000)
    response = connection.getresponse()
    assert (response.status, response.read()) == (413, b"no")
    connection.request("GET", "/next")
    assert said(connection)["path"] == "/next"


def test_a_defect_is_one_failed_request(connection: http.client.HTTPConnection) -> None:
    connection.request("GET", "/broken")
    response = connection.getresponse()
    assert response.status == 500
    response.read()
    connection.request("GET", "/next")
    assert said(connection)["path"] == "/next"


def test_head_has_no_body(connection: http.client.HTTPConnection) -> None:
    connection.request("HEAD", "/")
    response = connection.getresponse()
    assert int(response.headers["Content-Length"]) > 0
    assert response.read() == b""


def test_a_length_that_is_no_number_is_refused(port: int) -> None:
    with socket.create_connection(("127.0.0.1", port), timeout=10) as raw:
        raw.sendall(b"GET / HTTP/1.1\r\nHost: x\r\nContent-Length: many\r\n\r\n")
        assert b" 400 " in raw.recv(1000).splitlines()[0]


def test_a_client_that_expects_to_be_told_to_go_on_is_told(port: int) -> None:
    with socket.create_connection(("127.0.0.1", port), timeout=10) as raw:
        raw.sendall(
            b"PUT / HTTP/1.1\r\nHost: x\r\nContent-Length: 2\r\nExpect: 100-continue\r\n\r\n"
        )
        assert raw.recv(1000).startswith(b"HTTP/1.1 100 ")
        raw.sendall(b"ok")
        assert b'"body": "ok"' in raw.recv(5000)


def test_a_client_that_was_not_told_to_go_on_is_told_that_the_connection_ends(port: int) -> None:
    with socket.create_connection(("127.0.0.1", port), timeout=10) as raw:
        raw.sendall(
            b"PUT /unread HTTP/1.1\r\nHost: x\r\nContent-Length: 2\r\nExpect: 100-continue\r\n\r\n"
        )
        assert b"Connection: close\r\n" in raw.recv(5000)
