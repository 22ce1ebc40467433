"""All that distinguishes a training job."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from localaws.images.aws_made import Catalogue
from localaws.images.image_file import MetricDefinition
from localaws.jobs.job import Job, Progress
from localaws.jobs.kind import JobKind, Request
from localaws.jobs.training import rules
from localaws.jobs.training.plan import plan
from localaws.jobs.training.times import billable_seconds, training_seconds
from localaws.sagemaker.quotas import Instances
from localaws.this_aws.s3_location import S3Location


def _accepted(request: Request, catalogue: Catalogue) -> dict[str, Any]:
    rules.check(request)
    algorithm = request["AlgorithmSpecification"]
    own = not rules.runs_a_script(request)  # a script's metrics are its author's
    metrics = catalogue.metrics(algorithm["TrainingImage"]) if own else ()
    rules.check_metrics(algorithm, metrics)
    return _completed(request, metrics)


def _completed(request: Request, own_metrics: Sequence[MetricDefinition]) -> dict[str, Any]:
    """The request with what AWS adds: defaults, and the metrics of an algorithm of its own."""
    flags = (
        "EnableNetworkIsolation",
        "EnableInterContainerTrafficEncryption",
        "EnableManagedSpotTraining",
    )
    completed: dict[str, Any] = {**dict.fromkeys(flags, False), **request}
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


def _instances(request: Request) -> Instances:
    resources = request["ResourceConfig"]
    use = "spot training job" if request.get("EnableManagedSpotTraining") else "training job"
    return Instances(use, resources["InstanceType"], resources["InstanceCount"])


def _shown(job: Job, progress: Progress) -> dict[str, Any]:
    shown: dict[str, Any] = {
        "ModelArtifacts": {"S3ModelArtifacts": _model_location(job.request)},
        "SecondaryStatus": progress.phases[-1].status if progress.phases else "Starting",
        "SecondaryStatusTransitions": [
            {"Status": phase.status, "StartTime": phase.start, "StatusMessage": phase.message}
            | ({"EndTime": phase.end} if phase.end else {})
            for phase in progress.phases
        ],
    }
    if job.parent is not None:
        shown["TuningJobArn"] = job.parent.arn
    seconds = training_seconds(progress)
    if seconds is not None:
        is_spot = bool(job.request.get("EnableManagedSpotTraining"))
        shown["TrainingTimeInSeconds"] = seconds
        shown["BillableTimeInSeconds"] = billable_seconds(seconds, is_spot)
    if progress.metrics:
        shown["FinalMetricDataList"] = [
            {"MetricName": metric.name, "Value": metric.value, "Timestamp": metric.time}
            for metric in progress.metrics
        ]
    return shown


def _model_location(request: Request) -> str:
    """Where the model of a job will lie, known before the job has begun."""
    output = request["OutputDataConfig"]
    folder = S3Location.parse(output["S3OutputPath"]).below(request["TrainingJobName"], "output")
    if output.get("CompressionType") == "NONE":
        return f"{folder}/model/"
    return f"{folder}/model.tar.gz"


TRAINING = JobKind(
    noun="TrainingJob",
    activity="training",
    arn_part="training-job",
    log_group="/aws/sagemaker/TrainingJobs",
    event="SageMaker Training Job State Change",
    product="generated training model",
    shows_phases=True,
    quota_uses={
        "training job": "TrainingInstanceType",
        "spot training job": "TrainingInstanceType",
    },
    accepted=_accepted,
    instances=_instances,
    plan=plan,
    shown=_shown,
    listed=(
        "TrainingJobName",
        "TrainingJobArn",
        "CreationTime",
        "TrainingEndTime",
        "LastModifiedTime",
        "TrainingJobStatus",
        "SecondaryStatus",
    ),
    looks_up_image=True,
)
