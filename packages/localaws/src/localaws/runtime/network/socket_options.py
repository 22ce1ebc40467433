"""Carries over what a program has set on its socket before it connects."""

from __future__ import annotations

import socket
from contextlib import suppress

_WORDS = [
    (level, getattr(socket, name))
    for level, names in (
        (socket.SOL_SOCKET, ("SO_KEEPALIVE", "SO_OOBINLINE")),
        (
            socket.IPPROTO_TCP,
            (
                *("TCP_NODELAY", "TCP_KEEPIDLE", "TCP_KEEPINTVL", "TCP_KEEPCNT"),
                "TCP_USER_TIMEOUT",
            ),
        ),
    )
    for name in names
    if hasattr(socket, name)
]
_STRUCTURES = {"SO_LINGER": 8, "SO_RCVTIMEO": 16, "SO_SNDTIMEO": 16}
_SIZES = ("SO_RCVBUF", "SO_SNDBUF")  # the kernel gives back twice what was set


def copy_options(source: socket.socket, target: socket.socket) -> None:
    """Set on ``target`` what differs on ``source``; what cannot be set is left."""
    for level, option in _WORDS:
        wanted = source.getsockopt(level, option)
        if wanted != target.getsockopt(level, option):
            with suppress(OSError):
                target.setsockopt(level, option, wanted)
    for name, length in _STRUCTURES.items():
        option = getattr(socket, name)
        content = source.getsockopt(socket.SOL_SOCKET, option, length)
        if any(content):
            with suppress(OSError):
                target.setsockopt(socket.SOL_SOCKET, option, content)
    for name in _SIZES:
        option = getattr(socket, name)
        size = source.getsockopt(socket.SOL_SOCKET, option)
        if size != target.getsockopt(socket.SOL_SOCKET, option):
            target.setsockopt(socket.SOL_SOCKET, option, size // 2)
