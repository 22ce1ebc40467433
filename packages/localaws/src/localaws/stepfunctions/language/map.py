"""Map: the same states for every item, inline or as child executions (distributed)."""

from __future__ import annotations

import re
from dataclasses import dataclass

from localaws.stepfunctions.language.branch import EMPTY, Branch, StateReader, read_branch
from localaws.stepfunctions.language.expression import Constant, Evaluated, Template
from localaws.stepfunctions.language.node import Node
from localaws.stepfunctions.language.path import Path
from localaws.stepfunctions.language.retrying import Catcher, Retrier, catchers, retriers
from localaws.stepfunctions.language.state import (
    JSONPATH_ALL,
    TRANSITION,
    WHOLE,
    State,
    flow,
    transition,
)

_LABEL = re.compile(r"[^\s?*<>{}\[\]:;,\\|^~$#%&`\"\x00-\x1f\x7f-\x9f]*")
_LONGEST_LABEL = 40
_MOST = 100_000_000
_READERS = ("CSV", "JSON", "JSONL", "MANIFEST", "PARQUET")


@dataclass(frozen=True)
class ItemReader:
    """Where the items of a distributed Map come from.

    Attributes:
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


@dataclass(frozen=True)
class ResultWriter:
    """Where results go. ``resource`` None: nowhere, and ``transformation`` only shapes the result."""

    resource: str | None
    parameters: Template | None
    transformation: str
    output_type: str


@dataclass(frozen=True)
class ItemBatcher:
    """At least one of the two limits is there."""

    batch_input: Template | None
    max_items: Template | None
    max_bytes: Template | None


@dataclass(frozen=True)
class Map(State):
    """``items`` in JSONPath is ``ItemsPath``; in JSONata ``Items``, a template. None: the input."""

    processor: Branch = EMPTY
    distributed: bool = False
    express_children: bool = False
    items_path: Path = WHOLE
    items: Template | None = None
    selector: Template | None = None
    reader: ItemReader | None = None
    batcher: ItemBatcher | None = None
    writer: ResultWriter | None = None
    max_concurrency: Template = Constant(0)
    tolerated_count: Template = Constant(0)
    tolerated_percentage: Template = Constant(0)
    label: str | None = None
    retry: tuple[Retrier, ...] = ()
    catch: tuple[Catcher, ...] = ()


_NUMBERS = ("MaxConcurrency", "ToleratedFailureCount", "ToleratedFailurePercentage")
_DISTRIBUTED = ("ItemReader", "ItemBatcher", "ResultWriter", "Label", *_NUMBERS[1:])


def read_map(name: str, node: Node, read_state: StateReader) -> Map:
    legacy = "Iterator" in node and "ItemProcessor" not in node
    by_path = () if node.in_jsonata else tuple(f"{number}Path" for number in _NUMBERS)
    own = ("Items",) if node.in_jsonata else ("ItemsPath", "Iterator")
    flowing = flow(
        node,
        (*(n for n in JSONPATH_ALL if n != "Parameters" or "ItemSelector" not in node), "Assign"),
        ("Output", "Assign"),
        (
            *(
                *TRANSITION,
                *own,
                *_NUMBERS,
                *by_path,
                "ItemProcessor",
                "ItemSelector",
                "ItemReader",
            ),
            *("ItemBatcher", "ResultWriter", "Label", "Retry", "Catch"),
        ),
    )
    processor = node.child("Iterator" if legacy else "ItemProcessor")
    if processor is None and not legacy:
        node.require("ItemProcessor")
    distributed, express = _mode(processor)
    if processor is not None:
        processor.only(("StartAt", "States", "Comment", "ProcessorConfig", "QueryLanguage"))
    if not distributed:
        for field in _DISTRIBUTED:
            if field in node or f"{field}Path" in node:
                node.problem(f"Field '{field}' is only supported in a distributed Map", field)
    return Map(
        name,
        flowing,
        transition(node),
        read_branch(processor, read_state) if processor is not None else EMPTY,
        distributed,
        express,
        node.path("ItemsPath") or WHOLE,
        _items(node),
        node.template("ItemSelector"),
        _reader(node),
        _batcher(node),
        _writer(node),
        _limit(node, "MaxConcurrency", _MOST),
        _limit(node, "ToleratedFailureCount", _MOST),
        _limit(node, "ToleratedFailurePercentage", 100),
        _label(node),
        retriers(node),
        catchers(node),
    )


def _mode(processor: Node | None) -> tuple[bool, bool]:
    config = processor.child("ProcessorConfig") if processor is not None else None
    if config is None:
        return False, False
    config.only(("Mode", "ExecutionType"))
    mode, kind = config.text("Mode"), config.text("ExecutionType")
    if mode not in (None, "INLINE", "DISTRIBUTED"):
        config.problem("Value should be one of [INLINE, DISTRIBUTED]", "Mode")
    if mode == "DISTRIBUTED":
        config.require("ExecutionType")
    if kind not in (None, "STANDARD", "EXPRESS"):
        config.problem("Value should be one of [STANDARD, EXPRESS]", "ExecutionType")
    return mode == "DISTRIBUTED", kind == "EXPRESS"


def _items(node: Node) -> Template | None:
    if not node.in_jsonata or "Items" not in node:
        return None
    items = node.template("Items")
    if isinstance(items, Constant) and not isinstance(items.value, list | dict):
        node.problem("Expected an array, an object or a JSONata expression", "Items")
    return items


def _limit(node: Node, name: str, most: int) -> Template:
    by_path = f"{name}Path"
    if not node.in_jsonata and by_path in node:
        if name in node:
            node.problem(f"You cannot specify both {name} and {by_path}")
        path = node.path(by_path)
        return Constant(0) if path is None else Evaluated(by_path, path)
    query = node.query(name)
    if query is not None:
        return Evaluated(name, query)
    read = node.number if name.endswith("Percentage") else node.whole
    return Constant(read(name, 0, most) or 0)


def _label(node: Node) -> str | None:
    label = node.text("Label")
    if label is None:
        return None
    if len(label) > _LONGEST_LABEL:
        node.problem(f"Label cannot exceed {_LONGEST_LABEL} characters", "Label")
    if not _LABEL.fullmatch(label):
        wrong = next(c for c in label if not _LABEL.fullmatch(c))
        node.problem(f"Label contains invalid character: '{wrong}'", "Label")
    return label


def _reader(node: Node) -> ItemReader | None:
    reader = node.child("ItemReader")
    if reader is None:
        return None
    given = "Arguments" if reader.in_jsonata else "Parameters"
    reader.only(("Resource", "ReaderConfig", given))
    reader.require("Resource")
    config = reader.child("ReaderConfig") or Node(
        {}, reader.at("ReaderConfig"), reader.language, []
    )
    config.only(
        [
            *("InputType", "CSVHeaderLocation", "CSVHeaders", "CSVDelimiter", "ManifestType"),
            *("MaxItems", *(() if config.in_jsonata else ("MaxItemsPath",)), "Transformation"),
            "ItemsPointer",
        ]
    )
    kind = config.text("InputType")
    if kind is not None and kind not in _READERS:
        config.problem(f"Value should be one of [{', '.join(_READERS)}]", "InputType")
    return ItemReader(
        reader.text("Resource") or "",
        reader.template(given),
        kind,
        config.text("CSVHeaderLocation"),
        tuple(str(header) for header in config.array("CSVHeaders")),
        config.text("CSVDelimiter") or "COMMA",
        config.text("ManifestType"),
        _bound(config, "MaxItems"),
        config.text("ItemsPointer"),
        config.text("Transformation") or "NONE",
    )


def _bound(node: Node, name: str) -> Template | None:
    return _limit(node, name, _MOST) if name in node or f"{name}Path" in node else None


def _batcher(node: Node) -> ItemBatcher | None:
    batcher = node.child("ItemBatcher")
    if batcher is None:
        return None
    names = ("MaxItemsPerBatch", "MaxInputBytesPerBatch")
    by_path = () if batcher.in_jsonata else tuple(f"{name}Path" for name in names)
    batcher.only(("BatchInput", *names, *by_path))
    found = ItemBatcher(batcher.template("BatchInput"), *(_bound(batcher, name) for name in names))
    if found.max_items is None and found.max_bytes is None:
        batcher.problem(f"At least one of these fields is required: [{', '.join(names)}]")
    return found


def _writer(node: Node) -> ResultWriter | None:
    writer = node.child("ResultWriter")
    if writer is None:
        return None
    given = "Arguments" if writer.in_jsonata else "Parameters"
    writer.only(("Resource", "WriterConfig", given))
    config = writer.child("WriterConfig") or Node(
        {}, writer.at("WriterConfig"), writer.language, []
    )
    config.only(("Transformation", "OutputType"))
    return ResultWriter(
        writer.text("Resource"),
        writer.template(given),
        config.text("Transformation") or "NONE",
        config.text("OutputType") or "JSON",
    )
