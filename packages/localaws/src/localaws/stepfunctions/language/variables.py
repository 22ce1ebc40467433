"""``Assign``: the variables that a state sets, and what they may be called.

https://docs.aws.amazon.com/step-functions/latest/dg/workflow-variables.html
"""

from __future__ import annotations

import re

from localaws.stepfunctions.language.expression import Template
from localaws.stepfunctions.language.node import Node
from localaws.stepfunctions.language.problem import Code

_NAME = re.compile(r"[^\W\d_]\w*")  # ID_Start and ID_Continue of Unicode, as near as makes no odds
_LONGEST = 80
_RESERVED = "states"


def read(node: Node) -> Template | None:
    """The template of ``Assign``; every name in it is checked."""
    below = node.child("Assign")
    if below is None:
        return None
    for written in below.members:
        _check(below, written if node.in_jsonata else written.removesuffix(".$"))
    return node.template("Assign")


def _check(node: Node, name: str) -> None:
    if name == _RESERVED:
        node.problem(f"Cannot assign to reserved variable '${name}'.", code=Code.RESERVED_VARIABLE)
    elif not _NAME.fullmatch(name):
        _refuse(node, name, "the variable name contains invalid characters.")
    elif len(name) > _LONGEST:
        _refuse(node, name, f"the variable name exceeds {_LONGEST} characters.")


def _refuse(node: Node, name: str, why: str) -> None:
    node.problem(f"Invalid variable name '{name}': {why}", code=Code.VARIABLE_NAME)
