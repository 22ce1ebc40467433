"""The API of processing jobs: Create-, Describe-, Stop- and ListProcessingJobs."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from localaws.jobs import processing_plan
from localaws.jobs.plan import JobPlan
from localaws.sagemaker import processing_rules
from localaws.sagemaker.job import Job
from localaws.sagemaker.job_api import JobApi
from localaws.sagemaker.quotas import Instances

if TYPE_CHECKING:
    from localaws.sagemaker.service import SageMaker


def register(service: SageMaker) -> None:
    """Register the operations on processing jobs."""

    def plan(job: Job) -> JobPlan:
        isolated = job.request.get("NetworkConfig", {}).get("EnableNetworkIsolation", False)
        return processing_plan.plan(job, service.context.environment(service.region, isolated))

    JobApi(
        service=service,
        kind="processing",
        check=processing_rules.check,
        completed=_completed,
        describe=describe,
        summary=_summary,
        plan=plan,
        instances=_instances,
    ).register()


def describe(job: Job) -> dict[str, Any]:
    """The answer of DescribeProcessingJob."""
    progress = job.progress
    answer = dict(job.request) | {
        "ProcessingJobArn": job.arn,
        "ProcessingJobStatus": progress.status,
        "CreationTime": progress.created,
        "LastModifiedTime": progress.modified,
    }
    optional = {
        "ProcessingStartTime": progress.started,
        "ProcessingEndTime": progress.ended,
        "FailureReason": progress.failure_reason,
        "ExitMessage": progress.exit_message,
    }
    return answer | {member: value for member, value in optional.items() if value}


def _instances(request: Mapping[str, Any]) -> Instances:
    cluster = request["ProcessingResources"]["ClusterConfig"]
    return Instances("processing job", cluster["InstanceType"], cluster["InstanceCount"])


def _completed(request: dict[str, Any]) -> dict[str, Any]:
    """The request with the defaults that AWS shows."""
    completed = {"StoppingCondition": {"MaxRuntimeInSeconds": 86400}} | request
    if "ProcessingInputs" in request:
        defaults = {
            "S3InputMode": "File",
            "S3DataDistributionType": "FullyReplicated",
            "S3CompressionType": "None",
        }
        completed["ProcessingInputs"] = [
            {"AppManaged": False} | item | {"S3Input": defaults | item["S3Input"]}
            for item in request["ProcessingInputs"]
        ]
    if "ProcessingOutputConfig" in request:
        outputs = request["ProcessingOutputConfig"]
        completed["ProcessingOutputConfig"] = outputs | {
            "Outputs": [{"AppManaged": False} | item for item in outputs["Outputs"]]
        }
    return completed


def _summary(job: Job) -> dict[str, Any]:
    described = describe(job)
    members = (
        "ProcessingJobName",
        "ProcessingJobArn",
        "CreationTime",
        "ProcessingEndTime",
        "LastModifiedTime",
        "ProcessingJobStatus",
        "FailureReason",
        "ExitMessage",
    )
    return {member: described[member] for member in members if member in described}
