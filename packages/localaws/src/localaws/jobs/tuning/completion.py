"""When a tuning job is over before all its training jobs were tried, and why one fails. Pure.

Developer guide, automatic-model-tuning-progress. When a search has converged is AWS's secret; here it has when so
many training jobs in a row have brought no improvement of more than 1 %.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from localaws.jobs.tuning.definition import Objective
from localaws.jobs.tuning.outcome import Outcome

CONVERGED_AFTER = 10  # training jobs without an improvement
ATTEMPTS = 5  # training jobs without a success that fail a tuning job
_IMPROVEMENT = 0.01  # of the best value

NO_SUCCESS = (
    "No training job succeeded after 5 attempts. Please take a look at the training job failures to get "
    "more details."
)
ALL_FAILED = (
    "All training jobs failed. Please take a look at the training job failures to get more details."
)
NO_METRIC = (
    "No objective metrics found after running {number} training jobs. Please ensure that the custom "
    "algorithm is emitting the objective metric as defined by the regular expression provided."
)
NO_RESULT = (
    "No training job had shown the objective metric when the tuning job was over. Please take a look at the "
    "training jobs to get more details."
)


@dataclass(frozen=True)
class Criteria:
    """``TuningJobCompletionCriteria``; None and False where one is not asked for."""

    target: float | None = None
    not_improving: int | None = None
    on_convergence: bool = False


def not_improving(ended: Sequence[Outcome], objective: Objective) -> int:
    """How many training jobs with a result have come since the last that was better by more than 1 %.

    Args:
        ended: those that have ended, in the order of their ends.
    """
    best: float | None = None
    count = 0
    for each in ended:
        if each.value is None or not each.has_succeeded:
            continue
        if best is None:
            best = each.value
        elif objective.is_better(each.value, best):
            count = 0 if abs(each.value - best) > _IMPROVEMENT * abs(best) else count + 1
            best = each.value
        else:
            count += 1
    return count


def has_converged(ended: Sequence[Outcome], objective: Objective) -> bool:
    return not_improving(ended, objective) >= CONVERGED_AFTER


def is_enough(ended: Sequence[Outcome], objective: Objective, criteria: Criteria) -> bool:
    """Whether a criterion is met, so that no more training jobs are needed."""
    target = criteria.target
    if target is not None and any(
        each.value is not None
        and each.has_succeeded
        and not objective.is_better(target, each.value)
        for each in ended
    ):
        return True
    stale = not_improving(ended, objective)
    if criteria.not_improving is not None and stale >= criteria.not_improving:
        return True
    return criteria.on_convergence and stale >= CONVERGED_AFTER


def is_hopeless(ended: Sequence[Outcome]) -> bool:
    """Whether so many attempts without a success have been made that no more are."""
    return len(ended) >= ATTEMPTS and not any(each.has_succeeded for each in ended)


def failure(ended: Sequence[Outcome]) -> str | None:
    """Why a tuning job has failed whose training jobs have all ended; None where one has a result."""
    if any(each.has_succeeded for each in ended):
        return None
    if any(each.status == "Completed" for each in ended):
        return NO_METRIC.format(number=len(ended))
    if any(each.status == "Stopped" for each in ended[:ATTEMPTS]):
        return NO_RESULT
    return NO_SUCCESS if len(ended) >= ATTEMPTS else ALL_FAILED
