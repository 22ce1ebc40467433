"""The checks of a state machine definition that need no interpreter: where its arrows lead."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

_EXPRESSION = re.compile(r"\{%(.*)%\}", re.DOTALL)
_LITERALS = re.compile(
    r"\"(?:\\.|[^\"\\])*\"|'(?:\\.|[^'\\])*'|/\*.*?\*/|/(?:\\.|[^\\/\n])+/", re.DOTALL
)
_BARE = re.compile(r"\$\$|\$(?![A-Za-z_$])")


def problems(machine: dict[str, Any], where: str = "") -> list[str]:
    """Every arrow that leads nowhere, with the path of it, such as ``at /States/Train/Next``."""
    states = machine.get("States")
    if not isinstance(states, dict) or not states:
        return [f"The definition has no states at {where}/States"]
    found = _missing(machine.get("StartAt"), states, f"{where}/StartAt")
    for name, state in states.items():
        if isinstance(state, dict):
            found += _of_state(state, states, f"{where}/States/{name}")
    return found


def _of_state(state: dict[str, Any], states: dict[str, Any], where: str) -> list[str]:
    found = []
    for path, target in _arrows(state):
        found += _missing(target, states, f"{where}/{path}")
    found += [
        f"A JSONata expression uses {sign}, which Step Functions does not allow, at {where}/{path}"
        for path, sign in _bare_references(state)
    ]
    for path, inner in inner_machines(state):
        found += problems(inner, f"{where}/{path}")
    return found


def _missing(target: Any, states: dict[str, Any], where: str) -> list[str]:
    return [] if target in states else [f"Missing target state {target!r} at {where}"]


def _arrows(state: dict[str, Any]) -> Iterator[tuple[str, Any]]:
    for key in ("Next", "Default"):
        if key in state:
            yield key, state[key]
    for key in ("Choices", "Catch"):
        for index, rule in enumerate(state.get(key) or []):
            if isinstance(rule, dict):
                yield f"{key}[{index}]/Next", rule.get("Next")


def inner_machines(state: dict[str, Any]) -> Iterator[tuple[str, dict[str, Any]]]:
    """The machines inside of a Parallel or Map state, with their paths in it."""
    for index, branch in enumerate(state.get("Branches") or []):
        yield f"Branches[{index}]", branch
    for key in ("ItemProcessor", "Iterator"):
        if isinstance(state.get(key), dict):
            yield key, state[key]


def _bare_references(state: dict[str, Any]) -> Iterator[tuple[str, str]]:
    for key, value in state.items():
        if key in ("Branches", "ItemProcessor", "Iterator"):
            continue
        for text in _texts(value):
            expression = _EXPRESSION.fullmatch(text.strip())
            bare = expression and _BARE.search(_LITERALS.sub('""', expression.group(1)))
            if bare:
                yield key, bare.group()


def _texts(value: Any) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    for member in (
        value.values() if isinstance(value, dict) else value if isinstance(value, list) else ()
    ):
        yield from _texts(member)
