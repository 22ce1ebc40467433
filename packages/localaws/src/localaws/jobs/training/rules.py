"""What a CreateTrainingJob request must keep beyond the service model. Pure."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import Any

import regex

from localaws.images.image_file import MetricDefinition
from localaws.jobs.members import check_local_path, check_location, check_present
from localaws.sagemaker.errors import ApiError, unsupported, validation
from localaws.sagemaker.texts import check_program
from localaws.sagemaker.unsupported_members import refuse

_LEAVE_OUT = "Leave it out here; AWS itself does it."
_NOT_DONE = {
    "AlgorithmSpecification.AlgorithmName": "Give the image in TrainingImage.",
    "AlgorithmSpecification.TrainingImageConfig.TrainingRepositoryAuthConfig": _LEAVE_OUT,
    "DebugRuleConfigurations": _LEAVE_OUT,
    "TensorBoardOutputConfig": "Write the event files to /opt/ml/output/data or to a checkpoint.",
    "ExperimentConfig": "Experiments are not recorded here; leave it out.",
    "ModelPackageConfig": _LEAVE_OUT,
    "MlflowConfig": _LEAVE_OUT,
    "RemoteDebugConfig.EnableRemoteDebug": _LEAVE_OUT,
    "InfraCheckConfig.EnableInfraCheck": _LEAVE_OUT,
    "ServerlessJobConfig": "Give AlgorithmSpecification and ResourceConfig.",
    "SessionChainingConfig.EnableSessionTagChaining": _LEAVE_OUT,
    "ResourceConfig.InstanceGroups": "Give InstanceType and InstanceCount.",
    "ResourceConfig.InstancePreferences": "Give InstanceType and InstanceCount.",
    "ResourceConfig.TrainingPlanArn": _LEAVE_OUT,
}
_NOT_DONE_IN_CHANNEL = {
    "DataSource.FileSystemDataSource": "Put the data into S3 and use S3DataSource.",
    "DataSource.DatasetSource": "Use S3DataSource.",
    "DataSource.S3DataSource.HubAccessConfig": "Use a bucket of this account.",
    "DataSource.S3DataSource.ModelAccessConfig": "Use a bucket of this account.",
    "DataSource.S3DataSource.InstanceGroupNames": "There is one instance group; leave it out.",
}


def check(request: Mapping[str, Any]) -> None:
    """See that the job can be accepted.

    Raises:
        ApiError: it breaks the contract, or asks for something that is not done here.
    """
    refuse(request, _NOT_DONE)
    for member in ("AlgorithmSpecification", "ResourceConfig", "StoppingCondition"):
        check_present(request, member)
    check_present(request["AlgorithmSpecification"], "TrainingImage", "algorithmSpecification")
    _check_resources(request["ResourceConfig"])
    _check_spot(request)
    _check_channels(request)
    _check_program(request)
    for definition in request["AlgorithmSpecification"].get("MetricDefinitions", []):
        _check_metric(definition)
    check_location(request["OutputDataConfig"]["S3OutputPath"], "outputDataConfig.s3OutputPath")
    if "CheckpointConfig" in request:
        checkpoint = request["CheckpointConfig"]
        check_location(checkpoint["S3Uri"], "checkpointConfig.s3Uri")
        check_local_path(checkpoint.get("LocalPath", "/opt/ml/checkpoints"), "/opt/ml")


def runs_a_script(request: Mapping[str, Any]) -> bool:
    """Whether a job is in script mode: an image of an algorithm then runs a user's script."""
    named = request.get("HyperParameters", {}).get("sagemaker_program")
    return bool(named or request.get("Environment", {}).get("SAGEMAKER_PROGRAM"))


def check_metrics(algorithm: Mapping[str, Any], own: Sequence[MetricDefinition]) -> None:
    """See that the request defines no metrics where the image has its ``own``.

    Raises:
        ApiError: it does.
    """
    if own and algorithm.get("MetricDefinitions"):
        raise validation(
            "You can't override the metric definitions for Amazon SageMaker algorithms. Please "
            "retry your request without specifying metric definitions."
        )


def _check_program(request: Mapping[str, Any]) -> None:
    algorithm, environment = request["AlgorithmSpecification"], request.get("Environment", {})
    for member in ("ContainerEntrypoint", "ContainerArguments"):
        check_program(f"algorithmSpecification.{member}", algorithm.get(member, []))
    check_program("environment", [*environment, *environment.values()])


def _check_resources(resources: Mapping[str, Any]) -> None:
    check_present(resources, "InstanceType", "resourceConfig")
    check_present(resources, "InstanceCount", "resourceConfig")
    count = resources["InstanceCount"]
    if count != 1:
        raise unsupported(
            f"Training on {count} instances",
            "Set InstanceCount to 1: the hosts of one job cannot reach each other here.",
        )


def _check_spot(request: Mapping[str, Any]) -> None:
    stopping = request["StoppingCondition"]
    wait, run = stopping.get("MaxWaitTimeInSeconds"), stopping.get("MaxRuntimeInSeconds", 86400)
    if request.get("EnableManagedSpotTraining"):
        if wait is None or wait < run:
            raise validation(
                "Invalid MaxWaitTimeInSeconds. It must be present and be greater than or equal to "
                "MaxRuntimeInSeconds"
            )
    elif wait is not None:
        raise validation("MaxWaitTimeInSeconds above 0 is only valid for managed spot training.")


def _check_channels(request: Mapping[str, Any]) -> None:
    channels = request.get("InputDataConfig", [])
    names = [channel["ChannelName"] for channel in channels]
    if len(set(names)) < len(names):
        raise validation(f"Channel names must be unique within a training job: {', '.join(names)}.")
    default = request["AlgorithmSpecification"]["TrainingInputMode"]
    for channel in channels:
        refuse(channel, _NOT_DONE_IN_CHANNEL)
        if channel.get("InputMode", default) == "Pipe":
            raise unsupported(
                f"Input mode Pipe of channel '{channel['ChannelName']}'", "Use File or FastFile."
            )
        source = channel["DataSource"].get("S3DataSource")
        if source is None:
            raise validation(f"Channel '{channel['ChannelName']}' names no DataSource.")
        if source["S3DataType"] not in ("S3Prefix", "ManifestFile"):
            raise unsupported(f"S3DataType {source['S3DataType']}", "Use S3Prefix or ManifestFile.")
        check_location(source["S3Uri"], "inputDataConfig.dataSource.s3DataSource.s3Uri")


def _check_metric(definition: dict[str, str]) -> None:
    try:
        pattern = re.compile(definition["Regex"])
        regex.compile(definition["Regex"])  # which bounds the time that it takes: see jobs.meter
    except (re.error, regex.error, OverflowError, RecursionError) as error:
        raise _bad_metric(definition, str(error)) from error
    if not pattern.groups:
        raise _bad_metric(definition, "it has no capture group for the value")


def _bad_metric(definition: dict[str, str], why: str) -> ApiError:
    return validation(
        f"Invalid MetricDefinitions: the regular expression '{definition['Regex']}' of metric "
        f"'{definition['Name']}' is not valid: {why}."
    )
