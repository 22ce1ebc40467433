"""The port: taken at once, so that a second server learns of it in a moment, not in seconds."""

from __future__ import annotations

import errno
import json
import socket
import urllib.request

from localaws.server.errors import CannotStart

_QUEUE = 512


def listen(number: int) -> socket.socket:
    """A socket that listens on this machine only; 0 takes a free port.

    Raises:
        CannotStart: the port is taken, or not allowed.
    """
    listener = socket.socket(socket.AF_INET, socket.SOCK_STREAM)
    listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        listener.bind(("127.0.0.1", number))
        listener.listen(_QUEUE)
    except OSError as error:
        listener.close()
        if error.errno == errno.EADDRINUSE:
            raise CannotStart(
                f"Port {number} is taken by {_holder(number)}. "
                "Stop that one, or choose another port with --port (0: a free one)."
            ) from error
        raise CannotStart(
            f"Port {number} cannot be used ({error.strerror}). "
            "Choose another one with --port (0: a free one)."
        ) from error
    return listener


def _holder(number: int) -> str:
    """Who has the port, as far as it can be told."""
    try:
        # Asked directly: a company's proxy would look on its own machine.
        direct = urllib.request.build_opener(urllib.request.ProxyHandler({}))
        with direct.open(f"http://127.0.0.1:{number}/_localaws/health", timeout=2) as answer:
            health = json.loads(answer.read(1 << 16))
        return f"the embedded AWS with process id {health['pid']} (home folder {health['home']})"
    except (OSError, ValueError, KeyError, TypeError):
        return "another program"
