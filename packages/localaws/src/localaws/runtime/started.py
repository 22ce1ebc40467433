"""A container that was started by an outer process: how it ends, and HTTP to it.

What is common to the handles of every runtime. How a signal reaches the program, where its port 8080
is and what is left to do at its end is the affair of each (``namespace``, ``watched``).
"""

from __future__ import annotations

import socket
import subprocess
import threading
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path

from localaws.runtime import outer_process, usage
from localaws.runtime.http_pool import HttpPool
from localaws.runtime.memory import Group
from localaws.runtime.output import pump
from localaws.runtime.protocol import Response, StreamedResponse, Usage


class StartedContainer:
    """See ``protocol.Handle``. Subclasses say how to connect, and what happens at the end."""

    def __init__(
        self, name: str, control: tuple[socket.socket, socket.socket], group: Group | None
    ) -> None:
        """``control`` is the control socket, our end first."""
        self.out_of_memory = False
        self._name = name
        self._group = group
        self._control, self._theirs = control
        self._ended = threading.Event()
        self._used: Usage | None = None  # all of it, once it has ended
        self._pool = HttpPool(self._connect)

    def _start(self, program: str, plan: Path, path: str) -> int:
        """Run ``inside.<program>`` on its plan; the end to read of its output."""
        try:
            self._process: subprocess.Popen[bytes]
            self._process, reading = outer_process.start(
                program, plan, self._name, self._theirs, path, self._group
            )
        except BaseException:
            if self._group is not None:
                self._group.close()
            self._control.close()
            raise
        return reading

    def _follow(self, output: Iterator[bytes], on_line: Callable[[str], None]) -> None:
        """Read the output to its end from a thread of its own, and let go of everything then."""

        def follow() -> None:
            pump(output, on_line)
            self._used = self._used_at_the_end()
            self._process.wait()
            self.out_of_memory = self._killed_for_memory()
            self._control.close()
            self._pool.close()
            self._finish()

        self._reader = threading.Thread(target=follow, name=f"container {self._name}", daemon=True)
        self._reader.start()

    def _killed_for_memory(self) -> bool:
        return self._group is not None and self._group.close()

    def _finish(self) -> None:
        """Say that it has ended, and take away what is left of it on disk."""
        raise NotImplementedError

    def _connect(self, timeout: float) -> socket.socket:
        """A connection to the program's port 8080.

        Raises:
            NotServing, OSError: there is none.
        """
        raise NotImplementedError

    def wait(self, timeout: float | None = None) -> int | None:
        if not self._ended.wait(timeout):
            return None
        code = self._process.returncode
        return code if code >= 0 else 128 - code

    def usage(self) -> Usage | None:
        if self._used is not None:
            return self._used
        if self._group is not None:
            return usage.of_group(self._group.folder)
        return usage.of_tree(self._process.pid)

    def _used_at_the_end(self) -> Usage | None:
        """Wait for the end, and see what was used before the kernel forgets it."""
        usage.await_end(self._process)
        folder = self._group.folder if self._group is not None else None
        return usage.at_the_end(self._process.pid, folder)

    def request(
        self, method: str, path: str, headers: Mapping[str, str], body: bytes, timeout: float
    ) -> Response:
        return self._pool.request(method, path, headers, body, timeout)

    def stream(
        self, method: str, path: str, headers: Mapping[str, str], body: bytes, timeout: float
    ) -> StreamedResponse:
        return self._pool.stream(method, path, headers, body, timeout)
