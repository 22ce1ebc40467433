"""Limits the memory of containers that are processes, by cgroups (v1 or v2) where those let us.

A container gets a cgroup of its own below one of the server's. That one has the machine's memory
less a reserve, so that jobs and endpoints together cannot bring the machine down; the container's
has what its instance type has, if that is less. Nothing may swap: an instance has no swap either.

Which cgroups may be made is tried out. As root that is mostly the server's own; of an ordinary user
those that systemd has handed over (``user@….service``), on a desktop the parent of the server's.
"""

from __future__ import annotations

import atexit
import contextlib
import os
import subprocess
import uuid
from collections import deque
from functools import cache
from pathlib import Path

from localaws.runtime import machine
from localaws.runtime.cgroups import PREFIX, candidates, remove, remove_left_over

RESERVE = 512 << 20  # bytes that are left to the machine and the server, a tenth at least


class Group:
    """The cgroup of one container."""

    def __init__(self, path: Path, kills: str, left: deque[Path]) -> None:
        self._path = path
        self._kills = path / kills
        self._left = left

    @property
    def door(self) -> Path:
        """The file to which a process writes ``0`` to come in; its children are in it as well."""
        return self._path / "cgroup.procs"

    @property
    def folder(self) -> Path:
        """Where the kernel tells of it."""
        return self._path

    def close(self) -> bool:
        """Remove it after the container's end; whether a process in it was killed for its memory."""
        killed = False
        with contextlib.suppress(OSError):  # it has gone, with the server that made it
            fields = dict(line.split() for line in self._kills.read_text().splitlines())
            killed = int(fields.get("oom_kill", 0)) > 0
        if not remove(self._path):
            self._left.append(self._path)
        return killed


class MemoryLimits:
    """Where the cgroups of containers are made: ``root``, of which the server's is a child."""

    def __init__(self, root: Path, version: int, most: int) -> None:
        self._home = root / f"{PREFIX}{os.getpid()}-{uuid.uuid4().hex[:6]}"
        self._version = version
        self._left: deque[Path] = deque()  # of containers whose last process was not quite gone
        self.most = most  # bytes that a container, and all of them together, can have
        self._home.mkdir()
        try:
            self._limit(self._home, most)
            if version == 2:
                (self._home / "cgroup.subtree_control").write_text("+memory")
        except OSError:
            self.close()
            raise

    def group(self, asked: int | None) -> Group:
        """A new cgroup with so much memory, or all there is.

        Raises:
            OSError: it could not be made.
        """
        self._sweep()
        path = self._home / uuid.uuid4().hex
        path.mkdir()
        try:
            self._limit(path, min(asked or self.most, self.most))
        except OSError:
            remove(path)
            raise
        return Group(
            path, "memory.oom_control" if self._version == 1 else "memory.events", self._left
        )

    def _sweep(self) -> None:
        """Remove what could not be removed before. Many threads do at once; each takes its own."""
        for _ in range(len(self._left)):
            try:
                path = self._left.popleft()
            except IndexError:
                return
            if not remove(path):
                self._left.append(path)

    def try_out(self) -> None:
        """See that a process can enter a cgroup that is made here.

        Raises:
            OSError: it cannot.
        """
        group = self.group(None)
        enter = ["/bin/sh", "-c", 'echo 0 > "$1"', "sh", str(group.door)]
        tried = subprocess.run(enter, capture_output=True, text=True, check=False)
        group.close()
        if tried.returncode != 0:
            raise OSError(tried.stderr.strip())

    def close(self) -> None:
        """Remove the server's cgroup and what is left in it."""
        for path in self._home.glob("*/"):
            remove(path)
        remove(self._home)

    def _limit(self, path: Path, size: int) -> None:
        names = (
            ("memory.limit_in_bytes", "memory.memsw.limit_in_bytes")
            if self._version == 1
            else ("memory.max", "memory.swap.max")
        )
        (path / names[0]).write_text(str(size))
        with contextlib.suppress(OSError):  # a kernel without accounting of swap, mostly
            (path / names[1]).write_text(str(size) if self._version == 1 else "0")


def most_memory() -> int:
    """The bytes that containers may have together: what the machine has, less a reserve."""
    total = machine.total_memory()
    return total - max(RESERVE, total // 10)


@cache
def find_limits(proc: Path = Path("/proc")) -> tuple[MemoryLimits | None, str]:
    """Where limits can be set on this machine, tried out once; else None, and why not."""
    most = most_memory()
    obstacle = "this machine mounts no cgroup with a memory controller"
    for root, version in candidates(proc):
        try:
            remove_left_over(root)
            limits = MemoryLimits(root, version, most)
        except OSError as error:
            obstacle = f"{root}: {error.strerror or error}"
            continue
        try:
            limits.try_out()
        except OSError as error:
            limits.close()
            obstacle = f"{root}: {error.strerror or error}"
            continue
        atexit.register(limits.close)
        return limits, ""
    return None, obstacle
