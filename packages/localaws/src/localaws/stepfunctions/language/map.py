"""Map: the same states for every item, inline or as child executions (distributed)."""

from __future__ import annotations

import re
from dataclasses import dataclass

from localaws.stepfunctions.language import limits
from localaws.stepfunctions.language.branch import EMPTY, Branch, StateReader, read_branch
from localaws.stepfunctions.language.expression import Constant, Template
from localaws.stepfunctions.language.item_batcher import ItemBatcher, read_item_batcher
from localaws.stepfunctions.language.item_reader import ItemReader, read_item_reader
from localaws.stepfunctions.language.node import Node
from localaws.stepfunctions.language.path import Path
from localaws.stepfunctions.language.problem import Code
from localaws.stepfunctions.language.reading import EXPRESS, STANDARD
from localaws.stepfunctions.language.result_writer import ResultWriter, read_result_writer
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
_NUMBERS = ("MaxConcurrency", "ToleratedFailureCount", "ToleratedFailurePercentage")
_DISTRIBUTED = ("ItemReader", "ItemBatcher", "ResultWriter", "Label", *_NUMBERS[1:])
_PROCESSORS = ("ItemProcessor", "Iterator")  # the second is what it was called before
_NONE = Constant(0)


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
    max_concurrency: Template = _NONE
    tolerated_count: Template = _NONE
    tolerated_percentage: Template = _NONE
    label: str | None = None
    retry: tuple[Retrier, ...] = ()
    catch: tuple[Catcher, ...] = ()
    processor_field: str = "ItemProcessor"


def read_map(name: str, node: Node, read_state: StateReader) -> Map:
    flowing = flow(
        node,
        (*JSONPATH_ALL, "Assign"),
        ("Output", "Assign"),
        (
            *(*TRANSITION, *_PROCESSORS, *_NUMBERS, "ItemSelector", "ItemReader"),
            *("ItemBatcher", "ResultWriter", "Label", "Retry", "Catch"),
        ),
        ("ItemsPath", *limits.by_path(*_NUMBERS)),
        ("Items",),
    )
    field = node.exactly_one(*_PROCESSORS) or _PROCESSORS[0]
    processor = node.child(field)
    distributed, express = _mode(processor)
    if not distributed:
        for only_there in _DISTRIBUTED:
            if only_there in node or f"{only_there}Path" in node:
                node.problem(f"Field '{only_there}' is not supported")
    return Map(
        name,
        flowing,
        transition(node),
        _branch(processor, read_state, express),
        distributed,
        express,
        node.reference("ItemsPath", context=True) or WHOLE,
        _items(node),
        node.template("ItemSelector"),
        read_item_reader(node),
        read_item_batcher(node),
        read_result_writer(node),
        limits.read(node, _NUMBERS[0], 0) or _NONE,
        limits.read(node, _NUMBERS[1], 0) or _NONE,
        limits.read(node, _NUMBERS[2], 0, 100, fractions=True) or _NONE,
        _label(node),
        retriers(node),
        catchers(node),
        field,
    )


def _mode(processor: Node | None) -> tuple[bool, bool]:
    """Whether each item is a child execution, and whether those are EXPRESS."""
    config = processor.child("ProcessorConfig") if processor is not None else None
    if config is None:
        return False, False
    mode = config.one_of("Mode", "INLINE", "DISTRIBUTED")
    distributed = mode == "DISTRIBUTED"
    config.only(("Mode", "ExecutionType") if distributed else ("Mode",))
    if distributed and config.express:
        config.problem(
            "The field 'Mode' with value 'DISTRIBUTED' is not supported inside 'EXPRESS' state "
            "machines",
            "Mode",
        )
    if distributed:
        config.require("ExecutionType")
    kind = config.one_of("ExecutionType", STANDARD, EXPRESS)
    return distributed, distributed and kind == EXPRESS


def _branch(processor: Node | None, read_state: StateReader, express: bool) -> Branch:
    if processor is None:
        return EMPTY
    processor.only(("StartAt", "States", "Comment", "ProcessorConfig"))
    processor.express = processor.express or express
    return read_branch(processor, read_state)


def _items(node: Node) -> Template | None:
    if not node.in_jsonata or "Items" not in node:
        return None
    items = node.template("Items")
    if isinstance(items, Constant) and not isinstance(items.value, list | dict):
        node.problem("Expected value of type [ARRAY, OBJECT]", "Items")
    return items


def _label(node: Node) -> str | None:
    label = node.text("Label")
    if label is None:
        return None
    if len(label) > _LONGEST_LABEL:
        node.problem(
            f"Label '{label}' exceeds the {_LONGEST_LABEL}-character limit allowed by the service",
            "Label",
            Code.LABEL,
        )
    elif not _LABEL.fullmatch(label):
        wrong = next(character for character in label if not _LABEL.fullmatch(character))
        node.problem(f"Label contains invalid character: '{wrong}'", "Label", Code.LABEL)
    elif label in node.reading.labels:
        node.problem(f"Duplicate Label name: {label}", "Label", Code.DUPLICATE_LABEL)
    node.reading.labels.add(label)
    return label
