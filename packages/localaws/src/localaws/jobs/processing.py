"""All that distinguishes a processing job: what its requests must keep, its plan, its words."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from localaws.images.aws_made import Catalogue
from localaws.jobs.job import Job, Progress
from localaws.jobs.kind import JobKind, Request
from localaws.jobs.members import check_local_path, check_location, check_present
from localaws.jobs.plan import Environment, Input, JobPlan, Output, hosts, within_ml
from localaws.sagemaker.errors import unsupported, validation
from localaws.sagemaker.quotas import Instances
from localaws.sagemaker.texts import check_program
from localaws.sagemaker.unsupported_members import refuse
from localaws.this_aws.s3_location import S3Location

ROOT = "/opt/ml/processing"


def _accepted(request: Request, _catalogue: Catalogue) -> dict[str, Any]:
    check(request)
    return _completed(request)


def check(request: Request) -> None:
    """See that the job can be accepted.

    Raises:
        ApiError: it breaks the contract, or asks for something that is not done here.
    """
    refuse(request, {"ExperimentConfig": "Experiments are not recorded here; leave it out."})
    cluster = request["ProcessingResources"]["ClusterConfig"]
    refuse(cluster, {"InstancePreferences": "Give InstanceType and InstanceCount."})
    for member in ("InstanceType", "InstanceCount"):
        check_present(cluster, member, "processingResources.clusterConfig")
    inputs = request.get("ProcessingInputs", [])
    outputs = request.get("ProcessingOutputConfig", {}).get("Outputs", [])
    _check_unique("ProcessingInputs", (item["InputName"] for item in inputs))
    _check_unique("ProcessingOutputConfig.Outputs", (item["OutputName"] for item in outputs))
    application, environment = request.get("AppSpecification", {}), request.get("Environment", {})
    for member in ("ContainerEntrypoint", "ContainerArguments"):
        check_program(f"appSpecification.{member}", application.get(member, []))
    check_program("environment", [*environment, *environment.values()])
    for item in inputs:
        _check_input(item)
    for item in outputs:
        _check_output(item)


def _check_unique(member: str, names: Iterable[str]) -> None:
    seen: set[str] = set()
    for name in names:
        if name in seen:
            raise validation(f"Names in {member} must be unique, and '{name}' is there twice.")
        seen.add(name)


def _check_input(item: Mapping[str, Any]) -> None:
    name = item["InputName"]
    refuse(item, {"DatasetDefinition": "Export the data to S3 and use S3Input."})
    if "S3Input" not in item:
        raise validation(f"ProcessingInput '{name}' names no S3Input.")
    source = item["S3Input"]
    check_location(source["S3Uri"], "processingInputs.s3Input.s3Uri")
    if source.get("S3InputMode") == "Pipe":
        raise unsupported(f"S3InputMode Pipe of ProcessingInput '{name}'", "Use File.")
    if source.get("S3CompressionType", "None") != "None":
        raise validation(
            f"S3CompressionType {source['S3CompressionType']} of ProcessingInput '{name}' can only "
            "be used with S3InputMode Pipe."
        )
    if item.get("AppManaged"):
        return  # the application fetches it: the platform needs no local path
    if "LocalPath" not in source:
        raise validation(f"ProcessingInput '{name}' has no LocalPath.")
    check_local_path(source["LocalPath"], ROOT)


def _check_output(item: Mapping[str, Any]) -> None:
    name = item["OutputName"]
    refuse(item, {"FeatureStoreOutput": "Write to S3 with S3Output."})
    if "S3Output" not in item:
        raise validation(f"ProcessingOutput '{name}' names no S3Output.")
    target = item["S3Output"]
    check_location(target["S3Uri"], "processingOutputConfig.outputs.s3Output.s3Uri")
    if item.get("AppManaged"):
        return
    if "LocalPath" not in target:
        raise validation(f"ProcessingOutput '{name}' has no LocalPath.")
    check_local_path(target["LocalPath"], ROOT)


def _completed(request: Request) -> dict[str, Any]:
    """The request with the defaults that AWS shows."""
    completed: dict[str, Any] = {"StoppingCondition": {"MaxRuntimeInSeconds": 86400}, **request}
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


def _instances(request: Request) -> Instances:
    cluster = request["ProcessingResources"]["ClusterConfig"]
    return Instances("processing job", cluster["InstanceType"], cluster["InstanceCount"])


def plan(job: Job, environment: Environment) -> JobPlan:
    """What running an accepted processing job comes to."""
    request = job.request
    cluster = request["ProcessingResources"]["ClusterConfig"]
    application = request["AppSpecification"]
    names = hosts(cluster["InstanceCount"])
    outputs = request.get("ProcessingOutputConfig", {}).get("Outputs", [])
    isolated = request.get("NetworkConfig", {}).get("EnableNetworkIsolation", False)
    entrypoint = application.get("ContainerEntrypoint")
    arguments = application.get("ContainerArguments")
    return JobPlan(
        image=application["ImageUri"],
        hosts=names,
        time_limit=request["StoppingCondition"]["MaxRuntimeInSeconds"],
        role=request["RoleArn"],
        instance_type=cluster["InstanceType"],
        volume=cluster.get("VolumeSizeInGB"),
        entrypoint=tuple(entrypoint) if entrypoint else None,
        arguments=tuple(arguments) if arguments else None,
        environment={**environment(isolated), **request.get("Environment", {})},
        isolated=isolated,
        folders=("processing", "output"),
        files={"config/processingjobconfig.json": _job_config(job)},
        resources=(
            "config/resourceconfig.json",
            {
                "hosts": list(names),
                "network_interface_name": "eth0",
                "current_instance_type": cluster["InstanceType"],
            },
        ),
        inputs=tuple(
            _planned_input(item)
            for item in request.get("ProcessingInputs", [])
            if not item["AppManaged"]
        ),
        outputs=tuple(_planned_output(item) for item in outputs if not item["AppManaged"]),
        message_file="output/message",
        keys=_keys(request),
    )


def _keys(request: Mapping[str, Any]) -> tuple[str, ...]:
    named = (
        request.get("ProcessingOutputConfig", {}).get("KmsKeyId"),
        request["ProcessingResources"]["ClusterConfig"].get("VolumeKmsKeyId"),
    )
    return tuple(key for key in named if key)


def _planned_input(item: Mapping[str, Any]) -> Input:
    source = item["S3Input"]
    return Input(
        name=item["InputName"],
        location=S3Location.parse(source["S3Uri"]),
        folder=within_ml(source["LocalPath"]),
        manifest=source["S3DataType"] == "ManifestFile",
        sharded=source["S3DataDistributionType"] == "ShardedByS3Key",
    )


def _planned_output(item: Mapping[str, Any]) -> Output:
    target = item["S3Output"]
    return Output(
        name=item["OutputName"],
        folder=within_ml(target["LocalPath"]),
        location=S3Location.parse(target["S3Uri"]),
        continuous=target["S3UploadMode"] == "Continuous",
    )


def _job_config(job: Job) -> dict[str, Any]:
    """The content of processingjobconfig.json: the request, with every optional member present."""
    request = job.request
    application = request["AppSpecification"]
    return {
        "ProcessingJobArn": job.arn,
        "ProcessingJobName": job.name,
        "AppSpecification": {
            "ImageUri": application["ImageUri"],
            "ContainerEntrypoint": application.get("ContainerEntrypoint"),
            "ContainerArguments": application.get("ContainerArguments"),
        },
        "Environment": dict(request.get("Environment", {})),
        "ProcessingInputs": [
            item | {"S3Input": item["S3Input"] | {"S3DownloadMode": "StartOfJob"}}
            for item in request.get("ProcessingInputs", [])
        ],
        "ProcessingOutputConfig": {"Outputs": [], "KmsKeyId": None}
        | request.get("ProcessingOutputConfig", {}),
        "ProcessingResources": {
            "ClusterConfig": {"VolumeKmsKeyId": None}
            | request["ProcessingResources"]["ClusterConfig"]
        },
        "RoleArn": request["RoleArn"],
        "StoppingCondition": request["StoppingCondition"],
    }


def _shown(_job: Job, progress: Progress) -> dict[str, Any]:
    return {"ExitMessage": progress.exit_message} if progress.exit_message else {}


PROCESSING = JobKind(
    noun="ProcessingJob",
    activity="processing",
    arn_part="processing-job",
    log_group="/aws/sagemaker/ProcessingJobs",
    event="SageMaker Processing Job State Change",
    product="outputs",
    shows_phases=False,
    quota_uses={"processing job": "ProcessingInstanceType"},
    accepted=_accepted,
    instances=_instances,
    plan=plan,
    shown=_shown,
    listed=(
        "ProcessingJobName",
        "ProcessingJobArn",
        "CreationTime",
        "ProcessingEndTime",
        "LastModifiedTime",
        "ProcessingJobStatus",
        "FailureReason",
        "ExitMessage",
    ),
)
