"""Is a definition sound as a graph? What the States Language leaves to be found out at run time.

CloudFormation takes a definition whose Next names no state, and cfn-lint does not notice.
"""

from collections.abc import Iterator
from typing import Any


def problems(definition: dict[str, Any]) -> list[str]:
    """What is wrong, a sentence each; an empty list: every edge leads somewhere, every state is
    reached from the start, and from every state an end can be reached. So too in each branch."""
    states: dict[str, Any] = definition["States"]
    found = [
        f"State {name!r} leads to {target!r}, which does not exist."
        for name, state in states.items()
        for target in edges(state)
        if target not in states
    ]
    start = definition["StartAt"]
    if start not in states:
        return [*found, f"The start {start!r} does not exist."]
    reached = reachable(states, {start})
    for state in states.values():
        found += [problem for branch in state.get("Branches", []) for problem in problems(branch)]
    found += [f"State {name!r} is never reached." for name in states if name not in reached]
    found += [
        f"State {name!r} neither leads on nor ends."
        for name, state in states.items()
        if not ends(state) and not list(edges(state))
    ]
    found += [
        f"From state {name!r} no end can be reached."
        for name in states
        if not any(ends(states[other]) for other in reachable(states, {name}))
    ]
    return found


def edges(state: dict[str, Any]) -> Iterator[str]:
    """The states that a state may lead to, in the order of its fields; some more than once."""
    if "Next" in state:
        yield state["Next"]
    for choice in state.get("Choices", []):
        yield choice["Next"]
    if "Default" in state:
        yield state["Default"]
    for catcher in state.get("Catch", []):
        yield catcher["Next"]


def ends(state: dict[str, Any]) -> bool:
    """Whether the execution may end in the state."""
    return state["Type"] in ("Succeed", "Fail") or bool(state.get("End"))


def reachable(states: dict[str, Any], start: set[str]) -> set[str]:
    reached: set[str] = set()
    waiting = set(start)
    while waiting:
        name = waiting.pop()
        reached.add(name)
        waiting |= {target for target in edges(states[name]) if target in states} - reached
    return reached
