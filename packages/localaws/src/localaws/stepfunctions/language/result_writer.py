"""ResultWriter: where the results of a distributed Map go, and in which shape.

https://docs.aws.amazon.com/step-functions/latest/dg/input-output-resultwriter.html
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from localaws.stepfunctions.language.expression import Template
from localaws.stepfunctions.language.node import Node

_PUT = "s3:putObject"
_RESOURCE = re.compile(rf"arn:[\w-]+:states:::{_PUT}", re.ASCII)


@dataclass(frozen=True)
class ResultWriter:
    """``resource`` None: nowhere, and ``transformation`` only shapes the result."""

    resource: str | None
    parameters: Template | None
    transformation: str
    output_type: str


def read_result_writer(node: Node) -> ResultWriter | None:
    """The ResultWriter of a Map, if it has one."""
    writer = node.child("ResultWriter")
    if writer is None:
        return None
    writer.only(("Resource", "WriterConfig"), ("Parameters",), ("Arguments",))
    resource = writer.text("Resource")
    if resource is not None and not _RESOURCE.fullmatch(resource):
        writer.problem(
            "The field 'Resource' does not match any of the allowed values. Examples: "
            f"[arn:<partition>:states:::{_PUT}]",
            "Resource",
        )
    config = writer.child("WriterConfig") or writer.below({}, "WriterConfig")
    config.only(("Transformation", "OutputType"))
    return ResultWriter(
        resource,
        writer.template("Arguments" if writer.in_jsonata else "Parameters"),
        config.one_of("Transformation", "NONE", "COMPACT", "FLATTEN") or "NONE",
        config.one_of("OutputType", "JSON", "JSONL") or "JSON",
    )
