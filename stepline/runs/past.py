"""The executions of a pipeline, newest first: what Step Functions lists, and what the table has recorded.

Step Functions forgets an execution after 90 days, the table does not. An execution that has no record (it runs, it
failed a moment ago, it is older than the table) is read from its own output and history instead.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from itertools import islice
from typing import Any

from stepline import executions
from stepline.deployment import Deployment
from stepline.executions import Execution
from stepline.runs import items
from stepline.runs.items import RunItem, Step, Waiting
from stepline.target import Target
from stepline.untold import Untold, told
from stepline.watching import failure

RUNNING = "RUNNING"


@dataclass(frozen=True)
class Past:
    """An execution. ``outcome`` is the workflow's word for how it ended, ``status`` Step Functions'."""

    arn: str
    status: str
    started: datetime
    ended: datetime | None
    outcome: str | None
    sentence: str | None
    started_by: str | None
    steps: tuple[Step, ...]
    run: str | None
    record: str | None
    decision: Mapping[str, Any] | None = None  # the gate's: the metric, both numbers, the sentence
    waiting: Waiting | None = None  # for a human's approval

    @property
    def name(self) -> str:
        return self.arn.rsplit(":", 1)[-1]


def past(target: Target, deployment: Deployment, most: int) -> tuple[list[Past], Untold | None]:
    """The latest executions, the latest first; and why the table could not be asked, if it could not."""
    client = target.client("stepfunctions")
    pages = client.get_paginator("list_executions").paginate(
        stateMachineArn=deployment.state_machine
    )
    listed = list(islice((one for page in pages for one in page["executions"]), most))
    recorded = _recorded(target, deployment, most)
    untold = recorded if isinstance(recorded, Untold) else None
    by_arn = {} if isinstance(recorded, Untold) else {item.execution: item for item in recorded}
    found = [_one(client, one, by_arn.pop(one["executionArn"], None)) for one in listed]
    found += [_of_item(item, None) for item in by_arn.values()]
    found.sort(key=lambda one: one.started, reverse=True)
    return _with_waiting(target, deployment, found[:most]), untold


def _with_waiting(target: Target, deployment: Deployment, found: list[Past]) -> list[Past]:
    """One that runs may be waiting for a human, which only the table knows."""
    table = deployment.table
    if table is None or all(one.status != RUNNING for one in found):
        return found
    asked = told(lambda: items.waiting(target.client("dynamodb"), table))
    by_name = {} if isinstance(asked, Untold) else {one.name: one for one in asked}
    return [
        replace(one, waiting=by_name.get(one.name)) if one.status == RUNNING else one
        for one in found
    ]


def _recorded(target: Target, deployment: Deployment, most: int) -> list[RunItem] | Untold:
    table = deployment.table
    if table is None:
        return []
    return told(lambda: items.runs(target.client("dynamodb"), table, most))


def _one(client: Any, listed: Mapping[str, Any], item: RunItem | None) -> Past:
    # One that was redriven runs again, whatever its item says of its first end.
    if item is not None and item.status == listed["status"]:
        return _of_item(item, listed.get("stopDate"))
    read = told(lambda: executions.read(client, listed["executionArn"]))
    if isinstance(read, Untold):
        return _unread(listed, read)
    return _of_execution(listed, read)


def _of_item(item: RunItem, ended: datetime | None) -> Past:
    if ended is None and item.seconds is not None:
        ended = item.started + timedelta(seconds=item.seconds)
    return Past(
        arn=item.execution,
        status=item.status,
        started=item.started,
        ended=ended,
        outcome=item.outcome,
        sentence=item.sentence,
        started_by=item.started_by,
        steps=item.steps,
        run=item.run,
        record=item.record,
        decision=item.decision,
    )


def _of_execution(listed: Mapping[str, Any], read: Execution) -> Past:
    output: Mapping[str, Any] = read.output if isinstance(read.output, dict) else {}
    why = failure.sentence(read.cause) or ": ".join(filter(None, (read.error, read.cause)))
    ran = tuple(Step(state.name) for state in read.states if state.job and state.created)
    return Past(
        arn=read.arn,
        status=read.status,
        started=listed["startDate"],
        ended=listed.get("stopDate"),
        outcome=output.get("outcome"),
        sentence=output.get("sentence") or why or None,
        started_by=_started_by(read.input),
        steps=items.steps(output.get("steps")) or tuple(dict.fromkeys(ran)),
        run=_name_of_run(output.get("run")),
        record=output.get("record"),
        decision=decision if isinstance(decision := output.get("decision"), dict) else None,
    )


def _unread(listed: Mapping[str, Any], why: Untold) -> Past:
    return Past(
        arn=listed["executionArn"],
        status=listed["status"],
        started=listed["startDate"],
        ended=listed.get("stopDate"),
        outcome=None,
        sentence=f"Its history is not told: {why.why}",
        started_by=None,
        steps=(),
        run=None,
        record=None,
    )


def _started_by(given: str | None) -> str | None:
    with suppress(ValueError):
        value = json.loads(given or "{}")
        if isinstance(value, dict) and isinstance(value.get("started_by"), str):
            return value["started_by"] or None
    return None


def _name_of_run(prefix: Any) -> str | None:
    return prefix.rstrip("/").rsplit("/", 1)[-1] if isinstance(prefix, str) else None
