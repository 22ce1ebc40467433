"""One tuning job on its way: creates training jobs, hears of them, and ends when enough have ended.

It holds no thread: it goes on in whichever one a request, a training job or the clock comes from, one step after
the other (``turns``). What to try and when to stop is decided by the pure parts beside this.

With a RandomSeed of the user's, the suggestion for training job *k* depends on the results of those up to
*k - MaxParallelTrainingJobs*, which have all ended by then, and on no others, whoever of the rest is faster:
two runs of the same code try the same. Without one, it depends on all that have ended.
"""

from __future__ import annotations

import logging
import secrets
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from localaws.clock import Clock, Timer
from localaws.jobs.api import JobApi
from localaws.jobs.failures import shut_down
from localaws.jobs.job import Job, Parent, Status, capitalized
from localaws.jobs.tuning import completion, early_stopping, grid, search, warm_start
from localaws.jobs.tuning.child import Child
from localaws.jobs.tuning.definition import OBJECTIVE_METRIC
from localaws.jobs.tuning.hyperband import Hyperband
from localaws.jobs.tuning.outcome import Outcome
from localaws.jobs.tuning.plan import TuningPlan, categories
from localaws.jobs.tuning.search import Observation
from localaws.jobs.tuning.turns import Turns
from localaws.jobs.tuning.warm_start import Earlier
from localaws.sagemaker.errors import ApiError

log = logging.getLogger(__name__)


@dataclass(frozen=True)
class Ending:
    """How a tuning job is to end once its training jobs have."""

    status: Status
    reason: str | None = None


class Tuning:
    """One tuning job. ``begin``, ``stop`` and ``close`` may come from any thread.

    Attributes:
        children: its training jobs, in the order of their creation.
        ended: those that have ended, in the order of their ends.
        converged: when its search had converged, if it has.
    """

    def __init__(
        self,
        job: Job,
        plan: TuningPlan,
        metrics: Sequence[Sequence[Any]],
        tags: list[dict[str, str]],
        training: JobApi,
        clock: Clock,
        parents: Sequence[Earlier] = (),
        transfers: bool = False,
    ) -> None:
        """
        Args:
            metrics: of each definition, all definitions of metrics of its training jobs.
            tags: of its training jobs.
            training: who creates and stops those.
            parents: whose results it takes over.
            transfers: only until it has enough of its own: their data or algorithm differ.
        """
        self.job = job
        self.plan = plan
        self.children: tuple[Child, ...] = ()
        self.ended: tuple[Child, ...] = ()
        self.converged: float | None = None
        self._metrics = metrics
        self._tags = tags
        self._training = training
        self._clock = clock
        self._inherited = warm_start.observations(plan.definitions[0], parents) if parents else ()
        self._only_until_known = transfers
        self._hyperband = (
            Hyperband(plan.resources, plan.objective.maximize) if plan.resources else None
        )
        self._ending: Ending | None = None
        self._deadline: Timer | None = None
        self._closed = False
        self._turns = Turns(self._broken)

    @property
    def outcomes(self) -> tuple[Outcome, ...]:
        return tuple(child.outcome for child in self.children)

    def begin(self) -> None:
        """Create the first training jobs; returns when they are created."""
        if self.plan.seconds is not None:
            self._deadline = self._clock.after(
                self.plan.seconds, lambda: self._take(self._time_out)
            )
        self._take(self._advance)

    def stop(self) -> None:
        """Stop the training jobs, and end with the last of them.

        Raises:
            ApiError: it is not in progress any more.
        """
        self.job.request_stop()
        self._take(lambda: self._end_as(Ending("Stopped")))

    def close(self) -> None:
        """End as the server does: its training jobs are ended by others."""
        self._closed = True
        if self._deadline is not None:
            self._deadline.cancel()
        if not self.job.finished.is_set():
            self._end(Ending("Failed", str(shut_down())))

    def _take(self, step: Callable[[], None]) -> None:
        def unless_over() -> None:
            if not self._closed and not self.job.finished.is_set():
                step()

        self._turns.take(unless_over)

    def _broken(self, error: Exception) -> None:
        log.error("%s %s broke down", self.job.words, self.job.name, exc_info=error)
        self.job.break_down()
        self._stop_children()

    def _advance(self) -> None:
        """Create what may be created now; end where nothing is left to wait for."""
        if self._ending is None:
            self._decide()
        while self._ending is None and self._may_create() and self._create():
            pass
        if self._running():
            return
        if self._ending is None:
            self._ending = Ending("Completed")
        self._end(self._ending)

    def _decide(self) -> None:
        ended, objective = [child.outcome for child in self.ended], self.plan.objective
        if self.converged is None and completion.has_converged(ended, objective):
            self.converged = self._clock.seconds()
        if completion.is_enough(ended, objective, self.plan.criteria) or completion.is_hopeless(
            ended
        ):
            self._end_as(Ending("Completed"))

    def _end_as(self, ending: Ending) -> None:
        """Create nothing more, stop what runs, and end so when that has ended."""
        if self._ending is None:
            self._ending = ending
            self._stop_children()
        if not self._running():
            self._end(self._ending)

    def _time_out(self) -> None:
        self._end_as(Ending("Completed"))

    def _end(self, ending: Ending) -> None:
        if self.job.finished.is_set():
            return
        if self._deadline is not None:
            self._deadline.cancel()
        status, reason = ending.status, ending.reason
        if status == "Completed":
            reason = completion.failure([child.outcome for child in self.ended])
            status = "Failed" if reason else "Completed"
        self.job.end(status, status, f"{capitalized(self.job.words)} {status.lower()}", reason)

    def _running(self) -> list[Child]:
        return [child for child in self.children if not child.job.finished.is_set()]

    def _stop_children(self) -> None:
        for child in self._running():
            self._stop_child(child)

    def _stop_child(self, child: Child) -> None:
        try:
            child.job.request_stop()
        except ApiError as error:
            log.info("%s was not stopped: %s", child.name, error)

    def _may_create(self) -> bool:
        created, plan = len(self.children), self.plan
        if created >= plan.training_jobs or len(self._running()) >= plan.at_once:
            return False
        known = self.children[: max(0, created + 1 - plan.at_once)]
        return not plan.is_seeded or all(child.job.finished.is_set() for child in known)

    def _create(self) -> bool:
        """Create the next training job; False where that has to wait, or cannot be."""
        plan, number = self.plan, len(self.children) + 1
        index = plan.definition_of(number)
        definition = plan.definitions[index]
        tuned = self._suggested(number, index)
        name = f"{self.job.name}-{number:03d}-{secrets.token_hex(4)}"
        request = definition.training_request(name, tuned) | {"Tags": self._tags}
        try:
            job = self._training.create(request, self._parent(number, index))
        except ApiError as error:
            if error.code != "ResourceLimitExceeded" or not self._running():
                self._end_as(Ending("Failed", f"ClientError: {error.message}"))
            return False  # with a quota: there is room again when one of those that run has ended
        self.children += (Child(number, index, definition, tuned, job),)
        if job.finished.is_set():  # it could not even be started
            self._hear_end(number)
        return True

    def _parent(self, number: int, index: int) -> Parent:
        def completed(accepted: dict[str, Any]) -> dict[str, Any]:
            algorithm = accepted["AlgorithmSpecification"]
            metrics = list(self._metrics[index])
            return accepted | {"AlgorithmSpecification": algorithm | {"MetricDefinitions": metrics}}

        def measured(metric: str, value: float) -> None:
            if metric == OBJECTIVE_METRIC:
                self._take(lambda: self._judge(number, value))

        def changed(job: Job) -> None:
            if job.finished.is_set():
                self._take(lambda: self._hear_end(number))

        return Parent(self.job.arn, completed, measured, changed)

    def _hear_end(self, number: int) -> None:
        child = self.children[number - 1]
        if child not in self.ended:
            self.ended += (child,)
            self._take(self._advance)

    def _judge(self, number: int, value: float) -> None:
        """Take in a value of a training job's objective, and stop the job where it promises nothing."""
        child = self.children[number - 1]
        child.values.append(value)
        if self._is_hopeless(child) and not child.job.finished.is_set():
            self._stop_child(child)

    def _is_hopeless(self, child: Child) -> bool:
        maximize = self.plan.objective.maximize
        if self._hyperband is not None:
            return self._hyperband.is_over(child.number, len(child.values), child.values[-1])
        if not self.plan.stops_early:
            return False
        earlier = [each.values for each in self._told(child.number) if each.outcome.has_succeeded]
        return early_stopping.is_hopeless(child.values, earlier, maximize)

    def _told(self, number: int) -> list[Child]:
        """The training jobs whose results count in what is decided of the one of that number."""
        if self.plan.is_seeded:
            return list(self.children[: max(0, number - self.plan.at_once)])
        return [child for child in self.ended if child.number != number]

    def _suggested(self, number: int, index: int) -> dict[str, str]:
        plan = self.plan
        definition = plan.definitions[index]
        if plan.strategy == "Grid":
            return dict(grid.combination(categories(definition.ranges), plan.in_grid(number)[1]))
        return search.suggested(
            "Bayesian" if plan.strategy == "Bayesian" else "Random",
            definition.ranges,
            plan.seed,
            number,
            self._known(number, index),
            definition.objective.maximize,
        )

    def _known(self, number: int, index: int) -> list[Observation]:
        told = self._told(number)
        known = [
            Observation(child.tuned, child.outcome.value if child in told else None)
            for child in self.children
            if child.index == index
        ]
        own = sum(each.objective is not None for each in known)
        if self._only_until_known and own >= search.RANDOM_FIRST:
            return known
        return [*self._inherited, *known]
