"""A graph of states with a start: a machine's own, a branch of Parallel, the processor of Map."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Any

from localaws.stepfunctions.language.choice import Choice
from localaws.stepfunctions.language.node import JSONATA, JSONPATH, Node
from localaws.stepfunctions.language.problem import Code
from localaws.stepfunctions.language.retrying import Catcher
from localaws.stepfunctions.language.state import State

_LONGEST_NAME = 80
StateReader = Callable[[str, Node], State | None]


@dataclass(frozen=True)
class Branch:
    start_at: str
    states: Mapping[str, State]


EMPTY = Branch("", MappingProxyType({}))
"""What stands where a definition has none, which is a problem of it."""


def read_branch(node: Node, read_state: StateReader) -> Branch:
    """The graph of ``StartAt`` and ``States``, with every transition checked."""
    node.require("StartAt", "States")
    start = node.text("StartAt") or ""
    states: dict[str, State] = {}
    below = node.child("States")
    if below is not None:
        if not below.members:
            node.problem("The object must not be empty", "States")
        for name, members in below.members.items():
            inner = _state_node(below, name, members)
            if inner is not None and (state := read_state(name, inner)) is not None:
                states[name] = state
        _check_graph(node, start, states, below)
    return Branch(start, MappingProxyType(states))


def _state_node(states: Node, name: str, members: Any) -> Node | None:
    if not isinstance(members, dict):
        states.problem("Expected value of type Object", name)
        return None
    if len(name) > _LONGEST_NAME or not name:
        states.problem(f"State name must have 1 to {_LONGEST_NAME} characters", name)
    node = Node(members, states.at(name), states.language, states.problems)
    language = members.get("QueryLanguage", states.language)
    if language not in (JSONPATH, JSONATA):
        node.problem(f"Value should be one of [{JSONPATH}, {JSONATA}]", "QueryLanguage")
    elif language == JSONPATH and states.language == JSONATA:
        node.problem(
            "'QueryLanguage' can not be 'JSONPath' if set to 'JSONata' for whole state machine"
        )
    else:
        node.language = language
    return node


def targets(state: State) -> Iterator[tuple[str, str]]:
    """Every transition: the field, below the state, and the name it leads to."""
    if isinstance(state, Choice):
        for number, option in enumerate(state.options):
            yield f"Choices[{number}]/Next", option.next
        if state.next is not None:
            yield "Default", state.next
    elif state.next is not None:
        yield "Next", state.next
    catch: tuple[Catcher, ...] = getattr(state, "catch", ())
    for number, catcher in enumerate(catch):
        yield f"Catch[{number}]/Next", catcher.next


def _check_graph(node: Node, start: str, states: Mapping[str, State], below: Node) -> None:
    names = set(below.members)
    if "StartAt" in node and start not in names:
        node.problem(f"Missing 'StartAt' target: {start}", "StartAt", Code.MISSING_TARGET)
    reached, ahead = set(), [start]
    while ahead:
        name = ahead.pop()
        if name in reached or name not in states:
            continue
        reached.add(name)
        ahead += [target for _, target in targets(states[name])]
    for name, state in states.items():
        for place, target in targets(state):
            if target not in names:
                kind = place.rsplit("/", 1)[-1]
                below.problem(
                    f"Missing '{kind}' target: {target}", f"{name}/{place}", Code.MISSING_TARGET
                )
    if start in names and len(states) == len(names):
        for name in states.keys() - reached:
            below.problem(f"State '{name}' is not reachable", name, Code.MISSING_TARGET)
