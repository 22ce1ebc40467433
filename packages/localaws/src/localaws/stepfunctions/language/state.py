"""What all states have in common: name, transition, and how data goes in and out.

In JSONPath data is narrowed and merged by five fields; in JSONata there are ``Arguments`` and ``Output``.
Each type of state says which of them it takes, and adds its own.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from localaws.stepfunctions.language.expression import Template
from localaws.stepfunctions.language.node import Node
from localaws.stepfunctions.language.path import Path, Root

WHOLE = Path("$", Root.DATA, ())
_ALWAYS = ("Type", "Comment", "QueryLanguage")
TRANSITION = ("Next", "End")


@dataclass(frozen=True)
class Flow:
    """How data goes in and out of a state.

    Attributes:
        input_path, output_path: None is written ``null``: an empty object.
        result_path: where the result goes in the input; None is ``null``: it is thrown away.
        parameters: JSONPath's ``Parameters``, or JSONata's ``Arguments``.
        result_selector: None: the result as it is.
        output: JSONata's ``Output``; None: the result as it is.
        assign: variables to set.
    """

    in_jsonata: bool
    input_path: Path | None = WHOLE
    parameters: Template | None = None
    result_selector: Template | None = None
    result_path: Path | None = WHOLE
    output_path: Path | None = WHOLE
    output: Template | None = None
    assign: Template | None = None


@dataclass(frozen=True)
class State:
    """``next`` None: the state ends its branch."""

    name: str
    flow: Flow
    next: str | None

    @property
    def type(self) -> str:
        return type(self).__name__


JSONPATH_ALL = ("InputPath", "OutputPath", "Parameters", "ResultSelector", "ResultPath")


def flow(
    node: Node, jsonpath: Iterable[str], jsonata: Iterable[str], others: Iterable[str]
) -> Flow:
    """Read the flow of a state that takes these of its fields, and ``others`` of its own.

    Any field that the state does not take in its query language is a problem.
    """
    takes = list(jsonata if node.in_jsonata else jsonpath)
    node.only([*_ALWAYS, *takes, *others])
    assign = node.template("Assign") if "Assign" in takes else None
    if node.in_jsonata:
        return Flow(
            in_jsonata=True,
            parameters=node.template("Arguments") if "Arguments" in takes else None,
            output=node.template("Output") if "Output" in takes else None,
            assign=assign,
        )
    return Flow(
        in_jsonata=False,
        input_path=_path(node, "InputPath", takes),
        parameters=node.template("Parameters") if "Parameters" in takes else None,
        result_selector=node.template("ResultSelector") if "ResultSelector" in takes else None,
        result_path=_path(node, "ResultPath", takes, reference=True),
        output_path=_path(node, "OutputPath", takes),
        assign=assign,
    )


def _path(node: Node, name: str, takes: list[str], reference: bool = False) -> Path | None:
    if name not in takes or name not in node:
        return WHOLE
    if node.members[name] is None:
        return None
    found = node.path(name, reference)
    if reference and found is not None and found.root is not Root.DATA:
        node.problem("Value is not a Reference Path into the state's input", name)
    return found if found is not None else WHOLE


def transition(node: Node) -> str | None:
    """The name of the next state; None where the state ends its branch."""
    if node.flag("End"):
        if "Next" in node:
            node.problem("Exactly one of these fields may be set: [Next, End]")
        return None
    if "Next" not in node:
        node.problem("Exactly one of these fields is required: [Next, End]")
    return node.text("Next")
