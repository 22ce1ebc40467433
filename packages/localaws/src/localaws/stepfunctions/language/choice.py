"""Choice: the first rule that holds says where to go on."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from localaws.stepfunctions.language import timestamps, variables
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
from localaws.stepfunctions.language.state import State, flow

_OPERATORS = (
    *(
        name
        for operator in COMPARISONS
        for name in (operator, f"{operator}Path")
        if name != "StringMatchesPath"
    ),
    *TESTS,
)
_JOINS = ("And", "Or", "Not")
_FORMS = (*_JOINS, "Variable", "Condition")


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
    node.filled("Choices")
    options = tuple(
        option for each in node.children("Choices") if (option := _option(each)) is not None
    )
    return Choice(name, flowing, node.text("Default"), options)


def _option(node: Node) -> Option | None:
    node.only(
        ("Next", "Assign", "Comment"),
        jsonpath=(*_JOINS, "Variable", *_OPERATORS),
        jsonata=("Condition", "Output"),
    )
    node.require("Next")
    following = node.text("Next")
    when = _condition(node) if node.in_jsonata else _rule(node)
    output = node.template("Output") if node.in_jsonata else None
    assign = variables.read(node)
    if when is None or following is None:
        return None
    return Option(when, following, output, assign)


def _condition(node: Node) -> Template | None:
    if not _one_form(node):
        return None
    if isinstance(node.members.get("Condition"), str):
        query = node.query("Condition")
        if query is None:
            node.problem("JSONata string must start with {% and end with %}", "Condition")
        return None if query is None else Evaluated("Condition", query)
    return Constant(node.flag("Condition"))


def _one_form(node: Node) -> bool:
    if sum(form in node for form in _FORMS) == 1:
        return True
    node.problem(
        "The object must have only one of the following fields, [And, Or, Not, Variable, Condition]"
    )
    return False


def _inner(node: Node) -> Rule | None:
    """A rule within another, which leads nowhere itself."""
    node.only(("Comment",), jsonpath=(*_JOINS, "Variable", *_OPERATORS), jsonata=("Condition",))
    return _rule(node)


def _rule(node: Node) -> Rule | None:
    if not _one_form(node):
        return None
    if "Variable" in node:
        return _comparison(node)
    for operator in ("And", "Or"):
        if operator in node:
            node.filled(operator)
            rules = [_inner(each) for each in node.children(operator)]
            return Joined(tuple(rule for rule in rules if rule is not None), operator == "And")
    negated = node.child("Not")
    rule = None if negated is None else _inner(negated)
    return None if rule is None else Negated(rule)


def _comparison(node: Node) -> Rule | None:
    variable = node.reference("Variable", context=True)
    named = [name for name in _OPERATORS if name in node]
    if len(named) != 1:
        node.exactly_one(*_OPERATORS)
        return None
    operator = named[0]
    if operator in TESTS:
        wanted = node.flag(operator)
        return None if variable is None else Tested(variable, operator, wanted)
    if operator.endswith("Path"):
        against: Any = node.reference(operator, context=True)
        operator = operator.removesuffix("Path")
    else:
        against = _value(node, operator)
    if variable is None or against is None:
        return None
    return Compared(variable, operator, against)


def _value(node: Node, operator: str) -> Any:
    """What an operator compares with."""
    match COMPARISONS[operator][0]:
        case Kind.BOOLEAN:
            return node.take(operator, bool, "[BOOLEAN]")
        case Kind.NUMBER:
            return node.take(operator, int | float, "Float")  # type: ignore[arg-type]
        case Kind.TIMESTAMP:
            text = node.text(operator)
            if text is not None and timestamps.read(text) is None:
                return node.problem("String does not match RFC3339 timestamp", operator)
            return text
        case Kind.STRING:
            return node.text(operator)
