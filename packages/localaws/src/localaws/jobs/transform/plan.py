"""Plans a transform job. Pure."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from typing import Any

from localaws.jobs.job import Job
from localaws.jobs.plan import Environment, Input, JobPlan, ServingContainer
from localaws.jobs.transform import limits
from localaws.jobs.transform.work import TransformWork
from localaws.sagemaker.model_containers import ModelContainer, containers_of
from localaws.this_aws.s3_location import S3Location

MODEL = "Model"  # of ``Job.found``: what DescribeModel showed when the job was created
_LONGEST = 5 * 86400.0  # seconds that a transform job may take, by SageMaker's quotas


def plan(job: Job, environment: Environment) -> JobPlan:
    """What running an accepted transform job comes to.

    Raises:
        ApiError: the model's data has no location.
    """
    request, model = job.request, job.found[MODEL]
    containers = containers_of(model)
    first = containers[0]
    resources, source = request["TransformResources"], request["TransformInput"]["DataSource"]
    isolated = model.get("EnableNetworkIsolation", False)
    objects = source["S3DataSource"]

    def variables(container: ModelContainer) -> dict[str, str]:
        return {
            **environment(isolated),
            **container.environment,
            **request.get("Environment", {}),
            **limits.environment(request),
        }

    return JobPlan(
        image=first.image,
        hosts=_instance_ids(job.arn, resources["InstanceCount"]),
        time_limit=_LONGEST,
        role=model["ExecutionRoleArn"],
        instance_type=resources["InstanceType"],
        arguments=("serve",),
        environment=variables(first),
        isolated=isolated,
        folders=("model",),
        model=first.data,
        pipeline=tuple(
            ServingContainer(each.name, each.image, variables(each), each.data)
            for each in containers
            if len(containers) > 1
        ),
        keys=_keys(request),
        work=TransformWork(request),
        shared=Input(
            name="TransformInput",
            location=S3Location.parse(objects["S3Uri"]),
            folder="",
            manifest=objects["S3DataType"] == "ManifestFile",
            sharded=True,
        ),
        destination=S3Location.parse(request["TransformOutput"]["S3OutputPath"]),
    )


def _instance_ids(arn: str, count: int) -> tuple[str, ...]:
    """What the log streams of a transform job's instances are called by: it has no hosts' names."""
    return tuple(
        f"i-{hashlib.sha256(f'{arn}/{number}'.encode()).hexdigest()[:17]}"
        for number in range(count)
    )


def _keys(request: Mapping[str, Any]) -> tuple[str, ...]:
    named = (
        request["TransformOutput"].get("KmsKeyId"),
        request["TransformResources"].get("VolumeKmsKeyId"),
    )
    return tuple(key for key in named if key)
