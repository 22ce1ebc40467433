"""Choice: the first rule that holds says where to go on."""

from __future__ import annotations

from dataclasses import dataclass

from localaws.stepfunctions.evaluation import timestamps
from localaws.stepfunctions.language.choice_rule import (
    COMPARISONS,
    TESTS,
    Compared,
    Joined,
    Kind,
    Negated,
    Rule,
    Tested,
)
from localaws.stepfunctions.language.expression import Constant, Evaluated, Template
from localaws.stepfunctions.language.node import Node
from localaws.stepfunctions.language.path import Path
from localaws.stepfunctions.language.state import State, flow

_OPERATORS = (
    *COMPARISONS,
    *(f"{name}Path" for name in COMPARISONS if name != "StringMatches"),
    *TESTS,
)
_JOINS = ("And", "Or", "Not")


@dataclass(frozen=True)
class Option:
    """One of ``Choices``. ``when`` is a rule, or in JSONata an expression or a constant."""

    when: Rule | Template
    next: str
    output: Template | None = None
    assign: Template | None = None


@dataclass(frozen=True)
class Choice(State):
    """``next`` is ``Default``; None: there is none."""

    options: tuple[Option, ...] = ()


def read_choice(name: str, node: Node) -> Choice:
    flowing = flow(
        node, ("InputPath", "OutputPath", "Assign"), ("Output", "Assign"), ("Choices", "Default")
    )
    node.require("Choices")
    if "Choices" in node and not node.array("Choices"):
        node.problem("The array must not be empty", "Choices")
    options = tuple(
        option for each in node.children("Choices") if (option := _option(each)) is not None
    )
    return Choice(name, flowing, node.text("Default"), options)


def _option(node: Node) -> Option | None:
    node.require("Next")
    when: Rule | Template | None
    if node.in_jsonata:
        node.only(("Condition", "Next", "Output", "Assign", "Comment"))
        node.require("Condition")
        query = node.query("Condition")
        if query is not None:
            when = Evaluated("Condition", query)
        else:
            when = Constant(node.take("Condition", bool, "Boolean or JSONata expression", False))
    else:
        when = _rule(node, ("Next", "Assign", "Comment"))
    if when is None or "Next" not in node:
        return None
    output = node.template("Output") if node.in_jsonata else None
    return Option(when, node.text("Next") or "", output, node.template("Assign"))


def _rule(node: Node, beside: tuple[str, ...] = ("Comment",)) -> Rule | None:
    named = [name for name in node.members if name in _OPERATORS or name in _JOINS]
    if len(named) != 1:
        what = "is required" if not named else "may be set"
        node.problem(
            f"Exactly one operator {what}: [{', '.join(named) or 'And, Or, Not, StringEquals, …'}]"
        )
        return None
    operator = named[0]
    if operator in ("And", "Or"):
        node.only((operator, *beside))
        rules = tuple(rule for each in node.children(operator) if (rule := _rule(each)) is not None)
        if not node.array(operator):
            node.problem("The array must not be empty", operator)
        return Joined(rules, operator == "And")
    if operator == "Not":
        node.only((operator, *beside))
        inner = node.child("Not")
        rule = None if inner is None else _rule(inner)
        return None if rule is None else Negated(rule)
    node.only((operator, "Variable", *beside))
    node.require("Variable")
    variable = node.path("Variable")
    return None if variable is None else _comparison(node, operator, variable)


def _comparison(node: Node, operator: str, variable: Path) -> Rule | None:
    if operator in TESTS:
        return Tested(variable, operator, node.flag(operator))
    if operator.endswith("Path"):
        path = node.path(operator)
        return None if path is None else Compared(variable, operator.removesuffix("Path"), path)
    kind, _ = COMPARISONS[operator]
    value = node.members[operator]
    right = {
        Kind.STRING: isinstance(value, str),
        Kind.BOOLEAN: isinstance(value, bool),
        Kind.NUMBER: isinstance(value, int | float) and not isinstance(value, bool),
        Kind.TIMESTAMP: isinstance(value, str) and timestamps.read(value) is not None,
    }[kind]
    if not right:
        node.problem(f"Expected value of type {kind.value}", operator)
    return Compared(variable, operator, value)
