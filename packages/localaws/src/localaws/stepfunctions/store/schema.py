"""The tables. A generation is one account: a plain start begins a new one, ``--keep`` goes on with the last."""

from __future__ import annotations

VERSION = 2
SCHEMA = """
CREATE TABLE generations (id INTEGER PRIMARY KEY, began REAL NOT NULL);
CREATE TABLE records (
    generation INTEGER NOT NULL, kind TEXT NOT NULL, arn TEXT NOT NULL, parent TEXT NOT NULL,
    document TEXT NOT NULL, PRIMARY KEY (generation, kind, arn)
) WITHOUT ROWID;
CREATE INDEX records_of_parent ON records (generation, kind, parent);
CREATE TABLE definitions (id INTEGER PRIMARY KEY, text BLOB NOT NULL UNIQUE);
CREATE TABLE executions (
    id INTEGER PRIMARY KEY, generation INTEGER NOT NULL, arn TEXT NOT NULL,
    machine_arn TEXT NOT NULL, map_run_arn TEXT, status TEXT NOT NULL, started REAL NOT NULL,
    stopped REAL, definition INTEGER NOT NULL, document TEXT NOT NULL
);
CREATE INDEX executions_by_arn ON executions (arn, generation);
CREATE INDEX executions_by_machine ON executions (machine_arn, generation, started);
CREATE INDEX executions_by_map_run ON executions (map_run_arn) WHERE map_run_arn IS NOT NULL;
CREATE INDEX executions_running ON executions (generation) WHERE status = 'RUNNING';
CREATE TABLE events (
    execution INTEGER NOT NULL, id INTEGER NOT NULL, previous INTEGER NOT NULL, type TEXT NOT NULL,
    time REAL NOT NULL, details TEXT NOT NULL, inner TEXT NOT NULL, PRIMARY KEY (execution, id)
) WITHOUT ROWID;
CREATE TABLE children (
    map_run TEXT NOT NULL, number INTEGER NOT NULL, items INTEGER NOT NULL, input BLOB NOT NULL,
    status TEXT NOT NULL, execution TEXT, redrive INTEGER NOT NULL, PRIMARY KEY (map_run, number)
) WITHOUT ROWID
"""
