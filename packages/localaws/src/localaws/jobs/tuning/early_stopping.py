"""Early stopping ``Auto``: a training job that does worse than the median of those before it is given up. Pure.

Developer guide, automatic-model-tuning-early-stopping. How many values and jobs it takes to judge is our choice.
"""

from __future__ import annotations

import statistics
from collections.abc import Sequence

JUDGED_FROM = 2  # values of the job, one an epoch
NEEDED = 3  # jobs before it


def is_hopeless(
    values: Sequence[float], earlier: Sequence[Sequence[float]], maximize: bool
) -> bool:
    """Whether the latest value of a job's objective is worse than the median of the earlier jobs.

    Args:
        values: of the job so far, one an epoch.
        earlier: those of each job before it that has ended with a result.
    """
    epoch = len(values)
    with_values = [each[:epoch] for each in earlier if each]
    if epoch < JUDGED_FROM or len(with_values) < NEEDED:
        return False
    median = statistics.median(statistics.fmean(each) for each in with_values)
    return values[-1] < median if maximize else values[-1] > median
