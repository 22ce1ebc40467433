"""The port is taken on both loopback addresses, or the server does not start."""

from __future__ import annotations

import socket
from collections.abc import Iterator

import pytest

from localaws.server.errors import CannotStart
from localaws.server.port import listen_on_loopback


@pytest.fixture
def squatter() -> Iterator[int]:
    """A port that somebody has taken on ::1 alone."""
    try:
        made = socket.create_server(("::1", 0), family=socket.AF_INET6)
    except OSError:
        pytest.skip("this machine has no IPv6")
    with made:
        yield made.getsockname()[1]


def test_both_addresses_have_the_same_port(squatter: int) -> None:
    listeners = listen_on_loopback(0)
    names = [listener.getsockname()[:2] for listener in listeners]
    for listener in listeners:
        listener.close()
    port = names[0][1]
    assert names == [("127.0.0.1", port), ("::1", port)]


def test_whoever_squats_on_the_other_address_is_named(squatter: int) -> None:
    with pytest.raises(
        CannotStart, match=rf"Port {squatter} is taken on \[::1\] by another program"
    ):
        listen_on_loopback(squatter)
    socket.create_server(("127.0.0.1", squatter)).close()  # the first was given back


def test_without_ipv6_it_goes_on_with_one(monkeypatch: pytest.MonkeyPatch) -> None:
    bind = socket.socket.bind

    def refusing(self: socket.socket, address: tuple[str, int]) -> None:
        if self.family == socket.AF_INET6:
            raise OSError(99, "Cannot assign requested address")
        bind(self, address)

    monkeypatch.setattr(socket.socket, "bind", refusing)
    listeners = listen_on_loopback(0)
    assert [each.getsockname()[0] for each in listeners] == ["127.0.0.1"]
    listeners[0].close()
