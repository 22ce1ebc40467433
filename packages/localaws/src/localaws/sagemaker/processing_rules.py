"""What a CreateProcessingJob request must keep beyond the service model. Pure."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from localaws.sagemaker.errors import unsupported, validation
from localaws.sagemaker.refusals import refuse
from localaws.sagemaker.texts import check_program
from localaws.sagemaker.training_rules import check_local_path, check_location, check_present

ROOT = "/opt/ml/processing"


def check(request: dict[str, Any]) -> None:
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


def _check_input(item: dict[str, Any]) -> None:
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


def _check_output(item: dict[str, Any]) -> None:
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
