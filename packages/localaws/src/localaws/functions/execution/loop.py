"""The one thread in which all of execution happens, and the serving of the Runtime APIs.

Everything that a sandbox hears of (a request, a line, its end, a moment that has come) is a call in
this thread, so that nothing in ``sandbox`` and ``executor`` needs a lock, and nobody who waits has a
thread. What takes time is done elsewhere.
"""

from __future__ import annotations

import asyncio
import logging
import socket
import threading
from collections.abc import Callable
from typing import cast

from localaws.functions.execution.http_messages import BadMessage, Reader, Request
from localaws.functions.execution.peers import is_of_this_user

log = logging.getLogger(__name__)

Address = tuple[str, int]


class Connection(asyncio.Protocol):
    """One connection of a runtime. ``asked`` gets each request; ``send`` answers."""

    def __init__(
        self,
        asked: Callable[[Connection, Request], None],
        admits: Callable[[Address, Address], bool] | None,
    ) -> None:
        """``admits`` looks at both ends of the connection; None: there is nobody else."""
        self._asked = asked
        self._admits = admits
        self._reader = Reader()
        self._transport: asyncio.Transport | None = None

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        self._transport = cast("asyncio.Transport", transport)
        ends = (transport.get_extra_info("peername"), transport.get_extra_info("sockname"))
        if self._admits is not None and not self._admits(*ends):
            log.warning("a process of another user tried to reach a function's Runtime API")
            self._transport.abort()

    def data_received(self, data: bytes) -> None:
        try:
            for request in self._reader.feed(data):
                self._asked(self, request)
        except BadMessage as error:
            log.info("a runtime sent what is no request: %s", error)
            self.close()

    def send(self, data: bytes) -> None:
        if self._transport is not None:
            self._transport.write(data)

    def close(self) -> None:
        if self._transport is not None:
            self._transport.close()


class Port:
    """A port on which one sandbox's Runtime API is served."""

    def __init__(self, server: asyncio.Server) -> None:
        self._server = server

    def close(self) -> None:
        self._server.close()


class Loop:
    """The thread. ``call`` is for every other thread; ``after`` and ``serve`` for its own."""

    def __init__(self) -> None:
        self._loop = asyncio.new_event_loop()
        self._tasks: set[asyncio.Task[None]] = set()  # held, as the loop itself does not
        self._thread = threading.Thread(target=self._run, name="functions", daemon=True)
        self._thread.start()

    def call(self, function: Callable[..., object], *arguments: object) -> None:
        """Have a function called in the loop's thread; nothing happens once it is closed."""
        try:
            self._loop.call_soon_threadsafe(function, *arguments)
        except RuntimeError:  # it is closed
            return

    def after(self, seconds: float, function: Callable[[], object]) -> asyncio.TimerHandle:
        """Have a function called so many seconds of real time from now."""
        return self._loop.call_later(seconds, function)

    def serve(
        self,
        listening: socket.socket,
        private: bool,
        asked: Callable[[Connection, Request], None],
        ready: Callable[[Port], None],
    ) -> None:
        """Serve what connects to a listening socket, which is closed with the port.

        Args:
            private: nobody but the sandbox can connect; else the other end is looked at.
            ready: called with the port.
        """
        admits = None if private else is_of_this_user

        async def opening() -> None:
            server = await self._loop.create_server(
                lambda: Connection(asked, admits), sock=listening
            )
            ready(Port(server))

        task = self._loop.create_task(opening())
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)

    def close(self) -> None:
        """End the thread, after what it has to do now."""
        self.call(self._loop.stop)
        if threading.current_thread() is not self._thread:
            self._thread.join()

    def _run(self) -> None:
        try:
            self._loop.run_forever()
        finally:
            self._loop.close()
