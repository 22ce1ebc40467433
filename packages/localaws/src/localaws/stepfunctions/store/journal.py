"""Executions and their events in the database: the journal of STANDARD executions."""

from __future__ import annotations

import json
import sqlite3
import threading
from collections.abc import Iterable, Sequence

from localaws.stepfunctions.engine.event import Event
from localaws.stepfunctions.execution import Execution
from localaws.store.database import Database, Row

_COLUMNS = (
    "SELECT executions.document, definitions.text FROM executions "
    "JOIN definitions ON definitions.id = executions.definition"
)
_EVENTS = "SELECT id, previous, type, time, details, inner FROM events WHERE execution = ?"
_CHANGE = "UPDATE executions SET status = ?, stopped = ?, document = ? WHERE id = ?"
_ADD_EVENT = "INSERT INTO events VALUES (?, ?, ?, ?, ?, ?, ?)"


class StoredJournal:
    """Of one generation; earlier ones can only be read, by the ARN of an execution."""

    def __init__(self, database: Database, generation: int) -> None:
        self._database = database
        self._generation = generation
        self._numbers: dict[str, int] = {}  # of executions that were written to
        self._definitions: dict[str, int] = {}
        self._lock = threading.Lock()

    @property
    def database(self) -> Database:
        return self._database

    def close(self) -> None:
        """Nothing is read or written any more."""
        self._database.close()

    def latest(self) -> float:
        """The moment of the last event that is kept of this generation; 0 where there is none."""
        latest = "SELECT max(time) FROM events JOIN executions ON executions.id = events.execution "
        found = self._database.rows(f"{latest} WHERE generation = ?", (self._generation,))
        return float(found[0][0] or 0)

    def open(self, execution: Execution, events: Sequence[Event]) -> None:
        with self._database.transaction() as connection:
            number = self._add(connection, execution)
            connection.executemany(_ADD_EVENT, _rows(number, events))
        with self._lock:
            self._numbers[execution.arn] = number

    def _add(self, connection: sqlite3.Connection, execution: Execution) -> int:
        values = (
            self._generation,
            execution.arn,
            execution.machine_arn,
            execution.map_run_arn,
            execution.status,
            execution.started,
            execution.stopped,
            self._definition(connection, execution.definition),
            _document(execution),
        )
        statement = (
            "INSERT INTO executions (generation, arn, machine_arn, map_run_arn, status, started, "
            "stopped, definition, document) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)"
        )
        number = connection.execute(statement, values).lastrowid
        assert number is not None
        return number

    def _definition(self, connection: sqlite3.Connection, text: str) -> int:
        number = self._definitions.get(text)
        if number is None:
            values = (encoded(text),)
            connection.execute("INSERT OR IGNORE INTO definitions (text) VALUES (?)", values)
            found = connection.execute("SELECT id FROM definitions WHERE text = ?", values)
            number = self._definitions[text] = found.fetchone()[0]
        return number

    def append(self, arn: str, events: Sequence[Event], execution: Execution | None = None) -> None:
        number = self._number(arn)
        with self._database.transaction() as connection:
            connection.executemany(_ADD_EVENT, _rows(number, events))
            if execution is not None:
                connection.execute(_CHANGE, _changed(number, execution))
        if execution is not None and execution.stopped is not None:
            with self._lock:
                self._numbers.pop(arn, None)

    def end_all(self, ended: Iterable[tuple[Event, Execution]]) -> None:
        """Keep the last events of executions, with these as they are then, in one transaction."""
        numbered = [(self._number(execution.arn), event, execution) for event, execution in ended]
        with self._database.transaction() as connection:
            connection.executemany(
                _ADD_EVENT, [row for number, event, _ in numbered for row in _rows(number, [event])]
            )
            connection.executemany(
                _CHANGE, [_changed(number, execution) for number, _, execution in numbered]
            )

    def _number(self, arn: str) -> int:
        with self._lock:
            if arn in self._numbers:
                return self._numbers[arn]
        found = self._database.rows(
            "SELECT id FROM executions WHERE arn = ? ORDER BY generation DESC, id DESC LIMIT 1",
            (arn,),
        )
        if not found:
            raise KeyError(arn)
        with self._lock:
            self._numbers[arn] = found[0][0]
        return int(found[0][0])

    def execution(self, arn: str) -> Execution | None:
        found = self._database.rows(
            f"{_COLUMNS} WHERE arn = ? ORDER BY generation DESC, executions.id DESC LIMIT 1", (arn,)
        )
        return _execution(found[0]) if found else None

    def current(self, arn: str) -> Execution | None:
        """The same, but of this generation only."""
        found = self._database.rows(
            f"{_COLUMNS} WHERE arn = ? AND generation = ? ORDER BY executions.id DESC LIMIT 1",
            (arn, self._generation),
        )
        return _execution(found[0]) if found else None

    def some_executions(
        self,
        after: str | None,
        most: int,
        *,
        machine_arn: str | None = None,
        map_run_arn: str | None = None,
        status: str | None = None,
        version_arn: str | None = None,
        alias_arn: str | None = None,
        redriven: bool | None = None,
    ) -> Sequence[Execution]:
        """``most`` of those of this generation that were started before ``after``, newest first."""
        where, values = ["executions.generation = ?"], [str(self._generation)]
        wanted = {
            "executions.machine_arn = ?": machine_arn,
            "executions.map_run_arn = ?": map_run_arn,
            "executions.status = ?": status,
            "json_extract(executions.document, '$.version_arn') = ?": version_arn,
            "json_extract(executions.document, '$.alias_arn') = ?": alias_arn,
        }
        for condition, value in wanted.items():
            if value is not None:
                where.append(condition)
                values.append(value)
        if redriven is not None:
            count = "json_extract(executions.document, '$.redrive_count')"
            where.append(f"{count} {'>' if redriven else '='} 0")
        if after is not None:
            where.append(
                "(executions.started, executions.id) < (SELECT started, id FROM executions "
                "WHERE arn = ? AND generation = ? ORDER BY id DESC LIMIT 1)"
            )
            values += [after, str(self._generation)]
        statement = (
            f"{_COLUMNS} WHERE {' AND '.join(where)} "
            "ORDER BY executions.started DESC, executions.id DESC LIMIT ?"
        )
        return [_execution(row) for row in self._database.rows(statement, [*values, str(most)])]

    def running(self) -> Sequence[Execution]:
        statement = f"{_COLUMNS} WHERE generation = ? AND status = 'RUNNING' ORDER BY executions.id"
        return [_execution(row) for row in self._database.rows(statement, (self._generation,))]

    def events(self, arn: str) -> Sequence[Event]:
        try:
            number = self._number(arn)
        except KeyError:
            return []
        return [_event(row) for row in self._database.rows(f"{_EVENTS} ORDER BY id", (number,))]

    def some_events(
        self, arn: str, after: int | None, most: int, newest_first: bool = False
    ) -> Sequence[Event]:
        """``most`` of those that follow the event ``after`` in that order; None: from the start."""
        order, follows = ("DESC", "<") if newest_first else ("ASC", ">")
        further = "" if after is None else f" AND id {follows} {int(after)}"
        statement = f"{_EVENTS}{further} ORDER BY id {order} LIMIT ?"
        rows = self._database.rows(statement, (self._number(arn), most))
        return [_event(row) for row in rows]

    def count_events(self, arn: str) -> int:
        rows = self._database.rows(
            "SELECT count(*) FROM events WHERE execution = ?", (self._number(arn),)
        )
        return int(rows[0][0])


def encoded(text: str) -> bytes:
    """A text as a column has it: SQLite's own have no half of a surrogate pair, which JSON may have."""
    return text.encode(errors="surrogatepass")


def decoded(column: bytes) -> str:
    return column.decode(errors="surrogatepass")


def _rows(number: int, events: Iterable[Event]) -> list[Row]:
    return [
        (number, e.id, e.previous, e.type, e.time, _json(e.details), _json(e.inner)) for e in events
    ]


_written = json.JSONEncoder(separators=(",", ":")).encode


def _json(value: object) -> str:
    """In ASCII, for the same reason."""
    return _written(value) if value else ""


def _event(row: Row) -> Event:
    number, previous, kind, moment, details, inner = row
    return Event(
        number,
        previous,
        kind,
        moment,
        json.loads(details) if details else {},
        json.loads(inner) if inner else {},
    )


def _changed(number: int, execution: Execution) -> Row:
    return (execution.status, execution.stopped, _document(execution), number)


def _document(execution: Execution) -> str:
    members = {name: value for name, value in vars(execution).items() if name != "definition"}
    return json.dumps(members, separators=(",", ":"))


def _execution(row: Row) -> Execution:
    document, definition = row
    return Execution(definition=decoded(definition), **json.loads(document))
