"""What all states have in common: name, transition, and how data goes in and out.

In JSONPath data is narrowed and merged by five fields; in JSONata there are ``Arguments`` and ``Output``.
Each type of state says which of them it takes, and adds its own.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from localaws.stepfunctions.language import variables
from localaws.stepfunctions.language.expression import Template
from localaws.stepfunctions.language.node import Node
from localaws.stepfunctions.language.path import Path, Root

WHOLE = Path("$", Root.DATA, ())
ALWAYS = ("Type", "Comment", "QueryLanguage")
TRANSITION = ("Next", "End")
_NEXT_OR_END = f"[{', '.join(TRANSITION)}]"


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
    node: Node,
    jsonpath: Iterable[str],
    jsonata: Iterable[str],
    own: Iterable[str] = (),
    own_jsonpath: Iterable[str] = (),
    own_jsonata: Iterable[str] = (),
) -> Flow:
    """Read the flow of a state that takes these of its fields by query language, and its ``own``.

    Any other field is a problem.
    """
    takes = frozenset(jsonata if node.in_jsonata else jsonpath)
    node.only([*ALWAYS, *own], [*jsonpath, *own_jsonpath], [*jsonata, *own_jsonata])
    node.text("Comment")
    assign = variables.read(node) if "Assign" in takes else None
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
        result_path=result_path(node) if "ResultPath" in takes else WHOLE,
        output_path=_path(node, "OutputPath", takes),
        assign=assign,
    )


def _path(node: Node, name: str, takes: frozenset[str]) -> Path | None:
    if name not in takes or name not in node:
        return WHOLE
    return None if node.members[name] is None else node.path(name) or WHOLE


def result_path(node: Node) -> Path | None:
    """Where a result goes in the input, which only a Reference Path into it can say."""
    if "ResultPath" not in node:
        return WHOLE
    if node.members["ResultPath"] is None:
        return None
    found = node.reference("ResultPath")
    if found is not None and found.root is not Root.DATA:
        node.problem("Value is not a Reference Path", "ResultPath")
    return found or WHOLE


def transition(node: Node) -> str | None:
    """The name of the next state; None where the state ends its branch."""
    ends = node.flag("End")
    if ends:
        node.one_at_most("Next", "End")
        return None
    if "Next" not in node:
        node.problem(f"This object should have only one of the following fields: {_NEXT_OR_END}")
    return node.text("Next")
