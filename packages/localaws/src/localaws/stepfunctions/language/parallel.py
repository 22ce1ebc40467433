"""Parallel: branches that run at once; the result is the list of what they gave."""

from __future__ import annotations

from dataclasses import dataclass

from localaws.stepfunctions.language.branch import Branch, StateReader, read_branch
from localaws.stepfunctions.language.node import Node
from localaws.stepfunctions.language.retrying import Catcher, Retrier, catchers, retriers
from localaws.stepfunctions.language.state import (
    JSONPATH_ALL,
    TRANSITION,
    State,
    flow,
    transition,
)


@dataclass(frozen=True)
class Parallel(State):
    branches: tuple[Branch, ...] = ()
    retry: tuple[Retrier, ...] = ()
    catch: tuple[Catcher, ...] = ()


def read_parallel(name: str, node: Node, read_state: StateReader) -> Parallel:
    flowing = flow(
        node,
        (*JSONPATH_ALL, "Assign"),
        ("Arguments", "Output", "Assign"),
        (*TRANSITION, "Branches", "Retry", "Catch"),
    )
    node.require("Branches")
    node.filled("Branches")
    branches = []
    for each in node.children("Branches"):
        each.only(("StartAt", "States", "Comment"))
        branches.append(read_branch(each, read_state))
    return Parallel(
        name, flowing, transition(node), tuple(branches), retriers(node), catchers(node)
    )
