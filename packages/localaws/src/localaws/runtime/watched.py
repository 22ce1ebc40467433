"""A program under a watcher: the handle of plain processes and of a container engine's client."""

from __future__ import annotations

import marshal
import os
import socket
from collections.abc import Callable, Mapping
from pathlib import Path

from localaws.runtime import usage
from localaws.runtime.memory import Group
from localaws.runtime.output import read_chunks_while
from localaws.runtime.protocol import NotServing
from localaws.runtime.started import StartedContainer


class WatchedHandle(StartedContainer):
    """See ``protocol.Handle``. ``port`` tells where its port 8080 is."""

    def __init__(
        self,
        name: str,
        scratch: Path,
        plan: Mapping[str, object],
        on_line: Callable[[str], None],
        on_end: Callable[[], None],
        port: Callable[[], int],
        group: Group | None = None,
    ) -> None:
        super().__init__(name, socket.socketpair(), group)
        self._port = port
        self._on_end = on_end
        file = scratch / "plan"
        file.write_bytes(marshal.dumps(dict(plan)))
        reading = self._start("watcher", file, os.environ.get("PATH", os.defpath))
        output = read_chunks_while(reading, lambda: not usage.has_ended(self._process))
        self._follow(output, on_line)

    def signal(self, signum: int) -> None:
        try:
            self._control.send(bytes([signum]))
        except OSError:
            return  # it has ended

    def _connect(self, timeout: float) -> socket.socket:
        if self._ended.is_set():
            raise NotServing("the container has ended")
        made = socket.create_connection(("127.0.0.1", self._port()), timeout)
        made.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        return made

    def _finish(self) -> None:
        self._on_end()
        self._ended.set()
