"""The state that a TestState request is about: the definition itself, or one of a machine's by its name. Pure."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from localaws.protocols.refusal import Refusal
from localaws.stepfunctions.language import graph, json_text, machine
from localaws.stepfunctions.language.branch import Branch
from localaws.stepfunctions.language.problem import Problem
from localaws.stepfunctions.language.state import State

UNNAMED = "StateName"
"""What AWS calls a state that comes alone."""


@dataclass(frozen=True)
class Tested:
    """``members`` are the state's fields as they are written: some say something by not being there."""

    state: State
    members: Mapping[str, Any]

    def handlers(self, cause: str | None) -> tuple[State, ...]:
        """Whose Retry and Catch an error meets: from the state within that caused it, outwards.

        Raises:
            Refusal: there is no such state within.
        """
        if cause is None or cause == self.state.name:
            return (self.state,)
        found = _way(self.state, cause)
        if found is None:
            raise Refusal(
                "ValidationException",
                f"State '{cause}' in errorCausedByState is not found in the state under test",
            )
        return found


def find(definition: str, name: str | None) -> Tested:
    """The state under test.

    Raises:
        Refusal: the definition is none, or has no state of that name.
    """
    if name is None:
        alone, problems = machine.read_alone(definition, UNNAMED)
        if alone is None:
            raise _invalid(problems)
        return Tested(alone, json_text.read(definition))
    read, problems = machine.read(definition)
    if read is None:
        raise _invalid(problems)
    state = next((each for each in _states(read.branch) if each.name == name), None)
    if state is None:
        raise Refusal("ValidationException", "State not found in definition")
    members = next(found for key, found in _members(json_text.read(definition)) if key == name)
    return Tested(state, members)


def _invalid(problems: tuple[Problem, ...]) -> Refusal:
    what = ", ".join(str(problem) for problem in problems)
    return Refusal("InvalidDefinition", f"Invalid State Machine Definition: '{what}'")


def _states(branch: Branch) -> Iterator[State]:
    for state in branch.states.values():
        yield state
        for _, inner in graph.within(state):
            yield from _states(inner)


def _way(state: State, name: str) -> tuple[State, ...] | None:
    """From the state of that name outwards to ``state``; None: it is not within."""
    for _, branch in graph.within(state):
        for inner in branch.states.values():
            found = (inner,) if inner.name == name else _way(inner, name)
            if found is not None:
                return (*found, state)
    return None


def _members(machine_or_branch: Mapping[str, Any]) -> Iterator[tuple[str, Mapping[str, Any]]]:
    for name, state in machine_or_branch["States"].items():
        yield name, state
        below = [*state.get("Branches", []), state.get("ItemProcessor") or state.get("Iterator")]
        for branch in below:
            if branch is not None:
                yield from _members(branch)
