"""Whose program is at the other end of a connection: asked once for each, when it is made.

Loopback is every user's. Linux knows the user of the connecting socket; where it does not say, or
on another system, nobody is known, and the token has to do.
"""

from __future__ import annotations

import enum
import logging
import os
import socket
import sys
from collections.abc import Callable
from typing import Any

from localaws.runtime.relay import RELAYED
from localaws.server.gate import linux_sockets

log = logging.getLogger(__name__)

PEER = "localaws.peer"  # in the environ of each request

# So long may they keep a thread of ours waiting.
STRANGERS_SECONDS = 60.0

# How to learn the user of the socket at the other end; None: it cannot be told.
Lookup = Callable[[socket.socket], int | None]


class Peer(enum.Enum):
    """Who asks, as far as the connection says."""

    OURS = "this user or root"
    FOREIGN = "another user"
    UNKNOWN = "nobody knows who"


class Peers:
    """Tells whose connections are.

    Attributes:
        known: whether this machine tells at all; where not, every peer is UNKNOWN.
    """

    def __init__(self, lookup: Lookup | None) -> None:
        self._lookup = lookup
        self._ours = frozenset([0, os.geteuid()])
        self.known = lookup is not None

    @classmethod
    def of_this_machine(cls) -> Peers:
        """By whichever way works here: each is tried on a connection of our own."""
        if sys.platform == "linux":
            for lookup in (linux_sockets.by_netlink, linux_sockets.by_proc):
                if _works(lookup):
                    return cls(lookup)
        log.info("this machine does not tell whose connections are: the token is asked for")
        return cls(None)

    def know(self, connection: socket.socket) -> dict[str, Any]:
        """What goes into the environ of the connection's requests."""
        peer = self.at(connection)
        if peer is Peer.FOREIGN:
            connection.settimeout(STRANGERS_SECONDS)
        return {PEER: peer}

    def at(self, connection: socket.socket) -> Peer:
        """Who is at the other end of an accepted connection."""
        if self._lookup is None:
            return Peer.UNKNOWN
        try:
            # Its relay is us; who is behind it is another matter.
            if connection.getpeername()[0] == RELAYED:
                return Peer.UNKNOWN
            user = self._lookup(connection)
            # The answer is about this connection only if it still is one: the other end's address
            # may be somebody else's next.
            if user is not None and not linux_sockets.is_connected(connection):
                user = None
        except (OSError, ValueError) as error:
            log.warning("whose connection it is could not be told: %s", error)
            return Peer.UNKNOWN
        if user is None:
            return Peer.UNKNOWN
        return Peer.OURS if user in self._ours else Peer.FOREIGN


def _works(lookup: Lookup) -> bool:
    try:
        with (
            socket.create_server(("127.0.0.1", 0)) as listener,
            socket.create_connection(listener.getsockname()),
            listener.accept()[0] as accepted,
        ):
            return lookup(accepted) == os.geteuid()
    except (OSError, ValueError):
        return False
