"""What the processes of a container use, read where the kernel keeps it: its cgroup, or ``/proc``.

CPU time is counted of those that run and, as their parents have waited for them, of those that have
ended. Memory is that of the cgroup without pages of files that the kernel can drop, as engines show
it; without a cgroup, each process's proportional part of what it shares with others. The processes
that keep a container are in it: some ten megabytes. Only Linux tells; elsewhere nothing is known.
"""

from __future__ import annotations

import contextlib
import os
import subprocess
from collections.abc import Iterable, Iterator
from pathlib import Path

from localaws.runtime.protocol import Usage

_PROC = Path("/proc")
_CPU_FIELDS = slice(11, 15)  # utime, stime, cutime, cstime, behind the name; see proc_pid_stat(5)


def of_group(folder: Path, proc: Path = _PROC) -> Usage | None:
    """Of the processes in a cgroup; None where it has none any more."""
    processes = [int(line) for line in _text(folder / "cgroup.procs").split()]
    if not processes:
        return None
    cpu = _cpu_of_group(folder)
    memory = _memory_of_group(folder)
    return Usage(_cpu_of(processes, proc) if cpu is None else cpu, memory)


def of_tree(process: int, proc: Path = _PROC) -> Usage | None:
    """Of a process and what has come of it; None where it has gone."""
    processes = list(_tree(process, proc))
    if _cpu_of_process(process, proc) is None:
        return None
    return Usage(_cpu_of(processes, proc), sum(_memory_of(one, proc) for one in processes))


def at_the_end(process: int, folder: Path | None = None, proc: Path = _PROC) -> Usage | None:
    """What all have used that a process which has ended, and is not waited for, was the first of."""
    cpu = _cpu_of_group(folder) if folder is not None else None
    cpu = _cpu_of_process(process, proc) if cpu is None else cpu
    return None if cpu is None else Usage(cpu)


def has_ended(child: subprocess.Popen[bytes]) -> bool:
    """Whether it has, leaving what the kernel knows of it to be read, where the system lets us."""
    if not hasattr(os, "waitid"):
        return child.poll() is not None
    try:
        return os.waitid(os.P_PID, child.pid, os.WEXITED | os.WNOHANG | os.WNOWAIT) is not None
    except ChildProcessError:
        return True


def await_end(child: subprocess.Popen[bytes]) -> None:
    """Return when it has ended, likewise."""
    if hasattr(os, "waitid"):
        with contextlib.suppress(ChildProcessError):
            os.waitid(os.P_PID, child.pid, os.WEXITED | os.WNOWAIT)


def _cpu_of(processes: Iterable[int], proc: Path) -> float:
    return sum(_cpu_of_process(one, proc) or 0.0 for one in processes)


def _cpu_of_process(process: int, proc: Path) -> float | None:
    _, _, fields = _text(proc / str(process) / "stat").rpartition(")")
    ticks = fields.split()[_CPU_FIELDS]
    return sum(map(int, ticks)) / os.sysconf("SC_CLK_TCK") if ticks else None


def _memory_of(process: int, proc: Path) -> int:
    for line in _text(proc / str(process) / "smaps_rollup").splitlines():
        if line.startswith("Pss:"):
            return int(line.split()[1]) * 1024
    fields = _text(proc / str(process) / "statm").split()  # nobody else's may be read so closely
    return int(fields[1]) * os.sysconf("SC_PAGE_SIZE") if fields else 0


def _tree(process: int, proc: Path) -> Iterator[int]:
    left = [process]
    while left:
        one = left.pop()
        yield one
        for children in (proc / str(one) / "task").glob("*/children"):
            left += map(int, _text(children).split())


def _cpu_of_group(folder: Path) -> float | None:
    """Of cgroup v2, which counts it of every cgroup."""
    microseconds = _fields(folder / "cpu.stat").get("usage_usec")
    return None if microseconds is None else microseconds / 1e6


def _memory_of_group(folder: Path) -> int | None:
    """Of cgroup v2 or v1."""
    statistics = _fields(folder / "memory.stat")
    for file, droppable in (
        ("memory.current", "inactive_file"),
        ("memory.usage_in_bytes", "total_inactive_file"),
    ):
        text = _text(folder / file).strip()
        if text:
            return max(0, int(text) - statistics.get(droppable, 0))
    return None


def _fields(file: Path) -> dict[str, int]:
    return {name: int(value) for name, value in map(str.split, _text(file).splitlines())}


def _text(file: Path) -> str:
    try:
        return file.read_text(errors="replace")
    except OSError:
        return ""
