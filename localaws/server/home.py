"""The home folder: one server at a time, and the ``server.json`` by which clients find it."""

from __future__ import annotations

import fcntl
import json
import os
import stat
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import IO

from localaws.server.errors import CannotStart


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
            raise CannotStart(
                f"The home folder {path} cannot be written to ({error.strerror}). "
                "Name another one with --home or in LOCALAWS_HOME."
            ) from error
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            lock.seek(0)
            holder = lock.read().strip() or "unknown"
            lock.close()
            raise CannotStart(
                f"The home folder {path} is in use by the embedded AWS with process id {holder}. "
                "Stop that one first, or name another folder with --home."
            ) from None
        lock.truncate(0)
        lock.write(str(os.getpid()))
        lock.flush()
        home = cls(path, lock)
        home.withdraw()  # of a server that was killed
        return home

    @property
    def log_file(self) -> Path:
        return self.path / "server.log"

    def announce(self, record: Record) -> None:
        """Write ``server.json``, whole or not at all."""
        aside = self.path / "server.json.new"
        with open_private(aside, "w") as file:
            file.write(json.dumps(asdict(record), indent=1))
        aside.replace(self._record_file)

    def withdraw(self) -> None:
        """Remove ``server.json``."""
        self._record_file.unlink(missing_ok=True)

    def release(self) -> None:
        """Remove ``server.json`` and let the next server in."""
        self.withdraw()
        self._lock.close()

    @property
    def _record_file(self) -> Path:
        return self.path / "server.json"


def open_private(path: Path, mode: str) -> IO[str]:
    """Open a file that only its owner can read, whatever the umask says and it was before."""

    def opened(name: str, flags: int) -> int:
        number = os.open(name, flags, 0o600)
        os.fchmod(number, 0o600)
        return number

    return open(path, mode, opener=opened)


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
