"""Task: work that another service does. Which service's, and how long it waits, is its ``Resource``'s."""

from __future__ import annotations

from dataclasses import dataclass

from localaws.stepfunctions.language import resource
from localaws.stepfunctions.language.expression import Constant, Evaluated, Template
from localaws.stepfunctions.language.node import Node
from localaws.stepfunctions.language.problem import Code
from localaws.stepfunctions.language.resource import Resource
from localaws.stepfunctions.language.retrying import Catcher, Retrier, catchers, retriers
from localaws.stepfunctions.language.state import (
    JSONPATH_ALL,
    TRANSITION,
    State,
    flow,
    transition,
)

LONGEST = 99_999_999  # seconds


@dataclass(frozen=True)
class Task(State):
    """``timeout`` and ``heartbeat`` give seconds; None: there is none."""

    resource: Resource | None = None
    timeout: Template | None = None
    heartbeat: Template | None = None
    credentials: Template | None = None
    retry: tuple[Retrier, ...] = ()
    catch: tuple[Catcher, ...] = ()


def read_task(name: str, node: Node) -> Task:
    paths = () if node.in_jsonata else ("TimeoutSecondsPath", "HeartbeatSecondsPath")
    flowing = flow(
        node,
        (*JSONPATH_ALL, "Assign"),
        ("Arguments", "Output", "Assign"),
        (
            *(*TRANSITION, "Resource", "TimeoutSeconds", "HeartbeatSeconds", *paths),
            *("Credentials", "Retry", "Catch"),
        ),
    )
    node.require("Resource")
    timeout, heartbeat = seconds(node, "TimeoutSeconds"), seconds(node, "HeartbeatSeconds")
    if (
        isinstance(timeout, Constant)
        and isinstance(heartbeat, Constant)
        and heartbeat.value >= timeout.value
    ):
        node.problem("HeartbeatSeconds must be smaller than TimeoutSeconds", "HeartbeatSeconds")
    return Task(
        name,
        flowing,
        transition(node),
        _resource(node),
        timeout,
        heartbeat,
        node.template("Credentials"),
        retriers(node),
        catchers(node),
    )


def _resource(node: Node) -> Resource | None:
    written = node.text("Resource")
    if written is None:
        return None
    if not written.startswith("arn:"):
        node.problem("Value is not a valid resource ARN", "Resource")
        return None
    found = resource.read(written)
    if found is None:
        node.problem(
            f"The resource provided {written} is not recognized. The value is not a valid resource "
            "ARN, or the resource is not available in this region.",
            "Resource",
            Code.SCHEMA,
        )
    return found


def seconds(node: Node, name: str) -> Template | None:
    """A duration: a number, an expression, or in JSONPath a path in ``…Path``."""
    by_path = f"{name}Path"
    if not node.in_jsonata and by_path in node:
        if name in node:
            node.problem(f"You cannot specify both {name} and {by_path}")
        path = node.path(by_path)
        return None if path is None else Evaluated(by_path, path)
    query = node.query(name)
    if query is not None:
        return Evaluated(name, query)
    number = node.whole(name, 1, LONGEST)
    return None if number is None else Constant(number)
