"""Questions for names, passed on and back."""

from __future__ import annotations

import socket
from collections.abc import Iterator
from pathlib import Path

import pytest

from localaws.runtime.network import names
from localaws.runtime.network.names import Names, is_question, name_servers

QUESTION = b"\x12\x34\x01\x00\x00\x01\x00\x00\x00\x00\x00\x00\x01x\x00\x00\x01\x00\x01"


@pytest.fixture
def servers(monkeypatch: pytest.MonkeyPatch) -> Iterator[list[socket.socket]]:
    made = [socket.socket(socket.AF_INET, socket.SOCK_DGRAM) for _ in range(2)]
    for server in made:
        server.bind(("127.0.0.1", 0))
        server.settimeout(5)
    monkeypatch.setattr(names, "name_servers", lambda: [s.getsockname() for s in made])
    yield made
    for server in made:
        server.close()


@pytest.fixture
def client() -> Iterator[socket.socket]:
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as made:
        made.bind(("127.0.0.1", 0))
        made.settimeout(5)
        yield made


@pytest.fixture
def relay() -> Iterator[Names]:
    inner = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
    inner.bind(("127.0.0.1", 0))
    made = Names(inner)
    made.address = inner.getsockname()  # type: ignore[attr-defined]
    yield made
    made.close()


def test_a_question_and_its_answer_pass(
    relay: Names, servers: list[socket.socket], client: socket.socket
) -> None:
    client.sendto(QUESTION, relay.address)  # type: ignore[attr-defined]
    number, _ = relay.ask()
    asked, back = servers[0].recvfrom(512)
    assert asked == QUESTION
    servers[0].sendto(b"answer", back)
    assert relay.answer(number)
    assert client.recv(512) == b"answer"
    assert not relay.answer(number)


def test_a_question_that_comes_again_goes_to_the_next_server(
    relay: Names, servers: list[socket.socket], client: socket.socket
) -> None:
    for _ in range(2):
        client.sendto(QUESTION, relay.address)  # type: ignore[attr-defined]
        relay.ask()
    assert [server.recv(512) for server in servers] == [QUESTION, QUESTION]


def test_what_is_no_question_goes_nowhere(
    relay: Names, servers: list[socket.socket], client: socket.socket
) -> None:
    client.sendto(b"GET / HTTP/1.0\r\n\r\n", relay.address)  # type: ignore[attr-defined]
    assert relay.ask() == (-1, [])
    assert is_question(QUESTION)
    assert not is_question(b"\x12\x34\x81\x80" + QUESTION[4:])  # an answer
    assert not is_question(b"\x12\x34\x28\x00" + QUESTION[4:])  # an update
    assert not is_question(b"")


def test_the_oldest_question_is_given_up_for_a_new_one(
    relay: Names,
    servers: list[socket.socket],
    client: socket.socket,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(names, "_WAITING", 1)
    client.sendto(QUESTION, relay.address)  # type: ignore[attr-defined]
    first, _ = relay.ask()
    client.sendto(QUESTION, relay.address)  # type: ignore[attr-defined]
    _, given_up = relay.ask()
    assert given_up == [first]


def test_the_machines_name_servers_are_read_from_its_file(tmp_path: Path) -> None:
    file = tmp_path / "resolv.conf"
    assert name_servers(file) == [("127.0.0.1", 53)]
    file.write_text("# nameserver 1.1.1.1\nsearch x\nnameserver 127.0.0.53\nnameserver fd00::1\n")
    assert name_servers(file) == [("127.0.0.53", 53), ("fd00::1", 53)]
