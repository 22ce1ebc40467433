"""Which variables each state of a machine refers to, as DescribeStateMachine shows them."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import fields, is_dataclass
from typing import Any

from localaws.stepfunctions.language import graph, query
from localaws.stepfunctions.language.branch import Branch
from localaws.stepfunctions.language.expression import Jsonata
from localaws.stepfunctions.language.machine import Machine
from localaws.stepfunctions.language.path import Path


def variable_references(machine: Machine) -> dict[str, list[str]]:
    """By state, the names of variables without their ``$``; states that refer to none are left out."""
    return dict(_of_branch(machine.branch))


def _of_branch(branch: Branch) -> Iterator[tuple[str, list[str]]]:
    for name, state in branch.states.items():
        if found := set(_within(state)):
            yield name, sorted(found)
        for _, inner in graph.within(state):
            yield from _of_branch(inner)


def _within(part: Any) -> Iterator[str]:
    """The variables in a part of a state, but for the states in it."""
    match part:
        case Branch():
            return
        case Jsonata(text):
            yield from query.analysed(text).variables
            return
        case Path(root=str() as name):
            yield name
        case tuple():
            for item in part:
                yield from _within(item)
            return
    if is_dataclass(part):
        for each in fields(part):
            yield from _within(getattr(part, each.name))
