"""A graph of states with a start: a machine's own, a branch of Parallel, the processor of Map."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from types import MappingProxyType

from localaws.stepfunctions.language.node import Node
from localaws.stepfunctions.language.problem import Code
from localaws.stepfunctions.language.reading import JSONATA, JSONPATH
from localaws.stepfunctions.language.state import State

StateReader = Callable[[str, Node], State | None]


@dataclass(frozen=True)
class Branch:
    start_at: str
    states: Mapping[str, State]


EMPTY = Branch("", MappingProxyType({}))
"""What stands where a definition has none, which is a problem of it."""


def read_branch(node: Node, read_state: StateReader) -> Branch:
    """The graph of ``StartAt`` and ``States``. How its states hang together is ``graph``'s."""
    node.require("StartAt", "States")
    start = node.text("StartAt") or ""
    states: dict[str, State] = {}
    below = node.child("States")
    if below is not None:
        if not below.members:
            node.problem("Value cannot be empty", "States")
        for name in getattr(below.members, "names", ()):
            below.problem(f"Duplicate State name: {name}", name, Code.DUPLICATE_NAME)
        for name, members in below.members.items():
            if not isinstance(members, dict):
                below.problem("Expected value of type [OBJECT]", name)
                continue
            inner = below.below(members, name)
            _query_language(inner)
            if (state := read_state(name, inner)) is not None:
                states[name] = state
            inner.one_of("QueryLanguage", JSONPATH, JSONATA)
    return Branch(start, MappingProxyType(states))


def _query_language(node: Node) -> None:
    """Which one a state has: its own, else the machine's, whatever state it stands in.

    What is neither of the two is read as JSONata by AWS, besides being a problem.
    """
    machine = node.reading.language
    node.language = machine
    if "QueryLanguage" in node:
        node.language = JSONPATH if node.members["QueryLanguage"] == JSONPATH else JSONATA
    node.mixed = machine == JSONATA and node.language == JSONPATH
    if node.mixed:
        node.problem(
            "'QueryLanguage' can not be 'JSONPath' if set to 'JSONata' for whole state machine"
        )
