"""A whole definition: from text to a machine, or to everything that is wrong with it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from localaws.stepfunctions.language import graph, json_text
from localaws.stepfunctions.language.branch import Branch, read_branch
from localaws.stepfunctions.language.choice import read_choice
from localaws.stepfunctions.language.json_text import NoJson
from localaws.stepfunctions.language.map import Map, read_map
from localaws.stepfunctions.language.node import JSONATA, JSONPATH, Node
from localaws.stepfunctions.language.parallel import read_parallel
from localaws.stepfunctions.language.problem import Code, Problem
from localaws.stepfunctions.language.reading import Reading
from localaws.stepfunctions.language.simple_states import read_fail, read_pass, read_succeed
from localaws.stepfunctions.language.state import State
from localaws.stepfunctions.language.task import LONGEST, read_task
from localaws.stepfunctions.language.wait import read_wait

Found = tuple["Machine | None", tuple[Problem, ...]]

_NO_OBJECT = Problem("Definition must be a valid JSON object", None)
_TYPES = ("Task", "Wait", "Pass", "Succeed", "Fail", "Choice", "Parallel", "Map")
_FIELDS = ("Comment", "StartAt", "States", "Version", "TimeoutSeconds", "QueryLanguage")


@dataclass(frozen=True)
class Machine:
    """``timeout_seconds`` None: none of its own."""

    branch: Branch
    query_language: str
    timeout_seconds: int | None


def read(definition: str, express: bool = False, reading: Reading | None = None) -> Found:
    """The machine that a definition makes, or None, and what is wrong with it.

    ``reading`` says what else is asked of it than that it can be read.
    """
    members = _object(definition)
    if isinstance(members, Problem):
        return None, (members,)
    reading = reading or Reading()
    node = _top(members, reading)
    node.express = express
    node.only(_FIELDS)
    node.text("Comment")
    node.one_of("QueryLanguage", JSONPATH, JSONATA)
    node.one_of("Version", "1.0")
    timeout = node.whole("TimeoutSeconds", 0, LONGEST)
    try:
        machine = Machine(read_branch(node, read_state), reading.language, timeout or None)
        if not reading.problems:
            reading.problems += graph.problems(machine.branch)
            if reading.formal:
                reading.problems += graph.formalities(machine.branch)
    except RecursionError:
        return None, (Problem("The states are too deeply nested", None, Code.TOO_DEEP),)
    return (None if reading.problems else machine), tuple(reading.problems)


def read_alone(definition: str, name: str) -> tuple[State | None, tuple[Problem, ...]]:
    """The state that a definition of no more than it makes, as TestState takes one."""
    members = _object(definition)
    if isinstance(members, Problem):
        return None, (members,)
    reading = Reading()
    node = _top(members, reading)
    state = read_state(name, node)
    node.one_of("QueryLanguage", JSONPATH, JSONATA)
    return (None if reading.problems else state), tuple(reading.problems)


def _object(definition: str) -> dict[str, Any] | Problem:
    if not definition.strip():
        return _NO_OBJECT
    try:
        members = json_text.read(definition)
    except NoJson as error:
        location = f'[Source: (String)"{definition}"; line: {error.line}, column: {error.column}]'
        return Problem(f"{error}\n at {location}", location, Code.INVALID_JSON)
    return members if isinstance(members, dict) else _NO_OBJECT


def _top(members: dict[str, Any], reading: Reading) -> Node:
    """The whole as a node. What is no query language is read as JSONata by AWS, and is a problem."""
    is_jsonpath = members.get("QueryLanguage", JSONPATH) == JSONPATH
    reading.language = JSONPATH if is_jsonpath else JSONATA
    return Node(members, "", reading, reading.language)


def read_state(name: str, node: Node) -> State | None:
    """One state by its ``Type``; None where there is no such type."""
    node.require("Type")
    if "Type" not in node:
        return None
    match node.members["Type"]:
        case "Task":
            return read_task(name, node)
        case "Wait":
            return read_wait(name, node)
        case "Pass":
            return read_pass(name, node)
        case "Succeed":
            return read_succeed(name, node)
        case "Fail":
            return read_fail(name, node)
        case "Choice":
            return read_choice(name, node)
        case "Parallel":
            return read_parallel(name, node, read_state)
        case "Map":
            return read_map(name, node, read_state)
        case _:
            node.problem(
                f"The field 'Type' should have one of these values: [{', '.join(_TYPES)}]", "Type"
            )
            return None


def map_state(branch: Branch, name: str) -> Map:
    """The Map state of that name, wherever in the graph it stands.

    Raises:
        KeyError: there is none.
    """
    for state in branch.states.values():
        if isinstance(state, Map) and state.name == name:
            return state
        for _, inner in graph.within(state):
            try:
                return map_state(inner, name)
            except KeyError:
                continue
    raise KeyError(name)
