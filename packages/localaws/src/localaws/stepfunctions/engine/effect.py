"""What a turn wants of the world, once its events are kept.

Whoever carries them out sends what comes of it back as a message (``message``).
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from localaws.stepfunctions.evaluation.scope import Scope
from localaws.stepfunctions.language.map import Map
from localaws.stepfunctions.map_runs.order import How
from localaws.stepfunctions.tasks.task import Order


@dataclass(frozen=True, slots=True)
class Call:
    """Make the request of a task."""

    order: Order


@dataclass(frozen=True, slots=True)
class Watch:
    """``.sync``: say when the work has ended."""

    order: Order
    response: Any


@dataclass(frozen=True, slots=True)
class Stop:
    """``.sync``: ask for the work's end."""

    order: Order
    response: Any


@dataclass(frozen=True, slots=True)
class Offer:
    """Let a worker of an activity have a task."""

    activity_arn: str
    order: Order


@dataclass(frozen=True, slots=True)
class Withdraw:
    """A token is of no use any more: its task timed out, or its state is over."""

    token: str


@dataclass(frozen=True, slots=True)
class Timer:
    """Look at a frame again at a moment."""

    frame: int
    moment: float


@dataclass(frozen=True, slots=True)
class StartMapRun:
    state: Map
    items: list[Any] | dict[str, Any] | None
    scope: Scope
    arn: str
    how: How = How.START


@dataclass(frozen=True, slots=True)
class StopMapRun:
    arn: str


Effect = Call | Watch | Stop | Offer | Withdraw | Timer | StartMapRun | StopMapRun
