"""A map run's children as they are kept: what a restart and a redrive have to know of them."""

from __future__ import annotations

from dataclasses import dataclass, replace

from localaws.stepfunctions.execution import ABORTED, FAILED, TIMED_OUT, Execution

PENDING = "PENDING"
UNSUCCESSFUL = frozenset([FAILED, TIMED_OUT, ABORTED])


@dataclass(frozen=True, slots=True)
class Child:
    """One child execution, from before it is started.

    Attributes:
        number: its place, from 0.
        items: how many it has, more than one where they are batched.
        input: JSON text.
        execution: its execution as it ended, without what all children share (``ended``).
        redrive: the count of the map run's redrive in which it last ran.
    """

    number: int
    items: int
    input: str
    status: str = PENDING
    execution: Execution | None = None
    redrive: int = 0

    def ended(self, execution: Execution) -> Child:
        """After its execution ended; the definition is every child's and is not kept with each."""
        kept = replace(execution, definition="", item=None, logging=None)
        return replace(self, status=execution.status, execution=kept)
