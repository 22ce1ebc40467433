"""Whose process is at the other end of a connection."""

from __future__ import annotations

import os
import socket
import sys

import pytest

from localaws.functions.execution.peers import is_of_this_user, owner

# As /proc/net/tcp of a little-endian machine has it.
ROWS = [
    "   0: 0100007F:1F90 00000000:0000 0A 00000000:00000000 00:00000000 00000000  1000        0 1",
    "   1: 0100007F:C350 0100007F:1F90 01 00000000:00000000 00:00000000 00000000  1001        0 2",
    "   2: 0100007F:1F90 0100007F:C350 01 00000000:00000000 00:00000000 00000000  1000        0 3",
]
MAPPED = (
    "   3: 0000000000000000FFFF00000100007F:C351 0000000000000000FFFF00000100007F:1F90 01 "
    "00000000:00000000 00:00000000 00000000  1002        0 4"
)


@pytest.mark.skipif(sys.byteorder != "little", reason="the rows are of such a machine")
def test_the_owner_is_that_of_the_other_ends_own_row() -> None:
    here = ("127.0.0.1", 0x1F90)
    assert owner(ROWS, ("127.0.0.1", 0xC350), here) == 1001
    assert owner([*ROWS, MAPPED], ("127.0.0.1", 0xC351), here) == 1002
    assert owner([*ROWS, "torn off"], ("127.0.0.1", 0xC352), here) is None


def test_a_connection_of_this_process_is_of_this_user() -> None:
    with (
        socket.create_server(("127.0.0.1", 0)) as server,
        socket.create_connection(server.getsockname()) as client,
    ):
        assert is_of_this_user(client.getsockname(), server.getsockname())


@pytest.mark.skipif(sys.platform != "linux" or os.getuid() != 0, reason="needs another user")
def test_a_connection_of_another_user_is_not() -> None:
    with socket.create_server(("127.0.0.1", 0)) as server:
        reading, writing = os.pipe()
        child = os.fork()
        if child == 0:
            try:
                os.setuid(65534)
                client = socket.create_connection(server.getsockname())
                os.write(writing, b"x")
                client.recv(1)
            finally:
                os._exit(0)
        os.read(reading, 1)
        connection, address = server.accept()
        try:
            allowed = is_of_this_user(address, server.getsockname())
        finally:
            connection.close()
            os.waitpid(child, 0)
            os.close(reading)
            os.close(writing)
        # Root may be the server's user, and then nobody else is.
        assert not allowed
