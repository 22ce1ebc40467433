"""The process of a sandbox: started, and its end waited for, in a thread of its own.

Everything that is heard of it comes in the ``loop``'s thread. What it is a process of, and how it is
started, is the affair of a ``SandboxProcess``.
"""

from __future__ import annotations

import logging
import signal
import socket
import threading
from collections.abc import Callable
from typing import Protocol

from localaws.functions.execution.http_messages import Request
from localaws.functions.execution.loop import Connection, Loop, Port
from localaws.runtime.protocol import Handle, ImageNotFound, RuntimeRefused

log = logging.getLogger(__name__)

Serve = Callable[[socket.socket, bool], None]


class SandboxProcess(Protocol):
    """Starts the process of one sandbox, anew where its initialization is; and its log."""

    def start(self, serve: Serve, on_line: Callable[[str], None]) -> Handle:
        """Start it; ``on_line`` takes its output. Called in a thread that may wait.

        ``serve`` is called once with the listening socket of its Runtime API, and whether nobody but
        this process can reach that.

        Raises:
            ImageNotFound, RuntimeRefused, OSError: it cannot be started.
        """

    def write(self, event: str) -> None:
        """Add an event to its log stream."""

    def ended(self) -> None:
        """It has ended, or was never started: nothing of it is needed any more."""


class Hears(Protocol):
    """Who hears of a process, all of it in the loop's thread."""

    def started(self) -> None:
        """It runs from here on."""

    def asked(self, connection: Connection, request: Request) -> None:
        """It has asked its Runtime API."""

    def line(self, text: str) -> None:
        """It has written a line."""

    def not_started(self, reason: str) -> None:
        """It could not be started. Nothing more is heard of it."""

    def exited(self, code: int, out_of_memory: bool) -> None:
        """It has ended. Nothing more is heard of it."""


class Attended:
    """A process from before its start to its end."""

    def __init__(self, loop: Loop, process: SandboxProcess, hears: Hears) -> None:
        self._loop = loop
        self._process = process
        self._hears = hears
        self._handle: Handle | None = None
        self._port: Port | None = None
        self._killed = False
        self._over = False
        threading.Thread(target=self._attend, name="function", daemon=True).start()

    def kill(self) -> None:
        """End it, with all that it has started; ``exited`` follows. For the loop's thread."""
        self._killed = True
        if self._handle is not None:
            # Not in this thread: a container engine takes a while for it.
            threading.Thread(
                target=self._handle.signal, args=(signal.SIGKILL,), name="kill", daemon=True
            ).start()

    def _attend(self) -> None:
        say: Callable[[], None]
        try:
            handle = self._process.start(self._serve, self._line)
        except (ImageNotFound, RuntimeRefused, OSError) as error:
            reason = str(error)
            say = lambda: self._hears.not_started(reason)  # noqa: E731
        except Exception:
            log.exception("a function's process could not be started")
            say = lambda: self._hears.not_started("the process could not be started")  # noqa: E731
        else:
            self._loop.call(self._started, handle)
            code = handle.wait() or 0
            say = lambda: self._hears.exited(code, handle.out_of_memory)  # noqa: E731
        self._process.ended()
        self._loop.call(self._end, say)

    def _line(self, text: str) -> None:
        self._loop.call(self._hears.line, text)

    def _serve(self, listening: socket.socket, private: bool) -> None:
        self._loop.call(self._loop.serve, listening, private, self._asked, self._opened)

    def _asked(self, connection: Connection, request: Request) -> None:
        if not self._over:
            self._hears.asked(connection, request)

    def _opened(self, port: Port) -> None:
        self._port = port
        if self._over:
            port.close()

    def _started(self, handle: Handle) -> None:
        self._handle = handle
        self._hears.started()
        if self._killed:
            self.kill()

    def _end(self, say: Callable[[], None]) -> None:
        self._over = True
        if self._port is not None:
            self._port.close()
        say()
