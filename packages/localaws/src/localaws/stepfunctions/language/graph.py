"""How the states of a machine hang together: where each leads, what nothing leads to, names and ends.

Looked at once every state by itself is right, so that one mistake is not told twice.
"""

from __future__ import annotations

from collections.abc import Iterator

from localaws.stepfunctions.language.branch import Branch
from localaws.stepfunctions.language.choice import Choice
from localaws.stepfunctions.language.map import Map
from localaws.stepfunctions.language.parallel import Parallel
from localaws.stepfunctions.language.problem import Code, Problem
from localaws.stepfunctions.language.retrying import Catcher
from localaws.stepfunctions.language.state import State

_LONGEST_NAME = 80
_DEEPEST = 25  # branches within branches; AWS has a limit and does not say which


def problems(branch: Branch) -> Iterator[Problem]:
    """Where a machine, its branches' branches included, leads nowhere or cannot be led to."""
    yield from _graph(branch, "", 0)


def formalities(branch: Branch) -> Iterator[Problem]:
    """What AWS wants besides, without which a machine could run all the same: an end, names that differ."""
    if not _ends(branch):
        yield Problem("Workflow has no terminal state", None, Code.NO_END)
    yield from _names(branch)


def within(state: State, location: str = "") -> Iterator[tuple[str, Branch]]:
    """The branches that a state has, and where they stand."""
    if isinstance(state, Parallel):
        for number, each in enumerate(state.branches):
            yield f"{location}/Branches[{number}]", each
    elif isinstance(state, Map):
        yield f"{location}/{state.processor_field}", state.processor


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


def _names(branch: Branch) -> Iterator[Problem]:
    """Names that are too long, or stand twice, wherever in the machine."""
    seen: set[str] = set()
    for location, name in _named(branch, ""):
        if name in seen:
            yield Problem(f"Duplicate State name: {name}", location, Code.DUPLICATE_NAME)
        seen.add(name)
        if not name:
            yield Problem("State name cannot be empty", location, Code.STATE_NAME)
        if len(name) > _LONGEST_NAME:
            yield Problem(
                f"State name '{name}' exceeds the {_LONGEST_NAME}-character limit allowed by the "
                "service",
                location,
                Code.STATE_NAME,
            )


def _named(branch: Branch, location: str) -> Iterator[tuple[str, str]]:
    for name, state in branch.states.items():
        yield f"{location}/States/{name}", name
        for inner_location, inner in within(state, f"{location}/States/{name}"):
            yield from _named(inner, inner_location)


def _graph(branch: Branch, location: str, depth: int) -> Iterator[Problem]:
    if depth > _DEEPEST:
        yield Problem("The states are too deeply nested", location, Code.TOO_DEEP)
        return
    if branch.start_at not in branch.states:
        yield _missing(branch.start_at, f"{location}/StartAt")
    for name, state in branch.states.items():
        for field, target in targets(state):
            if target not in branch.states:
                yield _missing(target, f"{location}/States/{name}/{field}")
    # A machine whose states all lead on has no end, of which no state is to blame.
    if depth or _ends(branch):
        for name in _unreached(branch):
            yield Problem(
                f'State "{name}" is not reachable.',
                f"{location}/States/{name}",
                Code.MISSING_TARGET,
            )
    for name, state in branch.states.items():
        for inner_location, inner in within(state, f"{location}/States/{name}"):
            yield from _graph(inner, inner_location, depth + 1)


def _missing(target: str, location: str) -> Problem:
    return Problem(f"Missing 'Next' target: {target}", location, Code.MISSING_TARGET)


def _ends(branch: Branch) -> bool:
    return any(
        state.next is None and not isinstance(state, Choice) for state in branch.states.values()
    )


def _unreached(branch: Branch) -> list[str]:
    reached: set[str] = set()
    ahead = [branch.start_at]
    while ahead:
        name = ahead.pop()
        if name in reached or name not in branch.states:
            continue
        reached.add(name)
        ahead += [target for _, target in targets(branch.states[name])]
    return [name for name in branch.states if name not in reached]
