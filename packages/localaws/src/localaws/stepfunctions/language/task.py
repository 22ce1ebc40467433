"""Task: work that another service does. Which service's, and how long it waits, is its ``Resource``'s."""

from __future__ import annotations

from dataclasses import dataclass

from localaws.stepfunctions.language import limits, members, resource
from localaws.stepfunctions.language.expression import Constant, Template
from localaws.stepfunctions.language.node import Node
from localaws.stepfunctions.language.reading import EXPRESS, STANDARD
from localaws.stepfunctions.language.resource import Action, Activity, Pattern, Resource
from localaws.stepfunctions.language.retrying import Catcher, Retrier, catchers, retriers
from localaws.stepfunctions.language.state import (
    JSONPATH_ALL,
    TRANSITION,
    State,
    flow,
    transition,
)

LONGEST = 99_999_999  # seconds
_SECONDS = ("TimeoutSeconds", "HeartbeatSeconds")


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
    flowing = flow(
        node,
        (*JSONPATH_ALL, "Assign"),
        ("Arguments", "Output", "Assign"),
        (*TRANSITION, "Resource", *_SECONDS, "Credentials", "Retry", "Catch"),
        limits.by_path(*_SECONDS),
    )
    node.require("Resource")
    timeout, heartbeat = (limits.read(node, field, 1, LONGEST) for field in _SECONDS)
    if (
        isinstance(timeout, Constant)
        and isinstance(heartbeat, Constant)
        and heartbeat.value >= timeout.value
    ):
        node.problem("HeartbeatSeconds must be smaller than TimeoutSeconds")
    found = _resource(node)
    return Task(
        name,
        flowing,
        transition(node),
        found,
        timeout,
        heartbeat,
        _credentials(node, found),
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
        node.problem(resource.not_recognised(written), "Resource")
        return None
    if node.express and (problem := _too_long_for_express(found)) is not None:
        node.problem(problem, "Resource")
        return None
    if (refused := node.reading.refusal(found, EXPRESS if node.express else STANDARD)) is not None:
        node.problem(refused, "Resource")
        return None
    if isinstance(found, Action) and node.reading.shape is not None:
        members.check(node, found, node.reading.shape(found))
    return found


def _too_long_for_express(found: Resource) -> str | None:
    """Express machines end within minutes, and so wait for nobody. AWS's words, its space included."""
    if isinstance(found, Activity):
        return "Express state machine does not support Activity ARN"
    if isinstance(found, Action) and found.pattern is not Pattern.REQUEST_RESPONSE:
        pattern = found.pattern.value.removesuffix(":2")
        return f"Express state machine does not support '.{pattern}' service integration "
    return None


def _credentials(node: Node, found: Resource | None) -> Template | None:
    """The role that a task calls with."""
    if "Credentials" not in node:
        return None
    if isinstance(found, Activity):
        node.problem("The field 'Credentials' is not supported for activities")
        return None
    below = node.child("Credentials") if not node.query("Credentials") else None
    if below is not None:
        below.only(("RoleArn",), jsonpath=("RoleArn.$",))
        if not ("RoleArn" in below or "RoleArn.$" in below):
            below.problem("The field 'RoleArn' is required but was missing")
    return node.template("Credentials")
