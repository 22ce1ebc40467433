"""A program under a watcher: the handle of plain processes and of a container engine's client."""

from __future__ import annotations

import json
import os
import socket
import threading
from collections.abc import Callable, Mapping
from pathlib import Path

from localaws.runtime import outer_process
from localaws.runtime.http_pool import HttpPool
from localaws.runtime.memory import Group
from localaws.runtime.output import pump, read_chunks_while
from localaws.runtime.protocol import NotServing, Response


class WatchedHandle:
    """See ``protocol.Handle``. ``connect`` reaches its port 8080, wherever that is."""

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
        self.out_of_memory = False
        self._group = group
        self._port = port
        self._on_end = on_end
        self._ended = threading.Event()
        self._pool = HttpPool(self._connect)
        self._control, theirs = socket.socketpair()
        file = scratch / "plan.json"
        file.write_text(json.dumps(plan))
        path = os.environ.get("PATH", os.defpath)
        try:
            self._process, reading = outer_process.start("watcher", file, name, theirs, path, group)
        except BaseException:
            if group is not None:
                group.close()
            self._control.close()
            raise
        threading.Thread(
            target=self._follow, args=(reading, on_line), name=f"container {name}", daemon=True
        ).start()

    def wait(self, timeout: float | None = None) -> int | None:
        if not self._ended.wait(timeout):
            return None
        code = self._process.returncode
        return code if code >= 0 else 128 - code

    def signal(self, signum: int) -> None:
        try:
            self._control.send(bytes([signum]))
        except OSError:
            return  # it has ended

    def request(
        self, method: str, path: str, headers: Mapping[str, str], body: bytes, timeout: float
    ) -> Response:
        return self._pool.request(method, path, headers, body, timeout)

    def _connect(self, timeout: float) -> socket.socket:
        if self._ended.is_set():
            raise NotServing("the container has ended")
        made = socket.create_connection(("127.0.0.1", self._port()), timeout)
        made.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        return made

    def _follow(self, reading: int, on_line: Callable[[str], None]) -> None:
        pump(read_chunks_while(reading, lambda: self._process.poll() is None), on_line)
        self._process.wait()
        self.out_of_memory = self._killed_for_memory()
        self._control.close()
        self._pool.close()
        self._on_end()
        self._ended.set()

    def _killed_for_memory(self) -> bool:
        return self._group is not None and self._group.close()
