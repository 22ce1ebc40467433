"""Begins an account on what is kept, or goes on with the last one.

A plain start is a fresh account, as buckets, roles and stacks do not outlive a restart: of earlier ones
only the histories stay, to be read, for as long as AWS keeps them.
"""

from __future__ import annotations

import logging
from dataclasses import replace
from pathlib import Path

from localaws.stepfunctions.engine.event import Event
from localaws.stepfunctions.execution import ABORTED
from localaws.stepfunctions.store.records import StoredRecords
from localaws.stepfunctions.store.schema import SCHEMA, VERSION
from localaws.store.database import Database, UnusableDatabase, put_aside

log = logging.getLogger(__name__)

FILE = "stepfunctions.sqlite3"
_RETENTION = 90 * 24 * 3600
"""Seconds for which AWS keeps the history of an execution that has ended (Step Functions quotas)."""
ENDED_WITH_THE_SERVER = ("LocalAWS.Stopped", "The embedded AWS was stopped.")


def begin(folder: Path, keep: bool, now: float) -> StoredRecords:
    """The records of a fresh account, or with ``keep`` of the last one that there was.

    Raises:
        UnusableDatabase: what is to be gone on with cannot be read. A fresh account puts it aside.
    """
    database = _database(folder / FILE, keep)
    last = database.rows("SELECT max(id) FROM generations")[0][0]
    if last is not None and keep:
        return StoredRecords(database, last)
    if last is not None:
        _close(StoredRecords(database, last), now)
        _forget(database, now)
    with database.transaction() as connection:
        number = connection.execute("INSERT INTO generations (began) VALUES (?)", (now,)).lastrowid
    assert number is not None
    return StoredRecords(database, number)


def _database(file: Path, keep: bool) -> Database:
    try:
        return Database(file, SCHEMA, VERSION)
    except UnusableDatabase as why:
        if keep or not file.is_file():
            raise
        log.warning("%s; put aside as %s", why, put_aside(file).name)
    return Database(file, SCHEMA, VERSION)


def _close(earlier: StoredRecords, now: float) -> None:
    """What ran in the account that is no more was aborted with it."""
    error, cause = ENDED_WITH_THE_SERVER
    ended = []
    for execution in earlier.running():
        last = earlier.count_events(execution.arn)
        aborted = Event(last + 1, last, "ExecutionAborted", now, {"error": error, "cause": cause})
        over = replace(execution, status=ABORTED, stopped=now, error=error, cause=cause)
        ended.append((aborted, over))
    earlier.end_all(ended)


def _forget(database: Database, now: float) -> None:
    old = "SELECT id FROM executions WHERE stopped < ?"
    with database.transaction() as connection:
        connection.execute("DELETE FROM records")
        connection.execute("DELETE FROM children")
        connection.execute(f"DELETE FROM events WHERE execution IN ({old})", (now - _RETENTION,))
        connection.execute("DELETE FROM executions WHERE stopped < ?", (now - _RETENTION,))
        connection.execute(
            "DELETE FROM definitions WHERE id NOT IN (SELECT definition FROM executions)"
        )
