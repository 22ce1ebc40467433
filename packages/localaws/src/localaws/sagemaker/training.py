"""The API of training jobs: CreateTrainingJob, DescribeTrainingJob, ListTrainingJobs, StopTrainingJob."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

from localaws.images.image_file import MetricDefinition
from localaws.jobs import training_plan
from localaws.jobs.plan import JobPlan
from localaws.sagemaker import training_rules
from localaws.sagemaker.job import Job
from localaws.sagemaker.job_api import JobApi
from localaws.sagemaker.quotas import Instances

if TYPE_CHECKING:
    from localaws.sagemaker.service import SageMaker


def register(service: SageMaker) -> None:
    """Register the operations on training jobs."""
    catalogue = service.context.catalogue

    def check(request: dict[str, Any]) -> None:
        training_rules.check(request)
        algorithm = request["AlgorithmSpecification"]
        training_rules.check_metrics(algorithm, catalogue.metrics(algorithm["TrainingImage"]))

    def completed(request: dict[str, Any]) -> dict[str, Any]:
        image = request["AlgorithmSpecification"]["TrainingImage"]
        return _completed(request, catalogue.metrics(image))

    def plan(job: Job) -> JobPlan:
        isolated = job.request["EnableNetworkIsolation"]
        return training_plan.plan(job, service.context.environment(service.region, isolated))

    JobApi(
        service=service,
        kind="training",
        check=check,
        completed=completed,
        describe=describe,
        summary=_summary,
        plan=plan,
        instances=_instances,
    ).register()


def model_location(request: Any) -> str:
    """Where the model of a job will lie, known before the job has begun."""
    output = request["OutputDataConfig"]
    folder = f"{output['S3OutputPath'].rstrip('/')}/{request['TrainingJobName']}/output"
    if output.get("CompressionType") == "NONE":
        return f"{folder}/model/"
    return f"{folder}/model.tar.gz"


def describe(job: Job) -> dict[str, Any]:
    """The answer of DescribeTrainingJob."""
    progress = job.progress
    answer = dict(job.request) | {
        "TrainingJobArn": job.arn,
        "ModelArtifacts": {"S3ModelArtifacts": model_location(job.request)},
        "TrainingJobStatus": progress.status,
        "SecondaryStatus": progress.phases[-1].status if progress.phases else "Starting",
        "SecondaryStatusTransitions": [
            {"Status": phase.status, "StartTime": phase.start, "StatusMessage": phase.message}
            | ({"EndTime": phase.end} if phase.end else {})
            for phase in progress.phases
        ],
        "CreationTime": progress.created,
        "LastModifiedTime": progress.modified,
    }
    if progress.started:
        answer["TrainingStartTime"] = progress.started
    if progress.ended:
        answer["TrainingEndTime"] = progress.ended
    if progress.started and progress.ended:
        seconds = math.ceil((progress.ended - progress.started).total_seconds())
        answer |= {"TrainingTimeInSeconds": seconds, "BillableTimeInSeconds": seconds}
    if progress.failure_reason:
        answer["FailureReason"] = progress.failure_reason
    if progress.metrics:
        answer["FinalMetricDataList"] = [
            {"MetricName": metric.name, "Value": metric.value, "Timestamp": metric.time}
            for metric in progress.metrics
        ]
    return answer


def _instances(request: Mapping[str, Any]) -> Instances:
    resources = request["ResourceConfig"]
    use = "spot training job" if request.get("EnableManagedSpotTraining") else "training job"
    return Instances(use, resources["InstanceType"], resources["InstanceCount"])


def _completed(request: dict[str, Any], own_metrics: Sequence[MetricDefinition]) -> dict[str, Any]:
    """The request with what AWS adds: defaults, and the metrics of an algorithm of its own."""
    flags = (
        "EnableNetworkIsolation",
        "EnableInterContainerTrafficEncryption",
        "EnableManagedSpotTraining",
    )
    completed = dict.fromkeys(flags, False) | request
    completed["StoppingCondition"] = {"MaxRuntimeInSeconds": 86400} | request["StoppingCondition"]
    completed["OutputDataConfig"] = {"KmsKeyId": ""} | request["OutputDataConfig"]
    if "InputDataConfig" in request:
        completed["InputDataConfig"] = [
            {"CompressionType": "None", "RecordWrapperType": "None"} | channel
            for channel in request["InputDataConfig"]
        ]
    if own_metrics:
        completed["AlgorithmSpecification"] = request["AlgorithmSpecification"] | {
            "MetricDefinitions": [{"Name": m.name, "Regex": m.regex} for m in own_metrics]
        }
    return completed


def _summary(job: Job) -> dict[str, Any]:
    described = describe(job)
    members = (
        "TrainingJobName",
        "TrainingJobArn",
        "CreationTime",
        "TrainingEndTime",
        "LastModifiedTime",
        "TrainingJobStatus",
        "SecondaryStatus",
    )
    return {member: described[member] for member in members if member in described}
