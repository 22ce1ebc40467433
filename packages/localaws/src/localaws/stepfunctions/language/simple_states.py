"""Pass, Succeed and Fail: states that wait for nothing."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from localaws.stepfunctions.language.expression import Constant, Evaluated, Template
from localaws.stepfunctions.language.node import Node
from localaws.stepfunctions.language.state import TRANSITION, State, flow, transition

_JSONPATH = ("InputPath", "OutputPath", "Parameters", "ResultPath", "Assign")


@dataclass(frozen=True)
class Pass(State):
    """``result`` None: the (effective) input is the result."""

    result: Constant | None = None


@dataclass(frozen=True)
class Succeed(State):
    pass


@dataclass(frozen=True)
class Fail(State):
    """``error`` and ``cause`` are texts, or expressions that give texts; either may be missing."""

    error: Template | None = None
    cause: Template | None = None


def read_pass(name: str, node: Node) -> Pass:
    flowing = flow(node, _JSONPATH, ("Output", "Assign"), TRANSITION, ("Result",))
    result: Any = None
    if not node.in_jsonata and "Result" in node:
        result = Constant(node.members["Result"])
    return Pass(name, flowing, transition(node), result)


def read_succeed(name: str, node: Node) -> Succeed:
    flowing = flow(node, ("InputPath", "OutputPath"), ("Output",))
    return Succeed(name, flowing, None)


def read_fail(name: str, node: Node) -> Fail:
    flowing = flow(node, (), (), ("Error", "Cause"), ("ErrorPath", "CausePath"))
    return Fail(name, flowing, None, _said(node, "Error"), _said(node, "Cause"))


def _said(node: Node, name: str) -> Template | None:
    by_path = f"{name}Path"
    if not node.in_jsonata and by_path in node:
        node.one_at_most(name, by_path)
        source = node.source(by_path)
        return None if source is None else Evaluated(by_path, source)
    query = node.query(name)
    if query is not None:
        return Evaluated(name, query)
    text = node.text(name)
    return None if text is None else Constant(text)
