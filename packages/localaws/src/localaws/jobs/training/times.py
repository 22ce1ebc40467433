"""The seconds that a training job took, and those that are paid for. Pure."""

from __future__ import annotations

import math
from datetime import timedelta

from localaws.jobs.job import Progress

SPOT_PRICE = 0.3  # of the price on demand: a stand-in, as nobody sells instances here
_WITHOUT_INSTANCES = ("Starting", "Pending", "Interrupted", "Restarting")


def training_seconds(progress: Progress) -> int | None:
    """The time with instances, of all attempts together; None until the job has ended."""
    if not (progress.started and progress.ended):
        return None
    taken = sum(
        (
            (phase.end or progress.ended) - phase.start
            for phase in progress.phases
            if phase.start >= progress.started and phase.status not in _WITHOUT_INSTANCES
        ),
        timedelta(),
    )
    return math.ceil(taken.total_seconds())


def billable_seconds(seconds: int, is_spot: bool) -> int:
    """What is paid for, in seconds at the price on demand: less than it took, where a spot job took two at least."""
    if not is_spot:
        return seconds
    return min(math.ceil(seconds * SPOT_PRICE), max(seconds - 1, 0))
