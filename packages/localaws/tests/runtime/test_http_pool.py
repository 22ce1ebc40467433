"""HTTP to a container, against servers that misbehave in each of the usual ways."""

from __future__ import annotations

import socket
import threading
import time
from collections.abc import Callable, Iterator

import pytest

from localaws.runtime.http_pool import HttpPool
from localaws.runtime.protocol import NotServing, Response

Script = Callable[[socket.socket], None]
OK = b"HTTP/1.1 200 OK\r\nContent-Length: 2\r\nX-Name: Value\r\n\r\nok"


@pytest.fixture
def serve() -> Iterator[Callable[..., HttpPool]]:
    """A pool to a server that plays one script for each connection, the last one again."""
    listener = socket.create_server(("127.0.0.1", 0))

    def play(scripts: tuple[Script, ...]) -> None:
        count = 0
        while True:
            try:
                connection, _ = listener.accept()
            except OSError:
                return
            with connection:
                scripts[min(count, len(scripts) - 1)](connection)
            count += 1

    def serve(*scripts: Script) -> HttpPool:
        threading.Thread(target=play, args=(scripts,), daemon=True).start()
        return HttpPool(lambda timeout: socket.create_connection(listener.getsockname(), timeout))

    yield serve
    listener.close()


def read_request(connection: socket.socket) -> bytes:
    data = b""
    while b"\r\n\r\n" not in data and (more := connection.recv(65536)):
        data += more
    return data


def answer(*parts: bytes) -> Script:
    def script(connection: socket.socket) -> None:
        read_request(connection)
        for part in parts:
            connection.sendall(part)

    return script


def get(pool: HttpPool, timeout: float = 10) -> Response:
    return pool.request("GET", "/ping", {"Accept": "x"}, b"", timeout)


def test_an_answer_has_status_lower_case_headers_and_body(serve: Callable[..., HttpPool]) -> None:
    found = get(serve(answer(OK)))
    assert (found.status, found.headers["x-name"], found.body) == (200, "Value", b"ok")


def test_a_chunked_answer_is_put_together(serve: Callable[..., HttpPool]) -> None:
    head = b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n"
    assert get(serve(answer(head, b"3\r\nabc\r\n", b"2\r\nde\r\n0\r\n\r\n"))).body == b"abcde"


def test_a_connection_is_used_again(serve: Callable[..., HttpPool]) -> None:
    def twice(connection: socket.socket) -> None:
        for body in (b"ok", b"re"):
            read_request(connection)
            connection.sendall(OK[:-2] + body)

    def never(connection: socket.socket) -> None:
        read_request(connection)

    pool = serve(twice, never)
    assert [get(pool).body, get(pool).body] == [b"ok", b"re"]


def test_a_connection_that_the_server_closed_meanwhile_is_replaced(
    serve: Callable[..., HttpPool],
) -> None:
    pool = serve(answer(OK), answer(OK))
    for _ in range(5):
        assert get(pool).body == b"ok"


@pytest.mark.parametrize("parts", [(), (OK[:-1],), (b"nonsense\r\n\r\n",)])
def test_a_connection_that_breaks_off_is_not_serving(
    serve: Callable[..., HttpPool], parts: tuple[bytes, ...]
) -> None:
    with pytest.raises(NotServing):
        get(serve(answer(*parts)))


@pytest.mark.parametrize("parts", [(), (OK[:-1],)])
def test_no_answer_in_time_is_a_timeout(
    serve: Callable[..., HttpPool], parts: tuple[bytes, ...]
) -> None:
    over = threading.Event()

    def slow(connection: socket.socket) -> None:
        answer(*parts)(connection)
        over.wait(20)

    with pytest.raises(TimeoutError):
        get(serve(slow), timeout=0.2)
    over.set()


def test_nobody_listening_is_not_serving() -> None:
    with socket.create_server(("127.0.0.1", 0)) as listener:
        address = listener.getsockname()
    with pytest.raises(NotServing, match="no connection to port 8080"):
        get(HttpPool(lambda timeout: socket.create_connection(address, timeout)))


def one_response_then(*parts: bytes) -> Script:
    """Answers one request, and sends no more than these to the next on the same connection."""

    def script(connection: socket.socket) -> None:
        answer(OK)(connection)
        answer(*parts)(connection)

    return script


def test_a_request_that_a_used_connection_did_not_begin_to_answer_is_made_again(
    serve: Callable[..., HttpPool],
) -> None:
    pool = serve(one_response_then(), answer(OK[:-2] + b"re"))
    assert [get(pool).body, get(pool).body] == [b"ok", b"re"]


@pytest.mark.parametrize(
    ("parts", "says"),
    [
        ((OK[:-1],), "within the answer"),
        ((OK[:30],), "within the head"),
        ((b"nonsense\r\n\r\n",), "nonsense"),
    ],
)
def test_a_request_that_a_used_connection_began_to_answer_is_not_made_again(
    serve: Callable[..., HttpPool], parts: tuple[bytes, ...], says: str
) -> None:
    pool = serve(one_response_then(*parts), answer(OK))
    get(pool)
    with pytest.raises(NotServing, match=says):
        get(pool)


@pytest.mark.parametrize("come_at_once", [b"", OK[:-20]])
def test_a_response_that_trickles_in_is_over_by_the_deadline(
    serve: Callable[..., HttpPool], come_at_once: bytes
) -> None:
    over = threading.Event()

    def trickle(connection: socket.socket) -> None:
        answer(come_at_once)(connection)
        for byte in OK.removeprefix(come_at_once):
            if over.wait(0.03):
                return
            connection.sendall(bytes([byte]))

    began = time.monotonic()
    with pytest.raises(TimeoutError, match="no answer from the container in time"):
        get(serve(trickle), timeout=0.1)
    over.set()
    assert time.monotonic() - began < 0.4


def test_a_response_without_a_length_ends_with_its_connection(
    serve: Callable[..., HttpPool],
) -> None:
    pool = serve(answer(b"HTTP/1.0 200 OK\r\n\r\nto the ", b"end"), answer(OK))
    assert [get(pool).body, get(pool).body] == [b"to the end", b"ok"]


def test_a_closed_pool_lets_go_of_its_connections(serve: Callable[..., HttpPool]) -> None:
    ended = [threading.Event(), threading.Event()]

    def until_closed(over: threading.Event) -> Script:
        def script(connection: socket.socket) -> None:
            answer(OK)(connection)
            assert connection.recv(1) == b""
            over.set()

        return script

    pool = serve(*map(until_closed, ended))
    get(pool)
    pool.close()
    assert ended[0].wait(10)
    get(pool)  # one that was under way as the pool was closed
    assert ended[1].wait(10)


def test_what_was_said_before_anything_was_asked_is_no_answer(
    serve: Callable[..., HttpPool],
) -> None:
    asked, said = threading.Event(), threading.Event()

    def impatient(connection: socket.socket) -> None:
        answer(OK)(connection)
        asked.wait(10)
        connection.sendall(b"HTTP/1.1 408 Request Timeout\r\nContent-Length: 0\r\n\r\n")
        said.set()

    pool = serve(impatient, answer(OK))
    get(pool)
    asked.set()
    assert said.wait(10)
    assert get(pool).status == 200


def test_a_connection_that_is_to_be_closed_is_not_used_again(
    serve: Callable[..., HttpPool],
) -> None:
    last = OK.replace(b"\r\n\r\n", b"\r\nConnection: close\r\n\r\n")
    pool = serve(
        lambda connection: (answer(last)(connection), answer(OK[:-2] + b"no")(connection))[0],
        answer(OK),
    )
    assert [get(pool).body, get(pool).body] == [b"ok", b"ok"]
