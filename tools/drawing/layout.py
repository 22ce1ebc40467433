"""Where the states of a definition stand, and which way the edges between them go.

The main way (the longest way from the start to success that no error takes: nothing is reused, nothing ends early)
runs down the middle.
States beside it stand in a column on the left, next to where the way leaves for them. Fail states
are no nodes of the map: each state names, beside it, the failures that it can end in.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, Literal

from tools.drawing.outline import is_done
from tools.graph import edges

_SERVICES = {
    "sagemaker": "SageMaker",
    "sagemakerruntime": "SageMaker Runtime",
    "dynamodb": "DynamoDB",
    "lambda": "Lambda",
}
Column = Literal["main", "side"]
Way = Literal["down", "between", "outside"]
"""down: straight to the state below or above; between: by the gap of the two columns; outside: by the
left of the left column."""


@dataclass(frozen=True)
class Node:
    """A state and where it stands: rows count from 0 at the top."""

    name: str
    kind: str
    """The state's type, or "Job" for a task that waits for a job."""
    caption: str
    """What it calls, such as "SageMaker createTrainingJob"; empty for a state that calls nothing."""
    column: Column
    row: int
    failures: tuple[str, ...]


@dataclass(frozen=True)
class Edge:
    """A step from one state to another, over `way`."""

    start: Node
    end: Node
    way: Way
    on_error: bool
    note: str
    """What must hold for it; empty where it is always taken."""


@dataclass(frozen=True)
class Layout:
    """All of a definition, ready to be drawn."""

    title: str
    nodes: tuple[Node, ...]
    edges: tuple[Edge, ...]

    @property
    def rows(self) -> int:
        """How many rows the drawing has."""
        return 1 + max(node.row for node in self.nodes)


def layout(definition: dict[str, Any]) -> Layout:
    """Place every state of a definition. Raises ValueError where no way leads to success."""
    states = definition["States"]
    main = _main_way(definition)
    positions: dict[str, tuple[Column, int]] = {
        name: ("main", row) for row, name in enumerate(main)
    }
    taken: set[int] = set()

    def settle(name: str, row: int) -> None:
        for target in _ways_on(states, name):
            if target not in positions:
                free = next(r for r in range(row, row + len(states)) if r not in taken)
                positions[target] = ("side", free)
                taken.add(free)
                settle(target, free)

    for row, name in enumerate(main):
        settle(name, row)
    nodes = {
        name: Node(
            name, _kind(states[name]), _caption(states[name]), *position, _failures(states, name)
        )
        for name, position in positions.items()
    }
    return Layout(
        definition.get("Comment", ""), tuple(nodes.values()), tuple(_edges(states, nodes))
    )


def _main_way(definition: dict[str, Any]) -> list[str]:
    states = definition["States"]

    def ways(way: list[str]) -> Iterator[list[str]]:
        state = states[way[-1]]
        if is_done(state):
            yield way
        for target in edges({key: value for key, value in state.items() if key != "Catch"}):
            if target not in way:
                yield from ways([*way, target])

    found = max(ways([definition["StartAt"]]), key=len, default=None)
    if found is None:
        raise ValueError("No way leads from the start of the definition to a Succeed state.")
    return found


def _ways_on(states: dict[str, Any], name: str) -> Iterator[str]:
    """Where a state leads to besides failure, catches first: they leave the main way the earliest."""
    state = states[name]
    caught = [catcher["Next"] for catcher in state.get("Catch", [])]
    for target in dict.fromkeys([*caught, *edges(state)]):
        if states[target]["Type"] != "Fail":
            yield target


def _failures(states: dict[str, Any], name: str) -> tuple[str, ...]:
    targets = dict.fromkeys(edges(states[name]))
    return tuple(target for target in targets if states[target]["Type"] == "Fail")


def _kind(state: dict[str, Any]) -> str:
    return "Job" if str(state.get("Resource", "")).endswith(".sync") else str(state["Type"])


def _caption(state: dict[str, Any]) -> str:
    if "Resource" in state:
        resource = state["Resource"].removesuffix(".sync").removesuffix(".waitForTaskToken")
        *_, service, action = resource.split(":")
        return f"{_SERVICES.get(service, service)} {action}"
    if "Outcome" in state:
        return str(state["Outcome"])
    return f"{state['Seconds']} seconds" if "Seconds" in state else ""


def _edges(states: dict[str, Any], nodes: dict[str, Node]) -> Iterator[Edge]:
    for name, node in nodes.items():
        for target, note, on_error in _steps(states[name]):
            if target in nodes:
                end = nodes[target]
                yield Edge(node, end, _way(node, end), on_error, note)


def _steps(state: dict[str, Any]) -> Iterator[tuple[str, str, bool]]:
    """Each edge of a state with what must hold for it and whether an error takes it."""
    if "Next" in state:
        yield state["Next"], "", False
    for choice in state.get("Choices", []):
        yield choice["Next"], str(choice.get("Condition", "")), False
    if "Default" in state:
        yield state["Default"], "otherwise", False
    for catcher in state.get("Catch", []):
        yield catcher["Next"], ", ".join(catcher["ErrorEquals"]), True


def _way(start: Node, end: Node) -> Way:
    if start.column != end.column:
        return "between"
    if abs(start.row - end.row) == 1 and (start.column == "side" or end.row > start.row):
        return "down"
    return "between" if start.column == "main" else "outside"
