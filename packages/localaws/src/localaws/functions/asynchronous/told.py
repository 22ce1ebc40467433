"""An event at its end, for those who are told of it. A record."""

from __future__ import annotations

from dataclasses import dataclass

from localaws.functions.asynchronous.policy import Condition
from localaws.functions.execution.invocation import Invocation, Outcome


@dataclass(frozen=True)
class Told:
    """An event at its end, for those who are told of it.

    Attributes:
        outcome: of the last attempt; None where none got in.
        attempts: how often the function was run with it.
        moment: seconds since 1970.
        destination: the ARN of where its record goes.
        dead_letter: the ARN of where the event itself goes.
    """

    invocation: Invocation
    outcome: Outcome | None
    condition: Condition
    attempts: int
    moment: float
    destination: str | None = None
    dead_letter: str | None = None
