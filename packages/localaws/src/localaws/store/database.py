"""One SQLite file: a connection that writes, one that reads, each behind a lock.

Write-ahead with ``synchronous=NORMAL``: what was committed survives the process, killed at any instant; a
power cut may take the last moments.
"""

from __future__ import annotations

import sqlite3
import threading
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any

Row = tuple[Any, ...]


class UnusableDatabase(Exception):
    """The file is none of ours, or of another version. The message says what to do."""


class Database:
    """Everything of it may be called from many threads.

    Args:
        schema: the statements that make an empty file one of ours.
        version: of the schema; a file of another version is refused.

    Raises:
        UnusableDatabase: the file cannot be used.
    """

    def __init__(self, path: Path, schema: str, version: int) -> None:
        path.parent.mkdir(parents=True, exist_ok=True)
        self._path = path
        self._writing, self._reading = threading.Lock(), threading.Lock()
        try:
            self._writer = _connection(path)
            self._check(schema, version)
            self._reader = _connection(path)
        except sqlite3.DatabaseError as error:
            raise UnusableDatabase(
                f"{path} cannot be read as a database ({error}): move it away, or start with "
                "another home folder"
            ) from error

    def _check(self, schema: str, version: int) -> None:
        (found,) = self._writer.execute("PRAGMA user_version").fetchone()
        if found == 0:
            self._writer.executescript(f"BEGIN; {schema}; PRAGMA user_version = {version}; COMMIT")
        elif found != version:
            self._writer.close()
            raise UnusableDatabase(
                f"{self._path} was written by another version of localaws (schema {found}, this one "
                f"has {version}): move it away, or start with another home folder"
            )

    @contextmanager
    def transaction(self) -> Iterator[sqlite3.Connection]:
        """Write: all of the block or, where it raises, nothing. Kept when the block is left."""
        with self._writing:
            self._writer.execute("BEGIN IMMEDIATE")
            try:
                yield self._writer
            except BaseException:
                self._writer.execute("ROLLBACK")
                raise
            self._writer.execute("COMMIT")

    def rows(self, statement: str, values: Sequence[Any] = ()) -> list[Row]:
        """Read what is kept."""
        with self._reading:
            return self._reader.execute(statement, values).fetchall()

    def close(self) -> None:
        with self._writing, self._reading:
            self._reader.close()
            self._writer.close()


def put_aside(path: Path) -> Path:
    """Give a file that cannot be used another name, with all that SQLite has beside it; the new name."""
    number = 1
    while (aside := path.with_name(f"{path.name}.{number}")).exists():
        number += 1
    for suffix in ("-wal", "-shm", ""):
        beside = path.with_name(path.name + suffix)
        if beside.exists():
            beside.rename(aside.with_name(aside.name + suffix))
    return aside


def _connection(path: Path) -> sqlite3.Connection:
    connection = sqlite3.connect(path, isolation_level=None, check_same_thread=False)
    connection.execute("PRAGMA journal_mode = WAL")
    connection.execute("PRAGMA synchronous = NORMAL")
    return connection
