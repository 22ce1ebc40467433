"""What a CreateTransformJob request must keep beyond the service model, and what AWS adds to it. Pure."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from localaws.jobs.members import check_location
from localaws.jobs.transform import json_path
from localaws.jobs.transform.data_processing import CSV, FORMATS, JSON_LINES, media_type
from localaws.jobs.transform.json_path import NotAPath
from localaws.sagemaker.errors import validation
from localaws.sagemaker.texts import check_program
from localaws.sagemaker.unsupported_members import refuse

_MOST_MEGABYTES = 100
_NOT_DONE = {
    "DataCaptureConfig": "Join the input with JoinSource and keep the output.",
    "ExperimentConfig": "Experiments are not recorded here; leave it out.",
}


def check(request: Mapping[str, Any]) -> None:
    """See that the job can be accepted.

    Raises:
        ApiError: it breaks the contract, or asks for something that is not done here.
    """
    refuse(request, _NOT_DONE)
    source = request["TransformInput"]["DataSource"]["S3DataSource"]
    if source["S3DataType"] not in ("S3Prefix", "ManifestFile"):
        raise validation(
            f"S3DataType {source['S3DataType']} is not valid for a transform job: it must be "
            "S3Prefix or ManifestFile."
        )
    check_location(source["S3Uri"], "transformInput.dataSource.s3DataSource.s3Uri")
    check_location(request["TransformOutput"]["S3OutputPath"], "transformOutput.s3OutputPath")
    environment = request.get("Environment", {})
    check_program("environment", [*environment, *environment.values()])
    _check_limits(request)
    _check_data_processing(request)


def _check_limits(request: Mapping[str, Any]) -> None:
    megabytes = request.get("MaxPayloadInMB", 0)
    concurrent = request.get("MaxConcurrentTransforms", 0)
    if megabytes > _MOST_MEGABYTES:
        raise validation(f"MaxPayloadInMB must be at most {_MOST_MEGABYTES}, and is {megabytes}.")
    if megabytes * concurrent > _MOST_MEGABYTES:
        raise validation(
            "The value of MaxConcurrentTransforms * MaxPayloadInMB must be at most "
            f"{_MOST_MEGABYTES} MB, and {concurrent} * {megabytes} is {concurrent * megabytes} MB."
        )


def _check_data_processing(request: Mapping[str, Any]) -> None:
    asked = request.get("DataProcessing", {})
    joins = asked.get("JoinSource", "None") == "Input"
    paths = {}
    for member in ("InputFilter", "OutputFilter"):
        text = asked.get(member, "$")
        try:
            paths[member] = json_path.parse(text)
        except NotAPath as error:
            raise validation(
                f"The value of 'dataProcessing.{member[0].lower()}{member[1:]}' is not a JSONPath "
                f"that is supported, '{text}': {error}."
            ) from error
    if not joins and all(path.is_root for path in paths.values()):
        return
    source, target = request["TransformInput"], request["TransformOutput"]
    content_type, accept = source.get("ContentType", ""), target.get("Accept", "")
    kind = media_type(content_type)
    if kind not in FORMATS:
        raise validation(
            f"DataProcessing needs TransformInput.ContentType to be one of {', '.join(FORMATS)}, "
            f"and it is '{content_type}'."
        )
    if (joins or not paths["OutputFilter"].is_root) and media_type(accept) != kind:
        raise validation(
            "JoinSource and OutputFilter need TransformOutput.Accept to be the same as "
            f"TransformInput.ContentType, '{content_type}', and it is '{accept}'."
        )
    if kind in (CSV, JSON_LINES):
        _check_lines(source, "SplitType", kind)
        _check_lines(target, "AssembleWith", kind)
    elif source.get("SplitType", "None") not in ("None", "Line"):
        raise validation(f"DataProcessing of {kind} needs SplitType None or Line.")
    for member, path in paths.items():
        if kind == CSV and not path.is_by_index:
            raise validation(
                f"{member} '{path.text}' cannot be applied to text/csv: of a row, columns are chosen "
                "by index, such as $[0] or $[1:]."
            )


def _check_lines(structure: Mapping[str, Any], member: str, kind: str) -> None:
    if structure.get(member, "None") != "Line":
        raise validation(f"DataProcessing of {kind} needs {member} Line.")


def completed(request: Mapping[str, Any]) -> dict[str, Any]:
    """The request with the defaults that AWS shows."""
    source = {"CompressionType": "None", "SplitType": "None"} | request["TransformInput"]
    target = {"AssembleWith": "None", "KmsKeyId": ""} | request["TransformOutput"]
    processing = {"InputFilter": "$", "OutputFilter": "$", "JoinSource": "None"}
    return {
        **request,
        "TransformInput": source,
        "TransformOutput": target,
        "DataProcessing": processing | request.get("DataProcessing", {}),
    }
