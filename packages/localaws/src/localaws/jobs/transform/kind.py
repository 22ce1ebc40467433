"""All that distinguishes a transform job."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from localaws.images.aws_made import Catalogue
from localaws.jobs.job import Job, Progress
from localaws.jobs.kind import Ask, JobKind, Request
from localaws.jobs.transform import rules
from localaws.jobs.transform.plan import MODEL, plan
from localaws.sagemaker.errors import validation
from localaws.sagemaker.model_containers import is_direct
from localaws.sagemaker.quotas import Instances


def _accepted(request: Request, _catalogue: Catalogue) -> dict[str, Any]:
    rules.check(request)
    return rules.completed(request)


def _finds(request: Request, ask: Ask) -> Mapping[str, Any]:
    """The model as it is now: a job that has begun does without it.

    Raises:
        ApiError: there is none, or no request passes through its containers in turn.
    """
    model = ask("DescribeModel", {"ModelName": request["ModelName"]})
    if is_direct(model):
        raise validation(
            f'Model "{request["ModelName"]}" has InferenceExecutionConfig Mode Direct: a transform job '
            "cannot name the container that it is to invoke. Use a model with Mode Serial."
        )
    return {MODEL: model}


def _instances(request: Request) -> Instances:
    resources = request["TransformResources"]
    return Instances("transform job", resources["InstanceType"], resources["InstanceCount"])


def _shown(_job: Job, _progress: Progress) -> dict[str, Any]:
    return {}


TRANSFORM = JobKind(
    noun="TransformJob",
    activity="transform",
    arn_part="transform-job",
    log_group="/aws/sagemaker/TransformJobs",
    event="SageMaker Transform Job State Change",
    product="predictions",
    shows_phases=False,
    quota_uses={"transform job": "TransformInstanceType"},
    accepted=_accepted,
    finds=_finds,
    instances=_instances,
    plan=plan,
    shown=_shown,
    only_listed=frozenset({"LastModifiedTime"}),
    listed=(
        "TransformJobName",
        "TransformJobArn",
        "CreationTime",
        "TransformEndTime",
        "LastModifiedTime",
        "TransformJobStatus",
        "FailureReason",
    ),
)
