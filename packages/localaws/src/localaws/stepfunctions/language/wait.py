"""Wait: until a moment, or for so many seconds."""

from __future__ import annotations

from dataclasses import dataclass

from localaws.stepfunctions.evaluation import timestamps
from localaws.stepfunctions.language.expression import Constant, Evaluated, Template
from localaws.stepfunctions.language.node import Node
from localaws.stepfunctions.language.state import TRANSITION, State, flow, transition

LONGEST = 99_999_999  # seconds
_FORMS = ("Seconds", "Timestamp", "SecondsPath", "TimestampPath")


@dataclass(frozen=True)
class Wait(State):
    """One of the two is there."""

    seconds: Template | None = None
    timestamp: Template | None = None


def read_wait(name: str, node: Node) -> Wait:
    forms = _FORMS[:2] if node.in_jsonata else _FORMS
    flowing = flow(
        node, ("InputPath", "OutputPath", "Assign"), ("Output", "Assign"), (*TRANSITION, *forms)
    )
    form = node.exactly_one(*forms)
    seconds = timestamp = None
    if form is not None:
        value = _value(node, form)
        seconds, timestamp = (value, None) if form.startswith("Seconds") else (None, value)
    return Wait(name, flowing, transition(node), seconds, timestamp)


def _value(node: Node, form: str) -> Template | None:
    if form.endswith("Path"):
        path = node.path(form)
        return None if path is None else Evaluated(form, path)
    query = node.query(form)
    if query is not None:
        return Evaluated(form, query)
    if form == "Seconds":
        seconds = node.whole(form, 0, LONGEST)
        return None if seconds is None else Constant(seconds)
    text = node.text(form)
    if text is not None and timestamps.read(text) is None:
        node.problem("Value must be a timestamp such as 2016-03-14T01:59:00Z", form)
    return None if text is None else Constant(text)
