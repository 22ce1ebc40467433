"""The conformance table: what the specification of the States Language says, row by row, as data beside this.

A row says in the specification's words what holds, and shows it on a machine: a path, a function, an
expression, a rule, a state or whole states, with what comes of it. ``tools.conformance_table`` writes the
rows into the documentation; ``test_conformance`` runs each.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import yaml

_HERE = Path(__file__).parent
_SHORT = ("path", "function", "jsonata", "rule", "state", "states", "machine", "refused")


@dataclass(frozen=True)
class Row:
    """``shown`` is what the row is about, as it is written; ``definition`` the machine made of it.

    Attributes:
        yields: the output, as JSON; None where the execution fails.
        fails: the error's name; ``because`` is part of the cause.
        code: of the problem for which the definition is refused; ``at`` is its place, "" where none is told.
    """

    number: str
    says: str
    shown: str
    definition: dict[str, Any]
    given: Any
    yields: str | None
    fails: str | None
    because: str
    code: str | None
    at: str


@dataclass(frozen=True)
class Chapter:
    title: str
    about: str
    rows: tuple[Row, ...]


def chapters() -> list[Chapter]:
    """The table, in order."""
    return [_chapter(file) for file in sorted(_HERE.glob("*.yaml"))]


def _chapter(file: Path) -> Chapter:
    written = yaml.safe_load(file.read_text())
    prefix = file.name.partition("-")[0].lstrip("0")
    rows = (
        _row(f"{prefix}.{number}", row, written.get("data", {}))
        for number, row in enumerate(written["rows"], 1)
    )
    return Chapter(written["title"], written["about"], tuple(rows))


def _row(number: str, row: dict[str, Any], data: Any) -> Row:
    (kind,) = (name for name in _SHORT if name in row)
    shown = row[kind]
    return Row(
        number=number,
        says=row["says"],
        shown=shown if isinstance(shown, str) else json.dumps(shown, ensure_ascii=False),
        definition=_MACHINES[kind](shown),
        given=row.get("input", data),
        yields=json.dumps(row["yields"]) if "yields" in row else None,
        fails=row.get("fails"),
        because=row.get("because", ""),
        code=row.get("code"),
        at=row.get("at", ""),
    )


def _one(state: dict[str, Any], **others: Any) -> dict[str, Any]:
    return {"StartAt": "S", "States": {"S": {**state, "End": True}}, **others}


def _of_field(written: str) -> dict[str, Any]:
    fields = {"Type": "Pass", "Parameters": {"value.$": written}, "OutputPath": "$.value"}
    return _one(fields)


def _of_expression(written: str) -> dict[str, Any]:
    return _one({"Type": "Pass", "Output": f"{{% {written} %}}"}, QueryLanguage="JSONata")


def _of_rule(rule: dict[str, Any]) -> dict[str, Any]:
    """Whether the rule holds is the output."""
    choice = {"Type": "Choice", "Choices": [{**rule, "Next": "Yes"}], "Default": "No"}
    ends = {name: {"Type": "Pass", "Result": name == "Yes", "End": True} for name in ("Yes", "No")}
    return {"StartAt": "S", "States": {"S": choice, **ends}}


def _of_state(state: dict[str, Any]) -> dict[str, Any]:
    ends_itself = state["Type"] in ("Succeed", "Fail", "Choice") or "Next" in state
    return {"StartAt": "S", "States": {"S": state}} if ends_itself else _one(state)


def _of_states(states: dict[str, Any]) -> dict[str, Any]:
    """The first state begins; one that says nothing of what follows is followed by the next."""
    names = list(states)
    following = dict(zip(names, [*names[1:], None], strict=True))
    made = {}
    for name, state in states.items():
        says = {"Next", "End"} & set(state) or state["Type"] in ("Succeed", "Fail", "Choice")
        after = following[name]
        goes_on = {} if says else {"Next": after} if after else {"End": True}
        made[name] = {**state, **goes_on}
    return {"StartAt": names[0], "States": made}


def _whole(machine: dict[str, Any]) -> dict[str, Any]:
    return {**machine, **_of_states(machine["States"])}


_MACHINES: dict[str, Any] = {
    "path": _of_field,
    "function": _of_field,
    "jsonata": _of_expression,
    "rule": _of_rule,
    "state": _of_state,
    "states": _of_states,
    "machine": _whole,
    "refused": dict,
}
