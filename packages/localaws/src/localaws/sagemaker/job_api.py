"""What the operations on training and on processing jobs have in common."""

from __future__ import annotations

import logging
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from localaws.jobs.plan import JobPlan
from localaws.sagemaker import job_list, roles
from localaws.sagemaker.errors import in_use
from localaws.sagemaker.job import Job, Kind
from localaws.sagemaker.quotas import Instances

if TYPE_CHECKING:
    from localaws.sagemaker.service import SageMaker

log = logging.getLogger(__name__)


@dataclass(frozen=True)
class JobApi:
    """Create, describe, list and stop for one kind of job.

    Attributes:
        kind: ``training`` or ``processing``.
        check: raises ApiError for a request that breaks the contract or asks what is not done here.
        completed: the request with the defaults that Describe shows.
        describe: the answer of Describe.
        summary: the job's entry in a list.
        plan: what running an accepted job comes to; made before the job is registered.
        instances: the instances that a request asks for, and the quota that they count for.
    """

    service: SageMaker
    kind: Kind
    check: Callable[[dict[str, Any]], None]
    completed: Callable[[dict[str, Any]], dict[str, Any]]
    describe: Callable[[Job], dict[str, Any]]
    summary: Callable[[Job], dict[str, Any]]
    plan: Callable[[Job], JobPlan]
    instances: Callable[[Mapping[str, Any]], Instances]

    def register(self) -> None:
        """Register the four operations, such as CreateTrainingJob."""
        noun = f"{self.kind.capitalize()}Job"
        self.service.register(
            {
                f"Create{noun}": self._create,
                f"Describe{noun}": lambda request: self.describe(self._asked(request)),
                f"List{noun}s": self._list,
                f"Stop{noun}": self._stop,
            }
        )

    def _create(self, request: dict[str, Any]) -> dict[str, Any]:
        self.check(request)
        roles.check(request["RoleArn"])
        noun = f"{self.kind.capitalize()}Job"
        name = request[f"{noun}Name"]
        arn = self.service.arn(f"{self.kind}-job", name)
        tags = request.pop("Tags", [])
        job = Job(self.kind, name, arn, self.completed(request))
        plan = self.plan(job)
        with self.service.lock:
            if (self.kind, name) in self.service.jobs:
                raise in_use(
                    f"{self.kind.capitalize()} job names must be unique within an AWS account and "
                    f"region, and a {self.kind} job with this name already exists ({arn})"
                )
            self._check_quota(self.instances(job.request))
            self.service.jobs[self.kind, name] = job
        # From here on it exists: whatever goes wrong ends it, and Describe says so.
        try:
            self.service.tags.add(arn, tags)
            job.on_change(self._announce)
            job.enter("Starting", f"Preparing the instances for {self.kind}")
            self.service.supervisor.launch(job, plan)
        except Exception:
            log.exception("%s job %s could not be started", self.kind, name)
            job.break_down()
        return {f"{noun}Arn": arn}

    def _check_quota(self, asked: Instances) -> None:
        """Jobs count from their acceptance to their end, waiting ones too, as on AWS."""
        quotas = self.service.context.quotas
        if quotas.limit(asked):
            jobs = [job for job in self.service.jobs.values() if job.kind == self.kind]
            used = [self.instances(job.request) for job in jobs if not job.finished.is_set()]
            quotas.check(asked, sum(u.count for u in used if u.quota == asked.quota))

    def _announce(self, job: Job) -> None:
        """Tell the listeners of a change; a processing job shows them no phases within a status."""
        if (
            self.kind == "training"
            or len(job.progress.phases) == 1
            or job.progress.status != "InProgress"
        ):
            self.service.announce(job.kind, job.name, self.describe(job))

    def _asked(self, request: dict[str, Any]) -> Job:
        return self.service.job(self.kind, request[f"{self.kind.capitalize()}JobName"])

    def _list(self, request: dict[str, Any]) -> dict[str, Any]:
        with self.service.lock:
            jobs = [job for job in self.service.jobs.values() if job.kind == self.kind]
        found, token = job_list.page(jobs, request)
        answer: dict[str, Any] = {
            f"{self.kind.capitalize()}JobSummaries": [self.summary(job) for job in found]
        }
        return answer | ({"NextToken": token} if token else {})

    def _stop(self, request: dict[str, Any]) -> dict[str, Any]:
        self._asked(request).request_stop()
        return {}
