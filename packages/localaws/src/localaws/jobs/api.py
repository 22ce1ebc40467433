"""Create, describe, list and stop: the operations that each kind of job has."""

from __future__ import annotations

import logging
import threading
from collections.abc import Mapping
from typing import Any

from localaws.jobs.job import Job, Parent, capitalized
from localaws.jobs.kind import JobKind
from localaws.jobs.plan import JobPlan
from localaws.jobs.supervisor import Supervisor
from localaws.sagemaker import images, listing, roles
from localaws.sagemaker.errors import in_use, not_found
from localaws.sagemaker.quotas import Instances
from localaws.sagemaker.service import Handler, SageMaker
from localaws.sagemaker.state_change import StateChange

log = logging.getLogger(__name__)


class JobApi:
    """The jobs of one kind in one region. A name, once used, is never free again."""

    def __init__(self, kind: JobKind, service: SageMaker, supervisor: Supervisor) -> None:
        self._kind = kind
        self._service = service
        self._supervisor = supervisor
        self._jobs: dict[str, Job] = {}
        self._lock = threading.Lock()

    def operations(self) -> Mapping[str, Handler]:
        """What is registered with SageMaker, such as CreateTrainingJob."""
        noun = self._kind.noun
        return {
            f"Create{noun}": self._create,
            f"Describe{noun}": lambda request: self._kind.describe(self._asked(request)),
            f"List{noun}s": self._list,
            f"Stop{noun}": self._stop,
        }

    def job(self, name: str) -> Job:
        """The job of that name.

        Raises:
            ApiError: there is none.
        """
        with self._lock:
            job = self._jobs.get(name)
        if job is None:
            raise not_found()
        return job

    def prepared(
        self, request: Mapping[str, Any], parent: Parent | None = None
    ) -> tuple[Job, JobPlan]:
        """A job that could be carried out, and its plan; nothing is done yet.

        Raises:
            ApiError: it could not, or what it refers to is not there.
        """
        kind, service = self._kind, self._service
        accepted = kind.accepted(request, service.context.catalogue)
        if parent is not None:
            accepted = parent.completed(accepted)
        name = request[kind.name_member]
        arn = service.arn(kind.arn_part, name)
        found = kind.finds(accepted, service.call)
        job = Job(kind.words, name, arn, accepted, service.context.clock, found, parent)
        plan = kind.plan(
            job, lambda isolated: service.context.environment(service.region, isolated)
        )
        roles.check(plan.role)
        if kind.looks_up_image:
            images.check_of_training(plan.image, service.context.account, plan.role)
        return job, plan

    def create(self, request: Mapping[str, Any], parent: Parent | None = None) -> Job:
        """Have a job carried out.

        Raises:
            ApiError: the request is refused; nothing was done.
        """
        kind, service = self._kind, self._service
        tags = request.get("Tags", [])
        job, plan = self.prepared(
            {member: value for member, value in request.items() if member != "Tags"}, parent
        )
        name = job.name
        with self._lock:
            if name in self._jobs:
                raise in_use(
                    f"{capitalized(kind.words)} names must be unique within an AWS account and "
                    f"region, and a {kind.words} with this name already exists ({job.arn})"
                )
            self._check_quota(kind.instances(job.request))
            self._jobs[name] = job
        # From here on it exists: whatever goes wrong ends it, and Describe says so.
        try:
            service.tags.add(job.arn, tags)
            job.on_change(self._announce)
            job.enter("Starting", kind.starting)
            self._supervisor.launch(kind, job, plan)
        except Exception:
            log.exception("%s %s could not be started", kind.words, name)
            job.break_down()
        return job

    def _create(self, request: dict[str, Any]) -> dict[str, Any]:
        return {self._kind.arn_member: self.create(request).arn}

    def _check_quota(self, asked: Instances) -> None:
        """Jobs count from their acceptance to their end, waiting ones too, as on AWS."""
        quotas = self._service.context.quotas
        if quotas.limit(asked):
            live = [job for job in self._jobs.values() if not job.finished.is_set()]
            used = [self._kind.instances(job.request) for job in live]
            quotas.check(asked, sum(u.count for u in used if u.quota == asked.quota))

    def _announce(self, job: Job) -> None:
        if self._kind.announces(job.progress):
            described = self._kind.told(self._kind.describe(job))
            self._service.announce(StateChange(self._kind.event, job.arn, described))
        if job.parent is not None:
            job.parent.changed(job)

    def _asked(self, request: dict[str, Any]) -> Job:
        return self.job(request[self._kind.name_member])

    def _list(self, request: dict[str, Any]) -> dict[str, Any]:
        with self._lock:
            jobs = list(self._jobs.values())
        found, token = listing.page(jobs, request)
        response = {f"{self._kind.noun}Summaries": [self._kind.summary(job) for job in found]}
        return response | ({"NextToken": token} if token else {})

    def _stop(self, request: dict[str, Any]) -> dict[str, Any]:
        self._asked(request).request_stop()
        return {}
