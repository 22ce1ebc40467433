"""The operations of tuning jobs: create, describe, list, stop, delete, and the list of one's training jobs."""

from __future__ import annotations

import secrets
import threading
from collections.abc import Mapping, Sequence
from typing import Any

from localaws.jobs.api import JobApi
from localaws.jobs.job import Job
from localaws.jobs.tuning import rules, shown, warm_start
from localaws.jobs.tuning.definition import Definition, with_objective
from localaws.jobs.tuning.kind import TUNING
from localaws.jobs.tuning.plan import TuningPlan, planned
from localaws.jobs.tuning.ranges import BadRange
from localaws.jobs.tuning.tuning import Tuning
from localaws.jobs.tuning.warm_start import CannotStartFrom, Earlier
from localaws.sagemaker import listing
from localaws.sagemaker.errors import ApiError, validation
from localaws.sagemaker.service import Handler, SageMaker
from localaws.sagemaker.state_change import StateChange

_CHILDREN = {"SortBy": "Name", "SortOrder": "Ascending", "MaxResults": 10}
_IDENTICAL = "IdenticalDataAndAlgorithm"


class TuningApi:
    """The tuning jobs of one region. ``training`` creates their training jobs."""

    def __init__(self, service: SageMaker, training: JobApi) -> None:
        self._service = service
        self._training = training
        self._tunings: dict[str, Tuning] = {}
        self._names: set[str] = set()  # those of deleted ones too: never free again
        self._lock = threading.Lock()

    def operations(self) -> Mapping[str, Handler]:
        noun = TUNING.noun
        return {
            f"Create{noun}": self._create,
            f"Describe{noun}": lambda request: self._described(self._asked(request)),
            f"List{noun}s": self._list,
            f"Stop{noun}": self._stop,
            f"Delete{noun}": self._delete,
            f"ListTrainingJobsFor{noun}": self._list_children,
        }

    def tuning(self, name: str) -> Tuning:
        """The tuning job of that name.

        Raises:
            ApiError: there is none.
        """
        with self._lock:
            tuning = self._tunings.get(name)
        if tuning is None:  # in AWS's words: aws/amazon-sagemaker-examples#1540
            raise ApiError(
                "ResourceNotFound",
                f"Amazon SageMaker can't find a tuning job called {name}. Type another name.",
            )
        return tuning

    def close(self) -> None:
        """End all of them, before the server ends their training jobs."""
        with self._lock:
            tunings = list(self._tunings.values())
        for tuning in tunings:
            tuning.close()

    def _create(self, request: dict[str, Any]) -> dict[str, Any]:
        service = self._service
        tags = request.pop("Tags", [])
        rules.check(request)
        try:
            plan = planned(request, secrets.randbits(31))
        except BadRange as error:
            raise validation(f"{error}.") from error
        rules.check_plan(plan, request)
        name = request[TUNING.name_member]
        metrics = [self._metrics(name, each) for each in plan.definitions]
        parents = self._parents(request, plan)
        definitions = [d.shown(m) for d, m in zip(plan.definitions, metrics, strict=True)]
        arn = service.arn(TUNING.arn_part, name)
        job = Job(
            TUNING.words, name, arn, shown.completed(request, definitions), service.context.clock
        )
        transfers = request.get("WarmStartConfig", {}).get("WarmStartType") != _IDENTICAL
        tuning = Tuning(
            *(job, plan, metrics, tags, self._training, service.context.clock),
            *(parents, transfers),
        )
        with self._lock:
            if name in self._names:
                raise ApiError(
                    "ResourceInUse",
                    f"A hyperparameter tuning job with the name, {name}, already exists. Choose a "
                    "different name.",
                )
            self._names.add(name)
            self._tunings[name] = tuning
        service.tags.add(arn, tags)
        job.on_change(lambda job: self._announce(tuning))
        job.enter("Starting", f"Starting the {TUNING.words}", started=True)
        tuning.begin()
        return {TUNING.arn_member: arn}

    def _metrics(self, name: str, definition: Definition) -> list[Mapping[str, str]]:
        """All definitions of metrics of a definition's training jobs, that of the objective last.

        Raises:
            ApiError: no training job of it could be created, or none would show the objective.
        """
        tuned = {each.name: "" for each in definition.ranges}
        first, _ = self._training.prepared(definition.training_request(f"{name}-001", tuned))
        algorithm = first.request["AlgorithmSpecification"]
        own = algorithm.get("MetricDefinitions", [])
        metrics = with_objective(own, definition.objective)
        if metrics is not None:
            return metrics
        if definition.request["AlgorithmSpecification"].get("MetricDefinitions") or not own:
            raise validation(
                "A metric is required for this hyperparameter tuning job objective. Provide a metric in "
                "the metric definitions."
            )
        raise validation(
            f"The objective metric for the hyperparameter tuning job, [{definition.objective.metric}], "
            f"isn't valid for the [{algorithm['TrainingImage']}] algorithm. Choose a valid objective "
            f"metric type: {', '.join(each['Name'] for each in own)}."
        )

    def _parents(self, request: Mapping[str, Any], plan: TuningPlan) -> Sequence[Earlier]:
        tunings = [self.tuning(name) for name in _parent_names(request)]
        earlier = [
            Earlier(each.job.name, each.job.status, each.plan.definitions, each.outcomes)
            for each in tunings
        ]
        try:
            if earlier:
                warm_start.check(plan.definitions[0], earlier, plan.training_jobs, rules.most(plan))
        except CannotStartFrom as error:
            raise validation(f"{error}.") from error
        return earlier

    def _described(self, tuning: Tuning) -> dict[str, Any]:
        warm = tuning.job.request.get("WarmStartConfig", {})
        names = _parent_names(tuning.job.request) if warm.get("WarmStartType") == _IDENTICAL else []
        with self._lock:
            parents = [self._tunings[name] for name in names if name in self._tunings]
        return shown.described(tuning, parents, self._service.context.clock)

    def _announce(self, tuning: Tuning) -> None:
        described = TUNING.told(self._described(tuning))
        self._service.announce(StateChange(TUNING.event, tuning.job.arn, described))

    def _asked(self, request: dict[str, Any]) -> Tuning:
        return self.tuning(request[TUNING.name_member])

    def _list(self, request: dict[str, Any]) -> dict[str, Any]:
        with self._lock:
            jobs = [tuning.job for tuning in self._tunings.values()]
        found, token = listing.page(jobs, request)
        summaries = [shown.summary(self.tuning(job.name)) for job in found]
        return {f"{TUNING.noun}Summaries": summaries} | ({"NextToken": token} if token else {})

    def _list_children(self, request: dict[str, Any]) -> dict[str, Any]:
        children = self._asked(request).children
        wanted = _CHILDREN | request
        if wanted["SortBy"] == "FinalObjectiveMetricValue":
            children = tuple(each for each in children if each.outcome.has_succeeded)
        orders = {"FinalObjectiveMetricValue": lambda each: (each.outcome.value, each.name)}
        found, token = listing.page(children, wanted, orders)
        summaries = [child.summary() for child in found]
        return {"TrainingJobSummaries": summaries} | ({"NextToken": token} if token else {})

    def _stop(self, request: dict[str, Any]) -> dict[str, Any]:
        self._asked(request).stop()
        return {}

    def _delete(self, request: dict[str, Any]) -> dict[str, Any]:
        """Drop the entry of a tuning job that has ended; its training jobs stay."""
        tuning = self._asked(request)
        if not tuning.job.finished.is_set():
            raise validation(
                f"The request was rejected because the {TUNING.words} is in status {tuning.job.status}."
            )
        with self._lock:
            self._tunings.pop(tuning.job.name, None)
        self._service.tags.forget(tuning.job.arn)
        return {}


def _parent_names(request: Mapping[str, Any]) -> list[str]:
    parents = request.get("WarmStartConfig", {}).get("ParentHyperParameterTuningJobs", [])
    return [each[TUNING.name_member] for each in parents if TUNING.name_member in each]
