"""A whole definition: from text to a machine, or to everything that is wrong with it."""

from __future__ import annotations

from dataclasses import dataclass

from localaws.stepfunctions.language import json_text
from localaws.stepfunctions.language.branch import Branch, read_branch
from localaws.stepfunctions.language.choice import read_choice
from localaws.stepfunctions.language.json_text import NoJson
from localaws.stepfunctions.language.map import Map, read_map
from localaws.stepfunctions.language.node import JSONATA, JSONPATH, Node
from localaws.stepfunctions.language.parallel import Parallel, read_parallel
from localaws.stepfunctions.language.problem import Code, Problem
from localaws.stepfunctions.language.simple_states import read_fail, read_pass, read_succeed
from localaws.stepfunctions.language.state import State
from localaws.stepfunctions.language.task import LONGEST, read_task
from localaws.stepfunctions.language.wait import read_wait

_TYPES = ("Task", "Wait", "Pass", "Succeed", "Fail", "Choice", "Parallel", "Map")
_FIELDS = ("Comment", "StartAt", "States", "Version", "TimeoutSeconds", "QueryLanguage")


@dataclass(frozen=True)
class Machine:
    """``timeout_seconds`` None: none of its own."""

    branch: Branch
    query_language: str
    timeout_seconds: int | None


def read(definition: str) -> tuple[Machine | None, tuple[Problem, ...]]:
    """The machine that a definition makes, or None, and what is wrong with it."""
    if not definition.strip():
        return None, (Problem("Definition must be a valid JSON object", ""),)
    try:
        members = json_text.read(definition)
    except NoJson as error:
        place = f'[Source: (String)"{definition}"; line: {error.line}, column: {error.column}]'
        return None, (Problem(f"{error}\n at {place}", place, Code.INVALID_JSON),)
    if not isinstance(members, dict):
        return None, (Problem("Definition must be a valid JSON object", ""),)
    problems: list[Problem] = []
    node = Node(members, "", members.get("QueryLanguage", JSONPATH), problems)
    node.only(_FIELDS)
    if node.language not in (JSONPATH, JSONATA):
        node.problem(f"Value should be one of [{JSONPATH}, {JSONATA}]", "QueryLanguage")
        node.language = JSONPATH
    timeout = node.whole("TimeoutSeconds", 1, LONGEST)
    machine = Machine(read_branch(node, read_state), node.language, timeout)
    return (None if problems else machine), tuple(problems)


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
        if isinstance(state, Map):
            if state.name == name:
                return state
            inner: tuple[Branch, ...] = (state.processor,)
        else:
            inner = state.branches if isinstance(state, Parallel) else ()
        for each in inner:
            try:
                return map_state(each, name)
            except KeyError:
                continue
    raise KeyError(name)
