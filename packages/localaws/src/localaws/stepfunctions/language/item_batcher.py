"""ItemBatcher: how many items of a distributed Map one child execution takes.

https://docs.aws.amazon.com/step-functions/latest/dg/input-output-itembatcher.html
"""

from __future__ import annotations

from dataclasses import dataclass

from localaws.stepfunctions.language import limits
from localaws.stepfunctions.language.expression import Template
from localaws.stepfunctions.language.node import Node

_LIMITS = ("MaxItemsPerBatch", "MaxInputBytesPerBatch")
_MOST_BYTES = 262_144


@dataclass(frozen=True)
class ItemBatcher:
    """At least one of the two limits is there."""

    batch_input: Template | None
    max_items: Template | None
    max_bytes: Template | None


def read_item_batcher(node: Node) -> ItemBatcher | None:
    """The ItemBatcher of a Map, if it has one."""
    batcher = node.child("ItemBatcher")
    if batcher is None:
        return None
    batcher.only(("BatchInput", *_LIMITS), limits.by_path(*_LIMITS))
    if not any(name in batcher for name in (*_LIMITS, *limits.by_path(*_LIMITS))):
        batcher.problem(f"At least one of these fields is required: [{', '.join(_LIMITS)}]")
    items, size = _LIMITS
    return ItemBatcher(
        batcher.template("BatchInput"),
        limits.read(batcher, items, 0),
        limits.read(batcher, size, 0, _MOST_BYTES),
    )
