"""Relays from an engine's containers, which have a network of their own, to the embedded AWS."""

from __future__ import annotations

import socket
import threading
from contextlib import suppress

# Where relays connect from that others than our own containers can reach, on an engine's bridge: who
# is behind them cannot be told, so that they must not look like this user's own programs.
RELAYED = "127.83.76.65"


class Relay:
    """Carries each connection of a listening socket to a port of this machine.

    The socket listens at the gateway of an engine's bridge, as long as the server runs.
    """

    def __init__(self, listener: socket.socket, port: int) -> None:
        self._listener = listener
        self._port = port
        threading.Thread(target=self._accept, name=f"relay-{port}", daemon=True).start()

    def _accept(self) -> None:
        while True:
            try:
                inner, _ = self._listener.accept()
            except OSError:
                return
            threading.Thread(target=self._carry, args=(inner,), daemon=True).start()

    def _carry(self, inner: socket.socket) -> None:
        try:
            outer = socket.create_connection(("127.0.0.1", self._port), source_address=(RELAYED, 0))
        except OSError:
            inner.close()
            return
        with inner, outer:
            forth = threading.Thread(target=copy, args=(inner, outer), daemon=True)
            forth.start()
            copy(outer, inner)
            forth.join()


def copy(source: socket.socket, target: socket.socket) -> None:
    """Move bytes until the source ends, then tell the target so."""
    try:
        while data := source.recv(1 << 16):
            target.sendall(data)
    except OSError:
        # One side is gone: so is the conversation.
        with suppress(OSError):
            source.shutdown(socket.SHUT_RDWR)
    with suppress(OSError):
        target.shutdown(socket.SHUT_WR)
