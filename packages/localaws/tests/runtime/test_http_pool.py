"""HTTP to a container, against servers that misbehave in each of the usual ways."""

from __future__ import annotations

import socket
import threading
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


def test_a_request_that_a_used_connection_began_to_answer_is_not_made_again(
    serve: Callable[..., HttpPool],
) -> None:
    pool = serve(one_response_then(OK[:-1]), answer(OK))
    get(pool)
    with pytest.raises(NotServing, match="within the answer"):
        get(pool)
