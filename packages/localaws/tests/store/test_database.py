from __future__ import annotations

import sqlite3
import threading
from pathlib import Path

import pytest

from localaws.store.database import Database, UnusableDatabase

_SCHEMA = "CREATE TABLE things (name TEXT PRIMARY KEY)"


def _names(database: Database) -> list[str]:
    return [row[0] for row in database.rows("SELECT name FROM things ORDER BY name")]


def test_what_was_committed_is_there_for_the_next_process(tmp_path: Path) -> None:
    first = Database(tmp_path / "a.sqlite3", _SCHEMA, 1)
    with first.transaction() as connection:
        connection.execute("INSERT INTO things VALUES ('kept')")
    again = Database(tmp_path / "a.sqlite3", _SCHEMA, 1)  # the first was never closed
    assert _names(again) == ["kept"]


def test_a_transaction_that_raises_leaves_nothing(tmp_path: Path) -> None:
    database = Database(tmp_path / "a.sqlite3", _SCHEMA, 1)

    def twice() -> None:
        with database.transaction() as connection:
            connection.execute("INSERT INTO things VALUES ('one')")
            connection.execute("INSERT INTO things VALUES ('one')")

    with pytest.raises(sqlite3.IntegrityError):
        twice()
    assert _names(database) == []
    with database.transaction() as connection:
        connection.execute("INSERT INTO things VALUES ('two')")
    assert _names(database) == ["two"]


def test_it_is_written_ahead(tmp_path: Path) -> None:
    database = Database(tmp_path / "a.sqlite3", _SCHEMA, 1)
    assert database.rows("PRAGMA journal_mode") == [("wal",)]
    assert database.rows("PRAGMA synchronous") == [(1,)]


def test_many_threads_write_and_read(tmp_path: Path) -> None:
    database = Database(tmp_path / "a.sqlite3", _SCHEMA, 1)

    def write(number: int) -> None:
        for each in range(20):
            with database.transaction() as connection:
                connection.execute("INSERT INTO things VALUES (?)", (f"{number}-{each}",))
            _names(database)

    threads = [threading.Thread(target=write, args=(number,)) for number in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(_names(database)) == 80


def test_a_file_of_another_version_is_refused_with_what_to_do(tmp_path: Path) -> None:
    Database(tmp_path / "a.sqlite3", _SCHEMA, 1).close()
    with pytest.raises(UnusableDatabase, match=r"schema 1, this one has 2.*another home folder"):
        Database(tmp_path / "a.sqlite3", _SCHEMA, 2)


def test_a_file_that_is_no_database_is_refused_and_left_alone(tmp_path: Path) -> None:
    path = tmp_path / "a.sqlite3"
    path.write_text(
        "my notes, which are longer than the header of a database is, as they should be"
    )
    with pytest.raises(UnusableDatabase, match="move it away"):
        Database(path, _SCHEMA, 1)
    assert path.read_text().startswith("my notes")
