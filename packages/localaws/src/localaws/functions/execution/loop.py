"""The one thread in which all of execution happens, and the ports of the Runtime APIs.

Everything that a sandbox hears of (a request, a line, its end, a moment that has come) is a call in
this thread, so that nothing in ``sandbox`` and ``executor`` needs a lock, and nobody who waits has a
thread. What takes time is done elsewhere.
"""

from __future__ import annotations

import asyncio
import logging
import threading
from collections.abc import Callable
from typing import cast

from localaws.functions.execution.http_messages import BadMessage, Reader, Request

log = logging.getLogger(__name__)


class Connection(asyncio.Protocol):
    """One connection of a runtime. ``asked`` gets each request; ``send`` answers."""

    def __init__(self, asked: Callable[[Connection, Request], None]) -> None:
        self._asked = asked
        self._reader = Reader()
        self._transport: asyncio.Transport | None = None

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        self._transport = cast("asyncio.Transport", transport)

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
    """A port of this machine's loopback on which one sandbox's Runtime API is served."""

    def __init__(self, server: asyncio.Server) -> None:
        self._server = server
        self.number: int = server.sockets[0].getsockname()[1]

    def close(self) -> None:
        self._server.close()


class Loop:
    """The thread. ``call`` is for every other thread; ``after`` and ``listen`` for its own."""

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

    def listen(
        self, asked: Callable[[Connection, Request], None], ready: Callable[[Port], None]
    ) -> None:
        """Open a port of the loopback; ``ready`` is called with it."""

        async def opening() -> None:
            server = await self._loop.create_server(lambda: Connection(asked), "127.0.0.1", 0)
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
