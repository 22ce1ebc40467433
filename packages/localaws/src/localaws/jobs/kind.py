"""What distinguishes one kind of job from the others; all else is the same for all of them.

A kind is one module (``processing``; of ``training``, which has more to say, a package) that makes one
``JobKind``, and one entry in the list of ``kinds``. Nobody asks a job which kind it is: who needs to know something has it said here.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from localaws.images.aws_made import Catalogue
from localaws.jobs.job import Job, Progress, capitalized
from localaws.jobs.plan import Environment, JobPlan
from localaws.sagemaker.quotas import Instances

Request = Mapping[str, Any]
Ask = Callable[
    [str, dict[str, Any]], dict[str, Any]
]  # SageMaker.call: an operation and its request


def _nothing(_request: Request, _ask: Ask) -> Mapping[str, Any]:
    return {}


@dataclass(frozen=True, eq=False, kw_only=True)
class Kind:
    """What a kind of job is called, whoever carries its jobs out.

    Attributes:
        noun: in operations and members: ``TrainingJob`` of CreateTrainingJob, TrainingJobName, ….
        activity: what is done in one, in messages: ``training``.
        arn_part: what it is called in ARNs: ``training-job``.
        event: the ``detail-type`` of the event that tells of a change of its status.
        told: what that event shows of Describe's response, and so the output of a ``.sync`` state.
    """

    noun: str
    activity: str
    arn_part: str
    event: str
    told: Callable[[dict[str, Any]], dict[str, Any]] = lambda described: described

    @property
    def words(self) -> str:
        return f"{self.activity} job"

    @property
    def name_member(self) -> str:
        return f"{self.noun}Name"

    @property
    def arn_member(self) -> str:
        return f"{self.noun}Arn"

    @property
    def status_member(self) -> str:
        return f"{self.noun}Status"


@dataclass(frozen=True, eq=False, kw_only=True)
class JobKind(Kind):
    """A kind of job that runs containers.

    Attributes:
        log_group: where its containers' lines go.
        product: what it uploads at the end, in messages.
        shows_phases: Describe shows the phases within a status. So each is announced, and one says
            that the job waits; where none is shown, its log says it.
        quota_uses: what it uses instances for, as quotas call it, with the service model's list of
            the instance types that it may have.
        accepted: the request with what AWS adds to it; raises ApiError for one that breaks the
            contract or asks for what is not done here.
        instances: the instances that an accepted request asks for.
        plan: what running the job comes to.
        shown: what Describe shows besides the request and what all kinds show.
        listed: the members of Describe's that an entry of a list has.
        only_listed: what entries of a list show and Describe does not.
        looks_up_image: Create refuses an image that this account's ECR lacks; without it, the job fails
            when it pulls the image.
        finds: what Create looks up of other resources by SageMaker's operations, for ``Job.found``; raises
            ApiError where one is missing.
    """

    log_group: str
    product: str
    shows_phases: bool
    quota_uses: Mapping[str, str]
    accepted: Callable[[Request, Catalogue], dict[str, Any]]
    instances: Callable[[Request], Instances]
    plan: Callable[[Job, Environment], JobPlan]
    shown: Callable[[Job, Progress], dict[str, Any]]
    listed: tuple[str, ...]
    only_listed: frozenset[str] = frozenset()
    looks_up_image: bool = False
    finds: Callable[[Request, Ask], Mapping[str, Any]] = _nothing

    @property
    def starting(self) -> str:
        """What is said of a job that was accepted."""
        return f"Starting the {self.words}"

    @property
    def preparing(self) -> str:
        """What is said while there is no instance yet with its image."""
        return f"Preparing the instances for {self.activity}"

    @property
    def phase(self) -> str:
        """The phase in which its containers run: ``Training``."""
        return capitalized(self.activity)

    def describe(self, job: Job) -> dict[str, Any]:
        """The response of Describe."""
        described = self._described(job)
        return {name: value for name, value in described.items() if name not in self.only_listed}

    def _described(self, job: Job) -> dict[str, Any]:
        progress, prefix = job.progress, self.noun.removesuffix("Job")
        response = dict(job.request) | {
            self.arn_member: job.arn,
            self.status_member: progress.status,
            "CreationTime": progress.created,
            "LastModifiedTime": progress.modified,
        }
        as_it_goes = {
            f"{prefix}StartTime": progress.started,
            f"{prefix}EndTime": progress.ended,
            "FailureReason": progress.failure_reason,
        }
        response |= {member: value for member, value in as_it_goes.items() if value}
        return response | self.shown(job, progress)

    def summary(self, job: Job) -> dict[str, Any]:
        """The job's entry in a list."""
        described = self._described(job)
        return {member: described[member] for member in self.listed if member in described}

    def announces(self, progress: Progress) -> bool:
        """Whether the latest change is one that is announced."""
        return self.shows_phases or len(progress.phases) == 1 or progress.status != "InProgress"
