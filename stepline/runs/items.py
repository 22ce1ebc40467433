"""What the stack's table holds: whose turn it is, an item for each run, and one for each approval that somebody is
asked for."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass
from datetime import UTC, datetime
from itertools import islice
from typing import Any

RUN, TOKEN, TURN = "run", "token", "turn"
_LONGEST = 366 * 24 * 3600.0  # seconds that an execution may live


@dataclass(frozen=True)
class Step:
    """A job of an execution. ``reused_from``: the ARN of the execution that ran it in its stead."""

    name: str
    reused_from: str | None = None


@dataclass(frozen=True)
class RunItem:
    """An execution that has ended, as its own record lists it."""

    execution: str
    status: str
    started: datetime
    seconds: float | None = None
    run: str | None = None
    outcome: str | None = None
    sentence: str | None = None
    record: str | None = None
    started_by: str | None = None
    endpoint: str | None = None
    configuration: str | None = None
    steps: tuple[Step, ...] = ()
    decision: Mapping[str, Any] | None = None  # the gate's


@dataclass(frozen=True)
class Turn:
    """The execution that runs, or that never gave up its turn. ``execution`` is its ARN."""

    execution: str
    taken: datetime | None

    @property
    def name(self) -> str:
        return self.execution.rsplit(":", 1)[-1]


@dataclass(frozen=True)
class Waiting:
    """An execution that was made to wait for a human. ``token`` is what Step Functions takes the answer by."""

    name: str
    execution: str | None
    token: str
    deadline: datetime | None
    sentence: str | None
    evaluation: str | None = None  # the S3 address of what was measured

    def open(self, now: datetime) -> bool:
        """Whether there is still time."""
        return self.deadline is None or now < self.deadline


def runs(dynamodb: Any, table: str, most: int) -> list[RunItem]:
    """The latest runs, the latest first."""
    found = _query(dynamodb, table, RUN, newest_first=True)
    return [item for each in islice(found, most) if (item := _run(each))]


def waiting(dynamodb: Any, table: str) -> list[Waiting]:
    """Every approval that was asked for and that the table still holds."""
    return [item for each in _query(dynamodb, table, TOKEN) if (item := _waiting(each))]


def note(dynamodb: Any, table: str, execution: str, decided: Mapping[str, str]) -> None:
    """Note what was decided for an execution that waited, as the page behind the link does and shows it."""
    dynamodb.update_item(
        TableName=table,
        Key={"pk": {"S": TOKEN}, "sk": {"S": execution}},
        UpdateExpression="SET " + ", ".join(f"#{name} = :{name}" for name in decided),
        ExpressionAttributeNames={f"#{name}": name for name in decided},
        ExpressionAttributeValues={f":{name}": {"S": text} for name, text in decided.items()},
    )


def turn(dynamodb: Any, table: str) -> Turn | None:
    """Who has the turn; None: nobody."""
    key = {"pk": {"S": TURN}, "sk": {"S": TURN}}
    found = dynamodb.get_item(TableName=table, Key=key, ConsistentRead=True).get("Item") or {}
    item = {name: str(next(iter(value.values()))) for name, value in found.items()}
    return Turn(item["execution"], moment(item.get("taken"))) if item.get("execution") else None


def _query(
    dynamodb: Any, table: str, partition: str, newest_first: bool = False
) -> Iterator[dict[str, str]]:
    pages = dynamodb.get_paginator("query").paginate(
        TableName=table,
        KeyConditionExpression="pk = :pk",
        ExpressionAttributeValues={":pk": {"S": partition}},
        ScanIndexForward=not newest_first,
        ConsistentRead=True,
    )
    for page in pages:
        for item in page["Items"]:
            yield {name: str(next(iter(value.values()))) for name, value in item.items()}


def _run(item: Mapping[str, str]) -> RunItem | None:
    """None for an item that is none of ours."""
    started, _, name = item["sk"].partition("#")
    when = moment(item.get("started", started))
    if when is None:
        return None
    return RunItem(
        execution=item.get("execution", name),
        status=item.get("status", "SUCCEEDED"),
        started=when,
        seconds=_number(item.get("seconds")),
        run=item.get("run"),
        outcome=item.get("outcome"),
        sentence=item.get("sentence"),
        record=item.get("record"),
        started_by=item.get("started_by") or None,
        endpoint=item.get("endpoint"),
        configuration=item.get("configuration"),
        steps=steps(item.get("steps", "[]")),
        decision=_decision(item.get("decision")),
    )


def _waiting(item: Mapping[str, str]) -> Waiting | None:
    if "token" not in item:
        return None
    deadline = moment(item.get("deadline"))
    execution, sentence = item.get("execution"), item.get("sentence")
    evaluation = item.get("evaluation") or None
    return Waiting(item["sk"], execution, item["token"], deadline, sentence, evaluation)


def _decision(text: str | None) -> Mapping[str, Any] | None:
    """None for what is none."""
    with suppress(ValueError):
        found = json.loads(text or "null")
        return found if isinstance(found, dict) else None
    return None


def steps(given: Any) -> tuple[Step, ...]:
    """The steps of a list, or of its JSON text; whatever is no step is left out."""
    found = given
    if isinstance(given, str):
        found = []
        with suppress(ValueError):
            found = json.loads(given)
    return tuple(
        Step(str(each["name"]), each.get("reused_from") or None)
        for each in (found if isinstance(found, list) else [])
        if isinstance(each, dict) and each.get("name")
    )


def moment(text: str | None) -> datetime | None:
    """A moment as a state machine writes it; None for what is none."""
    try:
        when = datetime.fromisoformat(text or "")
    except ValueError:
        return None
    return when if when.tzinfo else when.replace(tzinfo=UTC)


def _number(text: str | None) -> float | None:
    """None for what is none, and for a duration that no clock has."""
    try:
        return float(text) if text is not None and 0 <= float(text) <= _LONGEST else None
    except ValueError:
        return None
