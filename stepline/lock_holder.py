"""Who holds the lock of a file, by the kernel's word alone, and ending exactly that process.

A number that was written down belongs to somebody else as soon as its process has ended. The kernel
knows which process holds a lock now (Linux: ``/proc/locks`` and ``/proc/PID/fdinfo``), and a pidfd
means that process for ever, never a later one with its number.
"""

from __future__ import annotations

import fcntl
import os
import re
import select
import signal
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path

_LOCK = re.compile(r"FLOCK\s+\S+\s+WRITE\s+(\d+)\s+[0-9a-f]+:[0-9a-f]+:(\d+)\s")


def is_held(file: Path) -> bool:
    """Whether a process holds the lock of that file; it may not exist.

    Raises:
        OSError: the file cannot be opened.
    """
    try:
        handle = os.open(file, os.O_RDONLY | os.O_CLOEXEC)
    except (FileNotFoundError, NotADirectoryError):
        return False
    try:
        # Shared, so that two who ask at once do not take each other for the holder.
        fcntl.flock(handle, fcntl.LOCK_SH | fcntl.LOCK_NB)
    except BlockingIOError:
        return True
    finally:
        os.close(handle)
    return False


@dataclass(frozen=True)
class Holder:
    """A process that holds the lock, for as long as ``found`` lets it be used."""

    pid: int
    _handle: int

    def end(self, number: signal.Signals) -> None:
        """Let the process go on if it is suspended, or it would never get the signal, and send it.

        Raises:
            PermissionError: the process is another user's.
        """
        with suppress(ProcessLookupError):
            # In this order: what a suspended process finds when it goes on, any of its threads may
            # take, and Python's main thread would sleep on.
            signal.pidfd_send_signal(self._handle, signal.SIGCONT)
            signal.pidfd_send_signal(self._handle, number)

    def ended(self, within: float) -> bool:
        """Whether it has ended, at the latest in so many seconds. A zombie has."""
        return bool(select.select([self._handle], [], [], within)[0])


@contextmanager
def found(file: Path) -> Iterator[Holder | None]:
    """The holder of the lock; None where nobody holds it, or the system does not tell who."""
    for pid in _candidates(file):
        try:
            handle = os.pidfd_open(pid)
        except OSError:
            continue  # it has ended meanwhile
        try:
            # Asked after the pidfd was taken: from here on it can only be this process.
            if _holds(pid, file):
                yield Holder(pid, handle)
                return
        finally:
            os.close(handle)
    yield None


def _candidates(file: Path) -> list[int]:
    if not hasattr(os, "pidfd_open"):
        return []
    try:
        inode, locks = file.stat().st_ino, Path("/proc/locks").read_text()
    except OSError:
        return []
    return [int(pid) for pid, of in _LOCK.findall(locks) if int(of) == inode and int(pid) > 1]


def _holds(pid: int, file: Path) -> bool:
    """Whether the process has this very file open, with a lock on it that it took itself."""
    try:
        for opened in Path(f"/proc/{pid}/fd").iterdir():
            with suppress(OSError):
                if not os.path.samestat(opened.stat(), file.stat()):
                    continue
                taken = _LOCK.search(Path(f"/proc/{pid}/fdinfo/{opened.name}").read_text())
                if taken and int(taken[1]) == pid:
                    return True
    except OSError:
        return False  # it has ended, or is another user's
    return False
