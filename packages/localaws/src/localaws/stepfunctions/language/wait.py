"""Wait: until a moment, or for so many seconds."""

from __future__ import annotations

from dataclasses import dataclass

from localaws.stepfunctions.language import limits, timestamps
from localaws.stepfunctions.language.expression import Constant, Evaluated, Template
from localaws.stepfunctions.language.node import Node
from localaws.stepfunctions.language.state import TRANSITION, State, flow, transition

LONGEST = 99_999_999  # seconds
_BOTH, _BY_PATH = ("Seconds", "Timestamp"), ("SecondsPath", "TimestampPath")
_FORMS = ("SecondsPath", "Seconds", "TimestampPath", "Timestamp")  # in AWS's order


@dataclass(frozen=True)
class Wait(State):
    """One of the two is there."""

    seconds: Template | None = None
    timestamp: Template | None = None


def read_wait(name: str, node: Node) -> Wait:
    flowing = flow(
        node,
        ("InputPath", "OutputPath", "Assign"),
        ("Output", "Assign"),
        (*TRANSITION, *_BOTH),
        _BY_PATH,
    )
    form = node.exactly_one(*_FORMS)
    if form is None:
        return Wait(name, flowing, transition(node))
    if form.startswith("Seconds"):
        return Wait(
            name, flowing, transition(node), seconds=limits.read(node, "Seconds", 0, LONGEST)
        )
    return Wait(name, flowing, transition(node), timestamp=_moment(node, form))


def _moment(node: Node, form: str) -> Template | None:
    if form == "TimestampPath":
        path = node.reference(form)
        return None if path is None else Evaluated(form, path)
    query = node.query(form)
    if query is not None:
        return Evaluated(form, query)
    text = node.text(form)
    if text is None:
        return None
    if timestamps.read(text) is None:
        node.problem("String does not match RFC3339 timestamp", form)
    return Constant(text)
