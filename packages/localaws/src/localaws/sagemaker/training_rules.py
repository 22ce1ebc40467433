"""What a CreateTrainingJob request must keep beyond the service model. Pure."""

from __future__ import annotations

import re
from collections.abc import Sequence
from pathlib import PurePosixPath
from typing import Any

import regex

from localaws.images.image_file import MetricDefinition
from localaws.sagemaker.errors import ApiError, unsupported, validation
from localaws.sagemaker.refusals import refuse
from localaws.sagemaker.texts import check_program
from localaws.this_aws.s3_location import NotS3, S3Location

_LEAVE_OUT = "Leave it out here; AWS itself does it."
_REFUSED = {
    "AlgorithmSpecification.AlgorithmName": "Give the image in TrainingImage.",
    "AlgorithmSpecification.TrainingImageConfig.TrainingRepositoryAuthConfig": _LEAVE_OUT,
    "DebugRuleConfigurations": _LEAVE_OUT,
    "ProfilerRuleConfigurations": _LEAVE_OUT,
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
_REFUSED_IN_CHANNEL = {
    "DataSource.FileSystemDataSource": "Put the data into S3 and use S3DataSource.",
    "DataSource.DatasetSource": "Use S3DataSource.",
    "DataSource.S3DataSource.HubAccessConfig": "Use a bucket of this account.",
    "DataSource.S3DataSource.ModelAccessConfig": "Use a bucket of this account.",
    "DataSource.S3DataSource.InstanceGroupNames": "There is one instance group; leave it out.",
}


def check(request: dict[str, Any]) -> None:
    """See that the job can be accepted.

    Raises:
        ApiError: it breaks the contract, or asks for something that is not done here.
    """
    refuse(request, _REFUSED)
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


def check_metrics(algorithm: dict[str, Any], own: Sequence[MetricDefinition]) -> None:
    """See that the request defines no metrics where the image has its ``own``.

    Raises:
        ApiError: it does.
    """
    if own and algorithm.get("MetricDefinitions"):
        raise validation(
            "You can't override the metric definitions for Amazon SageMaker algorithms. Please "
            "retry your request without specifying metric definitions."
        )


def check_location(uri: str, member: str) -> None:
    """See that a member is an S3 URI.

    Raises:
        ApiError: it is not.
    """
    try:
        S3Location.parse(uri)
    except NotS3 as error:
        raise validation(f"The value of '{member}' is not valid: {error}.") from error


def check_local_path(path: str, root: str) -> None:
    """See that a path of the container lies below ``root``.

    Raises:
        ApiError: it does not.
    """
    pure = PurePosixPath(path)
    if ".." in pure.parts or PurePosixPath(root) not in pure.parents:
        raise validation(f"LocalPath '{path}' is not valid: it must start with {root}/.")
    if "\0" in path or any(len(part.encode()) > 255 for part in pure.parts):
        raise validation(f"LocalPath {path!r} is not valid: it is no path of a file system.")


def _check_program(request: dict[str, Any]) -> None:
    algorithm, environment = request["AlgorithmSpecification"], request.get("Environment", {})
    for member in ("ContainerEntrypoint", "ContainerArguments"):
        check_program(f"algorithmSpecification.{member}", algorithm.get(member, []))
    check_program("environment", [*environment, *environment.values()])


def check_present(structure: dict[str, Any], member: str, within: str = "") -> None:
    """See that a member is there which the service model does not ask for, and AWS does.

    Args:
        within: the structure's path as AWS writes it, such as ``resourceConfig``.

    Raises:
        ApiError: it is not.
    """
    if member not in structure:
        name = f"{member[0].lower()}{member[1:]}"
        raise validation(
            f"1 validation error detected: Value null at '{within}{'.' if within else ''}{name}' "
            "failed to satisfy constraint: Member must not be null"
        )


def _check_resources(resources: dict[str, Any]) -> None:
    check_present(resources, "InstanceType", "resourceConfig")
    check_present(resources, "InstanceCount", "resourceConfig")
    count = resources["InstanceCount"]
    if count != 1:
        raise unsupported(
            f"Training on {count} instances",
            "Set InstanceCount to 1: the hosts of one job cannot reach each other here.",
        )


def _check_spot(request: dict[str, Any]) -> None:
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


def _check_channels(request: dict[str, Any]) -> None:
    channels = request.get("InputDataConfig", [])
    names = [channel["ChannelName"] for channel in channels]
    if len(set(names)) < len(names):
        raise validation(f"Channel names must be unique within a training job: {', '.join(names)}.")
    default = request["AlgorithmSpecification"]["TrainingInputMode"]
    for channel in channels:
        refuse(channel, _REFUSED_IN_CHANNEL)
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
