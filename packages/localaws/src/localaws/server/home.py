"""The home folder: one server at a time, and the ``server.json`` by which clients find it.

That a server runs is said by its lock, never by the file: whoever was killed leaves it behind. Who it
is, is said by ``instance``, which the server answers to ``GET /_localaws/health`` as well.
"""

from __future__ import annotations

import fcntl
import json
import os
import secrets
import stat
import tempfile
import time
from contextlib import suppress
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import IO

from localaws.server.errors import CannotStart


@dataclass(frozen=True)
class Identity:
    """Which of all servers this one is.

    Attributes:
        instance: told to everybody who asks.
        secret: in ``server.json`` alone; who tells it may stop the server.
    """

    instance: str = field(default_factory=lambda: secrets.token_hex(16))
    secret: str = field(default_factory=lambda: secrets.token_hex(32), repr=False)


@dataclass(frozen=True)
class Record:
    """What ``server.json`` says. ``environment`` is what a client has to export."""

    pid: int
    port: int
    endpoint: str
    region: str
    account: str
    runtime: str
    why: str  # this runtime, in a few words
    environment: dict[str, str]
    identity: Identity
    warning: str = ""  # what the runtime does not hold back, in a sentence


_HELD_FOR = 1.0  # seconds; a client looks at the lock by taking it for a moment


class Home:
    """The folder of one running server, held by a lock that dies with the process."""

    def __init__(self, path: Path, lock: IO[str]) -> None:
        self.path = path
        self._lock = lock

    @classmethod
    def take(cls, path: Path) -> Home:
        """Make the folder where it is missing, and lock it.

        Raises:
            CannotStart: it cannot be written to, or another server has it.
        """
        try:
            path.mkdir(parents=True, exist_ok=True, mode=0o700)
            _close_to_others(path)
            lock = open_private(path / "server.lock", "a+")
        except OSError as error:
            raise _not_writable(path, error) from error
        _lock(path, lock)
        home = cls(path, lock)
        try:
            lock.truncate(0)
            lock.write(str(os.getpid()))
            lock.flush()
            home.withdraw()  # of a server that was killed
        except OSError as error:
            with suppress(OSError):
                lock.close()
            raise _not_writable(path, error) from error
        return home

    @property
    def log_file(self) -> Path:
        return self.path / "server.log"

    def announce(self, record: Record) -> None:
        """Write ``server.json``, whole or not at all, for its owner alone.

        Raises:
            CannotStart: it cannot be written.
        """
        content = asdict(record)
        content |= content.pop("identity")
        try:
            handle, name = tempfile.mkstemp(dir=self.path, prefix="server.json.")
            try:
                with os.fdopen(handle, "w") as file:
                    json.dump(content, file, indent=1)
                Path(name).replace(self._record_file)
            except BaseException:
                Path(name).unlink(missing_ok=True)
                raise
        except OSError as error:
            raise _not_writable(self.path, error) from error

    def withdraw(self) -> None:
        """Remove ``server.json``; a folder by that name is somebody's, and put aside."""
        if self._record_file.is_dir() and not self._record_file.is_symlink():
            self._record_file.rename(self.path / f"server.json.{secrets.token_hex(4)}")
        else:
            self._record_file.unlink(missing_ok=True)

    def release(self) -> None:
        """Remove ``server.json`` and let the next server in."""
        self.withdraw()
        self._lock.close()

    @property
    def _record_file(self) -> Path:
        return self.path / "server.json"


def _lock(path: Path, lock: IO[str]) -> None:
    deadline = time.monotonic() + _HELD_FOR
    while True:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
            return
        except BlockingIOError:
            if time.monotonic() < deadline:
                time.sleep(0.02)
                continue
        lock.seek(0)
        holder = lock.read(32).strip()
        lock.close()
        raise CannotStart(
            f"The home folder {path} is in use by the embedded AWS with process id "
            f"{holder if holder.isdigit() else 'unknown'}. "
            "Stop that one first, or name another folder with --home."
        )


def _not_writable(path: Path, error: OSError) -> CannotStart:
    return CannotStart(
        f"The home folder {path} cannot be written to ({error.strerror}). "
        "Name another one with --home or in LOCALAWS_HOME."
    )


def open_private(path: Path, mode: str) -> IO[str]:
    """Open a file that only its owner can read, whatever the umask says and it was before."""

    def opened(name: str, flags: int) -> int:
        number = os.open(name, flags, 0o600)
        os.fchmod(number, 0o600)
        return number

    return open(path, mode, errors="replace", opener=opened)


def _close_to_others(path: Path) -> None:
    """Let nobody else look into the folder: jobs' data and the token lie there.

    Raises:
        CannotStart: it is a folder that others have a right to.
    """
    status = path.stat()
    if not status.st_mode & 0o077:
        return
    here, users = Path.cwd(), Path.home()
    shared = status.st_mode & stat.S_ISVTX or path.resolve() in (users, here, *here.parents)
    if shared or os.geteuid() not in (0, status.st_uid):
        raise CannotStart(
            f"The home folder {path} is open to other users, who must not read what jobs do. "
            "Name a folder of its own with --home or in LOCALAWS_HOME."
        )
    path.chmod(0o700)
