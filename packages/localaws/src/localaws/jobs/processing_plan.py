"""Plans a processing job. Pure."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from localaws.jobs.plan import Input, JobPlan, Output, hosts, within_ml
from localaws.sagemaker.job import Job
from localaws.this_aws.s3_location import S3Location

LOG_GROUP = "/aws/sagemaker/ProcessingJobs"


def plan(job: Job, platform_environment: Mapping[str, str]) -> JobPlan:
    """What running an accepted processing job comes to."""
    request = job.request
    cluster = request["ProcessingResources"]["ClusterConfig"]
    application = request["AppSpecification"]
    names = hosts(cluster["InstanceCount"])
    outputs = request.get("ProcessingOutputConfig", {}).get("Outputs", [])
    entrypoint = application.get("ContainerEntrypoint")
    arguments = application.get("ContainerArguments")
    return JobPlan(
        image=application["ImageUri"],
        hosts=names,
        log_group=LOG_GROUP,
        time_limit=request["StoppingCondition"]["MaxRuntimeInSeconds"],
        role=request["RoleArn"],
        instance_type=cluster["InstanceType"],
        entrypoint=tuple(entrypoint) if entrypoint else None,
        arguments=tuple(arguments) if arguments else None,
        environment={**platform_environment, **request.get("Environment", {})},
        isolated=request.get("NetworkConfig", {}).get("EnableNetworkIsolation", False),
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
            _input(item) for item in request.get("ProcessingInputs", []) if not item["AppManaged"]
        ),
        outputs=tuple(_output(item) for item in outputs if not item["AppManaged"]),
        message_file="output/message",
        waits_in_log=True,
    )


def _input(item: Mapping[str, Any]) -> Input:
    source = item["S3Input"]
    return Input(
        name=item["InputName"],
        location=S3Location.parse(source["S3Uri"]),
        folder=within_ml(source["LocalPath"]),
        manifest=source["S3DataType"] == "ManifestFile",
        sharded=source["S3DataDistributionType"] == "ShardedByS3Key",
    )


def _output(item: Mapping[str, Any]) -> Output:
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
