"""Who is at the other end of a connection to this machine's loopback.

Every user of the machine can connect there, so a port of ours asks whose the other end is. Linux tells
it in ``/proc/net/tcp``; elsewhere nobody can be told from another.
"""

from __future__ import annotations

import os
import socket
import struct
import sys
from collections.abc import Iterable
from pathlib import Path

_ROOT = 0
_TABLES = (Path("/proc/net/tcp"), Path("/proc/net/tcp6"))


def is_of_this_user(peer: tuple[str, int], here: tuple[str, int]) -> bool:
    """Whether a connection comes from a process of the server's own user, or of root."""
    if sys.platform != "linux":
        return True
    for table in _TABLES:
        try:
            found = owner(table.read_text().splitlines()[1:], peer, here)
        except OSError:
            continue
        if found is not None:
            return found in (os.getuid(), _ROOT)
    return False


def owner(rows: Iterable[str], peer: tuple[str, int], here: tuple[str, int]) -> int | None:
    """Whose the socket of a connection is that has ``peer`` as its own address; None: it is not there.

    Args:
        rows: of ``/proc/net/tcp`` or ``tcp6``, which shows an IPv4 address as a mapped one.
    """
    for row in rows:
        words = row.split()
        if len(words) > 7 and _is(words[1], peer) and _is(words[2], here):
            return int(words[7])
    return None


def _is(shown: str, address: tuple[str, int]) -> bool:
    host, _, port = shown.partition(":")
    return int(port, 16) == address[1] and host[-8:] == _hexadecimal(address[0])


def _hexadecimal(host: str) -> str:
    """An IPv4 address as the kernel shows it: the four bytes as a number of this machine's order."""
    return f"{struct.unpack('=I', socket.inet_aton(host))[0]:08X}"
