"""The states of a definition that a person follows in a picture: jobs, what is created, questions to people, ends.

What only looks, compares, counts or writes down is left out, and the ways through it become one step; of several
ways to a state the longest is followed, as each job may be passed by, where its result is reused. Left out is also
the ending that all outcomes share: a state that says the outcome is an end by itself.
"""

import re
from collections.abc import Iterator
from typing import Any

from pipelines.workflow.outcome import IN_SERVICE, TRANSFORMED
from tools.graph import edges

_OUTCOME = re.compile(r'"outcome": \{"name": "([^"]+)"')
_DOES = re.compile(
    r":states:::(?:sagemaker:|aws-sdk:sagemaker:(?:create|update)|aws-sdk:sagemakerruntime:|lambda:invoke)"
    r"|\.waitForTaskToken$"
)


def outline(definition: dict[str, Any]) -> dict[str, Any]:
    """A definition of the states that are followed: each names where it leads to, and what it may fail in."""
    states = definition["States"]
    start = definition["StartAt"]
    followed = [name for name, state in states.items() if name == start or _is_followed(state)]
    return {
        "Comment": definition.get("Comment", ""),
        "StartAt": start,
        "States": _states(states, followed),
    }


def _longest(ways: dict[str, list[str]]) -> dict[str, list[str]]:
    """The steps that no longer way goes round: from one state to another, without those that can be left out."""

    def leads(start: str, end: str, seen: frozenset[str] = frozenset()) -> bool:
        return start == end or any(
            leads(way, end, seen | {start}) for way in ways.get(start, []) if way not in seen
        )

    return {
        name: [
            way
            for way in onward
            if not any(leads(other, way, frozenset({name})) for other in onward if other != way)
        ]
        for name, onward in ways.items()
    }


def _states(states: dict[str, Any], followed: list[str]) -> dict[str, Any]:
    found: dict[str, Any] = {}
    onward = {name: list(_onward(states, name, set(followed))) for name in followed}
    shown = _longest(
        {name: [] if _outcome(states[name]) else ways for name, ways in onward.items()}
    )
    for name in followed:
        state = states[name]
        outcome = _outcome(state)
        if outcome:
            found[name] = {"Type": "Succeed", "Outcome": outcome}
            continue
        failing = [target for target in edges(state) if states[target]["Type"] == "Fail"]
        found[name] = {
            "Type": state["Type"],
            **({"Resource": state["Resource"]} if "Resource" in state else {}),
            "Choices": [{"Next": way} for way in shown[name]],
            "Catch": [
                {"Next": target, "ErrorEquals": ["States.ALL"]} for target in dict.fromkeys(failing)
            ],
        }
        found |= {target: {"Type": "Fail"} for target in failing}
    return found


def _is_followed(state: dict[str, Any]) -> bool:
    return bool(_outcome(state) or _DOES.search(state.get("Resource", "")))


def _outcome(state: dict[str, Any]) -> str | None:
    said = _OUTCOME.search(str(state.get("Output", ""))) if state["Type"] == "Pass" else None
    return said[1] if said else None


def _onward(states: dict[str, Any], name: str, followed: set[str]) -> Iterator[str]:
    """The next states that are followed, over any that are not."""
    seen, waiting = {name}, list(edges(states[name]))
    while waiting:
        target = waiting.pop(0)
        if target in seen:
            continue
        seen.add(target)
        if target in followed:
            yield target
        elif states[target]["Type"] != "Fail":
            waiting += edges(states[target])


def is_done(state: dict[str, Any]) -> bool:
    """Whether the state is the end of an execution that went all the way."""
    return state["Type"] == "Succeed" and state.get("Outcome", IN_SERVICE) in (
        IN_SERVICE,
        TRANSFORMED,
    )
