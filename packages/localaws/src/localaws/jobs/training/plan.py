"""Plans a training job. Pure.

Hyperparameters and channels come to the container in alphabetical order, whatever the request's was, as in AWS's."""

from __future__ import annotations

from collections.abc import Mapping
from operator import itemgetter
from typing import Any

from localaws.jobs.job import Job
from localaws.jobs.plan import (
    Archive,
    Environment,
    Input,
    JobPlan,
    Metric,
    Output,
    hosts,
    within_ml,
)
from localaws.jobs.training import config
from localaws.this_aws.s3_location import S3Location


def plan(job: Job, environment: Environment) -> JobPlan:
    """What running an accepted training job comes to."""
    request = job.request
    algorithm = request["AlgorithmSpecification"]
    resources = request["ResourceConfig"]
    channels = request.get("InputDataConfig", [])
    names = hosts(resources["InstanceCount"])
    isolated = request["EnableNetworkIsolation"]
    entrypoint = algorithm.get("ContainerEntrypoint")
    arguments = algorithm.get("ContainerArguments")
    if entrypoint is None and arguments is None:
        arguments = ["train"]
    files: dict[str, Any] = {
        config.HYPERPARAMETERS: dict(sorted(request.get("HyperParameters", {}).items())),
        config.CHANNELS: {
            channel["ChannelName"]: _channel_config(channel)
            for channel in sorted(channels, key=itemgetter("ChannelName"))
        },
    }
    checkpoints = None
    if "CheckpointConfig" in request:
        path = request["CheckpointConfig"].get("LocalPath", "/opt/ml/checkpoints")
        files[f"{config.CONFIG}/checkpointconfig.json"] = {"LocalPath": path}
        location = S3Location.parse(request["CheckpointConfig"]["S3Uri"])
        checkpoints = Output("checkpoints", within_ml(path), location, continuous=True)
    return JobPlan(
        image=algorithm["TrainingImage"],
        hosts=names,
        time_limit=request["StoppingCondition"]["MaxRuntimeInSeconds"],
        role=request["RoleArn"],
        instance_type=resources["InstanceType"],
        volume=resources.get("VolumeSizeInGB"),
        entrypoint=tuple(entrypoint) if entrypoint else None,
        arguments=tuple(arguments) if arguments else None,
        environment={
            **environment(isolated),
            "TRAINING_JOB_NAME": job.name,
            "TRAINING_JOB_ARN": job.arn,
            "DMLC_INTERFACE": "eth0",
            **request.get("Environment", {}),
        },
        isolated=isolated,
        longest_wait=request["StoppingCondition"].get("MaxWaitTimeInSeconds"),
        retries=request.get("RetryStrategy", {}).get("MaximumRetryAttempts", 0),
        folders=config.FOLDERS,
        files=files,
        resources=(
            config.RESOURCES,
            config.resources(resources["InstanceType"], names),
        ),
        inputs=tuple(_input(channel) for channel in channels),
        checkpoints=checkpoints,
        archives=_archives(request),
        metrics=tuple(
            Metric(item["Name"], item["Regex"]) for item in algorithm.get("MetricDefinitions", [])
        ),
        failure_file=config.FAILURE,
        keys=_keys(request),
    )


def _keys(request: Mapping[str, Any]) -> tuple[str, ...]:
    named = (
        request["OutputDataConfig"].get("KmsKeyId"),
        request["ResourceConfig"].get("VolumeKmsKeyId"),
    )
    return tuple(key for key in named if key)


def _channel_config(item: Mapping[str, Any]) -> dict[str, str]:
    source = item["DataSource"]["S3DataSource"]
    return config.channel(
        item.get("ContentType"),
        source.get("S3DataDistributionType", "FullyReplicated"),
        item["RecordWrapperType"],
    )


def _input(channel: Mapping[str, Any]) -> Input:
    source = channel["DataSource"]["S3DataSource"]
    return Input(
        name=channel["ChannelName"],
        location=S3Location.parse(source["S3Uri"]),
        folder=f"input/data/{channel['ChannelName']}",
        manifest=source["S3DataType"] == "ManifestFile",
        sharded=source.get("S3DataDistributionType") == "ShardedByS3Key",
    )


def _archives(request: Mapping[str, Any]) -> tuple[Archive, ...]:
    output = request["OutputDataConfig"]
    folder = S3Location.parse(output["S3OutputPath"]).below(request["TrainingJobName"], "output")
    compressed = output.get("CompressionType", "GZIP") != "NONE"
    suffix = ".tar.gz" if compressed else ""
    return (
        Archive("model", folder.below(f"model{suffix}"), compressed),
        Archive("output/data", folder.below(f"output{suffix}"), compressed, even_if_failed=True),
    )
