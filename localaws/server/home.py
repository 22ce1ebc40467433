"""The home folder: one server at a time, and the ``server.json`` by which clients find it."""

from __future__ import annotations

import fcntl
import json
import os
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
    warning: str  # what it does not hold back, in a sentence; mostly ""
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
            path.mkdir(parents=True, exist_ok=True)
            lock = (path / "server.lock").open("a+")
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
        aside.write_text(json.dumps(asdict(record), indent=1))
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
