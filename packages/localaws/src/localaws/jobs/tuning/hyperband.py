"""Hyperband: which training jobs go on at which of their epochs, by optuna's pruner.

A job that is not among the best third of those that have come as far as it, within its bracket, is given up;
one that has used the greatest resource is stopped too. Which jobs have come so far is a matter of time, so the
decisions are, even where a seed fixes what is tried. What is tried is random, as with AWS.
"""

from __future__ import annotations

import threading
from typing import TYPE_CHECKING

from localaws.jobs.tuning.plan import Resources

if TYPE_CHECKING:
    from optuna.trial import Trial


class Hyperband:
    """The values that the training jobs of one definition have shown."""

    def __init__(self, resources: Resources, maximize: bool) -> None:
        import optuna

        optuna.logging.set_verbosity(optuna.logging.WARNING)
        pruner = optuna.pruners.HyperbandPruner(
            min_resource=resources.least, max_resource=resources.most
        )
        self._study = optuna.create_study(
            study_name="hyperband",  # which decides the brackets: each tuning job has the same
            direction="maximize" if maximize else "minimize",
            sampler=optuna.samplers.RandomSampler(0),
            pruner=pruner,
        )
        self._resources = resources
        self._jobs: dict[int, Trial] = {}
        self._lock = threading.Lock()

    def is_over(self, number: int, epoch: int, value: float) -> bool:
        """Whether a training job that has shown its value of that epoch, from 1, is to be stopped."""
        with self._lock:
            while number not in self._jobs:
                asked = self._study.ask()
                self._jobs[asked.number + 1] = asked
            job = self._jobs[number]
            job.report(value, epoch)
            return epoch >= self._resources.most or job.should_prune()
