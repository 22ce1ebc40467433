"""The way from a container with a network of its own back to the embedded AWS on this machine."""

from __future__ import annotations

import socket
import threading
from contextlib import suppress

# Where relays connect from that others than our own containers can reach, on an engine's bridge: who
# is behind them cannot be told, so that they must not look like this user's own programs.
RELAYED = "127.83.76.65"


class WayBack:
    """Carries each connection of a listening socket to a port of this machine.

    The socket was made inside of the container's network and handed over, so that a plain
    ``localhost:<port>`` there reaches the same port here. ``source`` is the loopback address to come
    from, by which a relay that strangers can reach is known for one.
    """

    def __init__(self, listener: socket.socket, port: int, source: str = "") -> None:
        self._listener = listener
        self._source = (source, 0) if source else None
        self._port = port
        threading.Thread(target=self._accept, name=f"way-back-{port}", daemon=True).start()

    def close(self) -> None:
        """Take no more connections; those that exist end with the container."""
        with suppress(OSError):  # shutting down wakes the accepting thread
            self._listener.shutdown(socket.SHUT_RDWR)
        self._listener.close()

    def _accept(self) -> None:
        while True:
            try:
                inner, _ = self._listener.accept()
            except OSError:
                return
            threading.Thread(target=self._carry, args=(inner,), daemon=True).start()

    def _carry(self, inner: socket.socket) -> None:
        try:
            outer = socket.create_connection(("127.0.0.1", self._port), source_address=self._source)
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
