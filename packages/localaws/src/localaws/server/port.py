"""The port: taken at once, so that a second server learns of it in a moment, not in seconds.

``localhost`` means 127.0.0.1 to some programs and ::1 to others. Both are taken: whoever held the
other would be asked in our place, and be told what was meant for us.
"""

from __future__ import annotations

import errno
import json
import socket
import urllib.request
from contextlib import suppress

from localaws.server.errors import CannotStart

_QUEUE = 512
_TRIES = 50  # to find a number that is free on both addresses
_NO_IPV6 = (errno.EADDRNOTAVAIL, errno.EAFNOSUPPORT, errno.EPROTONOSUPPORT)


def listen(number: int) -> socket.socket:
    """A socket that listens on 127.0.0.1 only; 0 takes a free port.

    Raises:
        CannotStart: the port is taken, or not allowed.
    """
    try:
        return _bound(socket.AF_INET, "127.0.0.1", number)
    except OSError as error:
        raise _cannot(number, "127.0.0.1", error) from error


def listen_on_loopback(number: int) -> list[socket.socket]:
    """Sockets that listen on 127.0.0.1 and on ::1, where the machine has it, at the same port.

    Raises:
        CannotStart: one of them is taken, or not allowed.
    """
    for _ in range(_TRIES):
        first = listen(number)
        port = first.getsockname()[1]
        try:
            return [first, _bound(socket.AF_INET6, "::1", port)]
        except OSError as error:
            if error.errno in _NO_IPV6 or not socket.has_ipv6:
                return [first]
            first.close()
            if number or error.errno != errno.EADDRINUSE:
                raise _cannot(port, "[::1]", error) from error
    raise CannotStart("No port is free on both 127.0.0.1 and ::1. Choose one with --port.")


def _bound(family: socket.AddressFamily, address: str, number: int) -> socket.socket:
    listener = socket.socket(family, socket.SOCK_STREAM)
    try:
        listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        if family == socket.AF_INET6:
            listener.setsockopt(socket.IPPROTO_IPV6, socket.IPV6_V6ONLY, 1)
        listener.bind((address, number))
        listener.listen(_QUEUE)
    except BaseException:
        listener.close()
        raise
    return listener


def _cannot(number: int, address: str, error: OSError) -> CannotStart:
    if error.errno == errno.EADDRINUSE:
        where = "" if address == "127.0.0.1" else f" on {address}"
        return CannotStart(
            f"Port {number} is taken{where} by {_holder(number, address)}. "
            "Stop that one, or choose another port with --port (0: a free one)."
        )
    return CannotStart(
        f"Port {number} cannot be used on {address} ({error.strerror}). "
        "Choose another one with --port (0: a free one)."
    )


def _holder(number: int, address: str) -> str:
    """Who has the port, as far as it can be told."""
    with suppress(OSError, ValueError, KeyError, TypeError):
        # Asked directly: a company's proxy would look on its own machine.
        direct = urllib.request.build_opener(urllib.request.ProxyHandler({}))
        with direct.open(f"http://{address}:{number}/_localaws/health", timeout=2) as answer:
            health = json.loads(answer.read(1 << 16))
        return f"the embedded AWS with process id {health['pid']} (home folder {health['home']})"
    return "another program"
