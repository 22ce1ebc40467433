"""The user of the socket at the other end of a loopback connection, as Linux tells it.

Two ways. ``NETLINK_SOCK_DIAG`` (sock_diag(7)) finds one socket by its addresses in microseconds;
``/proc/net/tcp`` (proc(5)) has to be read whole. Both name the user who made the socket. A socket
that its program has closed belongs to nobody, and both would call it root's: it has no inode, and is
not told here.
"""

from __future__ import annotations

import socket
import struct
from pathlib import Path

_SOCK_DIAG, _BY_FAMILY, _REQUEST, _ERROR = 4, 20, 1, 2
_NO_COOKIE = b"\xff" * 8
# linux/tcp_states.h: established, and one that has been shut down for writing by either end.
ESTABLISHED, FIN_WAIT1, FIN_WAIT2, CLOSE_WAIT = 1, 4, 5, 8
_HELD = (ESTABLISHED, FIN_WAIT1, FIN_WAIT2, CLOSE_WAIT)
_ALL = 0xFFFFFFFF


def is_connected(connection: socket.socket) -> bool:
    """Whether our own end still has the connection (the first byte of ``TCP_INFO`` is its state)."""
    state = connection.getsockopt(socket.IPPROTO_TCP, socket.TCP_INFO, 1)[0]
    return state in (ESTABLISHED, CLOSE_WAIT)


def by_netlink(connection: socket.socket) -> int | None:
    """The user of the peer's socket; None if nobody has it any more.

    Raises:
        OSError: the kernel does not say.
    """
    family = connection.family
    there, here = connection.getpeername(), connection.getsockname()
    found = _ask(family, there, here)
    if found is None and family == socket.AF_INET6 and there[0].startswith("::ffff:"):
        plain = [(end[0].removeprefix("::ffff:"), end[1]) for end in (there, here)]
        found = _ask(socket.AF_INET, plain[0], plain[1])
    return found


def _ask(family: int, source: tuple[str, int], target: tuple[str, int]) -> int | None:
    """One exact lookup; ``source`` is the socket asked about, as it sees itself."""
    addresses = [socket.inet_pton(family, end[0]).ljust(16, b"\0") for end in (source, target)]
    # struct inet_diag_req_v2 with its inet_diag_sockid, behind a struct nlmsghdr
    request = struct.pack("=BBBxI", family, socket.IPPROTO_TCP, 0, _ALL)
    request += struct.pack("!HH", source[1], target[1]) + b"".join(addresses)
    request += struct.pack("=I", 0) + _NO_COOKIE
    header = struct.pack("=IHHII", 16 + len(request), _BY_FAMILY, _REQUEST, 0, 0)
    with socket.socket(socket.AF_NETLINK, socket.SOCK_DGRAM, _SOCK_DIAG) as kernel:
        kernel.settimeout(2)
        kernel.send(header + request)
        answer = kernel.recv(8192)
    kind = struct.unpack_from("=H", answer, 4)[0]
    if kind == _ERROR:
        number = -struct.unpack_from("=i", answer, 16)[0]
        if number == 2:  # ENOENT: there is no such socket
            return None
        raise OSError(number, "the kernel does not tell of sockets")
    # struct inet_diag_msg: family, state, timer, retransmits, sockid (48 bytes), expires, both
    # queues, the user, the inode
    state = answer[17]
    user, inode = struct.unpack_from("=II", answer, 16 + 4 + 48 + 12)
    return user if inode and state in _HELD else None


def by_proc(connection: socket.socket) -> int | None:
    """The same from ``/proc/net/tcp`` and ``tcp6``. Raises as ``by_netlink``."""
    ends = [connection.getpeername(), connection.getsockname()]
    for table, family in (("tcp", socket.AF_INET), ("tcp6", socket.AF_INET6)):
        try:
            wanted = [f"{_in_hexadecimal(end[0], family)}:{end[1]:04X}" for end in ends]
        except OSError:  # an address of IPv6 is in the other table only
            continue
        file = Path("/proc/net") / table
        if not file.exists():
            continue
        for line in file.read_text().splitlines()[1:]:
            fields = line.split()
            if fields[1:3] == wanted:
                held = int(fields[9]) and int(fields[3], 16) in _HELD
                return int(fields[7]) if held else None
    return None


def _in_hexadecimal(address: str, family: int) -> str:
    if family == socket.AF_INET6 and ":" not in address:
        address = f"::ffff:{address}"
    if family == socket.AF_INET and address.startswith("::ffff:"):
        address = address.removeprefix("::ffff:")
    packed = socket.inet_pton(family, address)
    words = struct.unpack(f"={len(packed) // 4}I", packed)  # each in the machine's byte order
    return "".join(f"{word:08X}" for word in words)
