"""What the engine asks of map runs, and what it is told."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from enum import Enum
from typing import Any, Protocol

from localaws.stepfunctions.evaluation.scope import Scope
from localaws.stepfunctions.execution import Execution
from localaws.stepfunctions.language.map import Map
from localaws.stepfunctions.tasks.task import Ended


class How(Enum):
    """A map run is new, goes on after the server was started again, or is redriven."""

    START = "start"
    RESUME = "resume"
    REDRIVE = "redrive"


@dataclass(frozen=True)
class MapRunOrder:
    """One map run.

    Attributes:
        arn: its ARN, which the engine gave it.
        execution: the one that it is part of.
        items: None where the state has an ItemReader.
        scope: what the state's expressions see; ``data`` is the effective input.
    """

    arn: str
    execution: Execution
    state: Map
    items: list[Any] | dict[str, Any] | None
    scope: Scope
    how: How = How.START


class MapRuns(Protocol):
    def start(self, order: MapRunOrder, report: Callable[[Ended], None]) -> None:
        """Begin, or go on; ``report`` once at the end, from any thread. Called in a thread for callers."""

    def stop(self, arn: str) -> None:
        """End its child executions; nobody hears its report."""
