"""Whose program is at the other end: Linux knows the user of a socket, as long as somebody has it."""

from __future__ import annotations

import os
import shutil
import socket
import struct
import subprocess
import sys
from collections.abc import Callable, Iterator

import pytest

from localaws.runtime.relay import RELAYED
from localaws.server.gate import linux_sockets
from localaws.server.gate.peers import Peer, Peers

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="Linux tells the user of a socket")

Lookup = Callable[[socket.socket], int | None]
LOOKUPS = [linux_sockets.by_netlink, linux_sockets.by_proc]


@pytest.fixture(params=["127.0.0.1", "::1"])
def listener(request: pytest.FixtureRequest) -> Iterator[socket.socket]:
    family = socket.AF_INET6 if ":" in request.param else socket.AF_INET
    try:
        made = socket.create_server((request.param, 0), family=family)
    except OSError:
        pytest.skip(f"this machine has no {request.param}")
    with made:
        yield made


@pytest.mark.parametrize("lookup", LOOKUPS)
def test_a_program_of_this_user_is_known(listener: socket.socket, lookup: Lookup) -> None:
    with socket.create_connection(listener.getsockname()[:2]), listener.accept()[0] as accepted:
        assert lookup(accepted) == os.geteuid()
        assert Peers(lookup).at(accepted) is Peer.OURS


@pytest.mark.parametrize("lookup", LOOKUPS)
def test_one_that_has_only_said_all_it_had_to_say_is_known(
    listener: socket.socket, lookup: Lookup
) -> None:
    with (
        socket.create_connection(listener.getsockname()[:2]) as client,
        listener.accept()[0] as accepted,
    ):
        client.shutdown(socket.SHUT_WR)
        assert Peers(lookup).at(accepted) is Peer.OURS


@pytest.mark.parametrize("lookup", LOOKUPS)
def test_one_that_went_away_is_nobody_and_not_root(listener: socket.socket, lookup: Lookup) -> None:
    client = socket.create_connection(listener.getsockname()[:2])
    with listener.accept()[0] as accepted:
        client.sendall(b"POST / HTTP/1.1\r\n")
        client.close()
        assert Peers(lookup).at(accepted) is Peer.UNKNOWN


@pytest.mark.parametrize("lookup", LOOKUPS)
def test_one_that_broke_off_is_nobody_though_its_bytes_are_here(
    listener: socket.socket, lookup: Lookup
) -> None:
    client = socket.create_connection(listener.getsockname()[:2])
    with listener.accept()[0] as accepted:
        client.sendall(b"POST / HTTP/1.1\r\n")
        client.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
        client.close()
        assert Peers(lookup).at(accepted) is Peer.UNKNOWN
        assert accepted.recv(100) == b"POST / HTTP/1.1\r\n"


@pytest.mark.parametrize("lookup", LOOKUPS)
def test_an_address_of_ipv4_within_ipv6_is_the_same_connection(lookup: Lookup) -> None:
    with (
        socket.create_server(("127.0.0.1", 0)) as listener,
        socket.socket(socket.AF_INET6) as client,
    ):
        try:
            client.connect(("::ffff:127.0.0.1", listener.getsockname()[1]))
        except OSError:
            pytest.skip("this machine has no IPv6")
        with listener.accept()[0] as accepted:
            assert Peers(lookup).at(accepted) is Peer.OURS


@pytest.mark.skipif(os.geteuid() != 0 or not shutil.which("setpriv"), reason="needs a second user")
@pytest.mark.parametrize("lookup", LOOKUPS)
def test_another_users_program_is_foreign(lookup: Lookup) -> None:
    with socket.create_server(("127.0.0.1", 0)) as listener:
        program = f"import socket; socket.create_connection({listener.getsockname()}).recv(1)"
        other = ["setpriv", "--reuid=65534", "--regid=65534", "--clear-groups"]
        started = subprocess.Popen([*other, "/usr/bin/python3", "-c", program])
        with started, listener.accept()[0] as accepted:
            assert lookup(accepted) == 65534
            assert Peers(lookup).at(accepted) is Peer.FOREIGN


def test_who_is_behind_a_relay_is_unknown() -> None:
    with (
        socket.create_server(("127.0.0.1", 0)) as listener,
        socket.create_connection(listener.getsockname(), source_address=(RELAYED, 0)),
        listener.accept()[0] as accepted,
    ):
        assert Peers.of_this_machine().at(accepted) is Peer.UNKNOWN


def test_where_nothing_tells_everybody_is_unknown(listener: socket.socket) -> None:
    with socket.create_connection(listener.getsockname()[:2]), listener.accept()[0] as accepted:
        assert not Peers(None).known
        assert Peers(None).at(accepted) is Peer.UNKNOWN


def test_an_answer_about_a_connection_that_broke_meanwhile_counts_for_nothing() -> None:
    """Its address may be another program's by then, of a user whom we would let in."""
    with socket.create_server(("127.0.0.1", 0)) as listener:
        client = socket.create_connection(listener.getsockname())
        with listener.accept()[0] as accepted:

            def too_late(_: socket.socket) -> int:
                client.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
                client.close()
                return os.geteuid()

            assert Peers(too_late).at(accepted) is Peer.UNKNOWN
