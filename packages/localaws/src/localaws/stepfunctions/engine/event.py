"""One step of an execution, in the vocabulary of AWS's own history.

``details`` are what GetExecutionHistory shows; ``inner`` is what the engine has to know besides in order
to go on from the events alone: which frame it is about, when a timer is due, which item an iteration has;
and what metrics tell apart: that a task timed out because it was ``unheard`` of.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

_STATE_ENTERED, _STATE_EXITED = "StateEntered", "StateExited"
_WITHOUT_DETAILS = frozenset(
    [
        "MapStateAborted",
        "MapStateFailed",
        "MapStateSucceeded",
        "MapRunAborted",
        "MapRunSucceeded",
        "ParallelStateAborted",
        "ParallelStateFailed",
        "ParallelStateStarted",
        "ParallelStateSucceeded",
        "TaskStateAborted",
        "WaitStateAborted",
        "LambdaFunctionStarted",
    ]
)


@dataclass(frozen=True, slots=True)
class Event:
    """``id`` counts from 1; ``previous`` is the event that it follows, 0 for the first; ``time`` in seconds."""

    id: int
    previous: int
    type: str
    time: float
    details: Mapping[str, Any] = field(default_factory=dict)
    inner: Mapping[str, Any] = field(default_factory=dict)


def details_member(event_type: str) -> str | None:
    """The member of a HistoryEvent that holds the details of events of this type; None: there is none."""
    if event_type in _WITHOUT_DETAILS:
        return None
    if event_type.endswith(_STATE_ENTERED):
        return "stateEnteredEventDetails"
    if event_type.endswith(_STATE_EXITED):
        return "stateExitedEventDetails"
    return f"{event_type[0].lower()}{event_type[1:]}EventDetails"
