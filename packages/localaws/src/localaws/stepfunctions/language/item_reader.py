"""ItemReader: where the items of a distributed Map come from.

https://docs.aws.amazon.com/step-functions/latest/dg/input-output-itemreader.html
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from localaws.stepfunctions.language import limits
from localaws.stepfunctions.language.expression import Template
from localaws.stepfunctions.language.node import Node

_GET, _LIST = "s3:getObject", "s3:listObjectsV2"
_RESOURCE = re.compile(rf"arn:[\w-]+:states:::({_GET}|{_LIST})", re.ASCII)
_TYPES = ("MANIFEST", "JSON", "CSV", "JSONL", "PARQUET")
_DELIMITERS = ("COMMA", "PIPE", "SEMICOLON", "SPACE", "TAB")
_CSV = ("CSVHeaderLocation", "CSVHeaders", "CSVDelimiter")
_MOST_ITEMS = 100_000_000


@dataclass(frozen=True)
class ItemReader:
    """What ``ReaderConfig`` says stands beside the rest.

    Attributes:
        max_items: None: all.
        items_pointer: of JSON, where in the file the items are (RFC 6901).
        transformation: of a listing, whether the objects themselves are read.
    """

    resource: str
    parameters: Template | None
    input_type: str | None
    csv_header_location: str | None
    csv_headers: tuple[str, ...]
    csv_delimiter: str
    manifest_type: str | None
    max_items: Template | None
    items_pointer: str | None = None
    transformation: str = "NONE"


def read_item_reader(node: Node) -> ItemReader | None:
    """The ItemReader of a Map, if it has one."""
    reader = node.child("ItemReader")
    if reader is None:
        return None
    reader.only(("Resource", "ReaderConfig"), ("Parameters",), ("Arguments",))
    reader.require("Resource")
    resource = reader.text("Resource") or ""
    if resource and not _RESOURCE.fullmatch(resource):
        reader.problem(
            "The field 'Resource' does not match any of the allowed values. Examples: "
            f"[arn:<partition>:states:::{_GET}, arn:<partition>:states:::{_LIST}]",
            "Resource",
        )
    config = reader.child("ReaderConfig") or reader.below({}, "ReaderConfig")
    kind = _input_type(config)
    config.only(
        (
            *("InputType", "ManifestType", "MaxItems", "Transformation"),
            *(("ItemsPointer",) if kind in ("JSON", None) else ()),
            *(_CSV if kind in ("CSV", "MANIFEST", None) else ()),
        ),
        limits.by_path("MaxItems"),
    )
    location = config.one_of("CSVHeaderLocation", "FIRST_ROW", "GIVEN")
    if kind == "CSV" and "CSVHeaderLocation" not in config:
        config.problem("The field 'CSVHeaderLocation' is required")
    if location == "GIVEN":
        config.require("CSVHeaders")
    return ItemReader(
        resource,
        reader.template("Arguments" if reader.in_jsonata else "Parameters"),
        kind,
        location,
        tuple(str(header) for header in config.array("CSVHeaders")),
        config.one_of("CSVDelimiter", *_DELIMITERS) or "COMMA",
        config.text("ManifestType"),
        limits.read(config, "MaxItems", 0, _MOST_ITEMS),
        config.text("ItemsPointer"),
        config.one_of("Transformation", "NONE", "LOAD_AND_FLATTEN") or "NONE",
    )


def _input_type(config: Node) -> str | None:
    kind = config.text("InputType")
    if kind is None or kind in _TYPES:
        return kind
    allowed = ", ".join(_TYPES)
    config.problem(
        f"The field 'InputType' should have one of these values: [{allowed}]", "InputType"
    )
    return None
