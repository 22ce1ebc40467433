"""What the operations on training and on processing jobs have in common."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from localaws.sagemaker import job_list, roles
from localaws.sagemaker.errors import in_use
from localaws.sagemaker.job import Job, Kind

if TYPE_CHECKING:
    from localaws.sagemaker.service import SageMaker


@dataclass(frozen=True)
class JobApi:
    """Create, describe, list and stop for one kind of job.

    Attributes:
        kind: ``training`` or ``processing``.
        check: raises ApiError for a request that breaks the contract or asks what is not done here.
        completed: the request with the defaults that Describe shows.
        describe: the answer of Describe.
        summary: the job's entry in a list.
        launch: runs the accepted job; returns at once.
    """

    service: SageMaker
    kind: Kind
    check: Callable[[dict[str, Any]], None]
    completed: Callable[[dict[str, Any]], dict[str, Any]]
    describe: Callable[[Job], dict[str, Any]]
    summary: Callable[[Job], dict[str, Any]]
    launch: Callable[[Job], None]

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
        job.on_change(self._announce)
        with self.service.lock:
            if (self.kind, name) in self.service.jobs:
                raise in_use(
                    f"{self.kind.capitalize()} job names must be unique within an AWS account and "
                    f"region, and a {self.kind} job with this name already exists ({arn})"
                )
            self.service.jobs[self.kind, name] = job
        self.service.tags.add(arn, tags)
        job.enter("Starting", f"Preparing the instances for {self.kind}")
        self.launch(job)
        return {f"{noun}Arn": arn}

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
