"""What the iterations of a tested Map would get, and how many there would be. Pure."""

from __future__ import annotations

import io
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, BinaryIO

from localaws.protocols.refusal import Refusal
from localaws.stepfunctions.engine.work.items import items
from localaws.stepfunctions.engine.work.limits import (
    MAX_CONCURRENCY,
    TOLERATED_COUNT,
    TOLERATED_PERCENTAGE,
    number,
)
from localaws.stepfunctions.evaluation import templates
from localaws.stepfunctions.evaluation.failure import EvaluationFailure
from localaws.stepfunctions.evaluation.scope import Scope
from localaws.stepfunctions.language import json_text
from localaws.stepfunctions.language.json_text import NoJson
from localaws.stepfunctions.language.map import Map
from localaws.stepfunctions.map_runs.inputs import children, selected
from localaws.stepfunctions.map_runs.numbers import most_items
from localaws.stepfunctions.map_runs.reading.dataset import Dataset
from localaws.stepfunctions.map_runs.reading.item import ERROR, Item, Unreadable
from localaws.stepfunctions.map_runs.s3 import S3Failure
from localaws.stepfunctions.test_state.inspection import Inspection
from localaws.stepfunctions.test_state.request import StateTest


def exceeded(state: Map, scope: Scope, test: StateTest, inspection: Inspection) -> bool:
    """Look at what the Map would do; whether more of its iterations failed than it tolerates.

    Only a threshold that the definition names is one: AWS was recorded to let a Map without any pass.

    Raises:
        EvaluationFailure: an expression has no value.
        Refusal: more iterations failed than there are.
    """
    found = _items(state, scope, test)
    if not state.flow.in_jsonata:
        pointed = state.reader is not None and state.reader.items_pointer
        stage = "afterItemsPointer" if pointed else "afterItemsPath"
        inspection.see(stage, [item.value for item in found])
    if state.selector is not None:
        inspection.see("afterItemSelector", [selected(state, scope, item) for item in found])
    inputs = [json_text.read(child.input) for child in children(state, scope, found)]
    if state.batcher is not None:
        inspection.see("afterItemBatcher", inputs)
    inspection.note(maxConcurrency=int(number(state.max_concurrency, scope, MAX_CONCURRENCY)))
    failed = test.failed_iterations
    if failed > len(inputs):
        raise Refusal(
            "ValidationException",
            "Map iteration failure count must be less than or equal to the number of Map iterations",
        )
    too_many = False
    if _named(test.tested.members, "ToleratedFailureCount"):
        count = int(number(state.tolerated_count, scope, TOLERATED_COUNT))
        inspection.note(toleratedFailureCount=count)
        too_many = failed > count
    if _named(test.tested.members, "ToleratedFailurePercentage"):
        percentage = float(number(state.tolerated_percentage, scope, TOLERATED_PERCENTAGE))
        inspection.note(toleratedFailurePercentage=percentage)
        too_many |= bool(inputs) and failed * 100 > percentage * len(inputs)
    return too_many


def _items(state: Map, scope: Scope, test: StateTest) -> list[Item]:
    if state.reader is None:
        return [Item(index, value) for index, value in enumerate(items(state, scope))]
    if test.reader_data is None:
        raise Refusal(
            "ValidationException",
            "ItemReader data must be specified when testing a Map state with ItemReader specified.",
        )
    arguments = state.reader.parameters
    asked = {} if arguments is None else templates.value(arguments, scope)
    dataset = Dataset(state.reader, asked, _Given(test.reader_data), region="")
    try:
        return list(dataset.items(most_items(state.reader.max_items, scope)))
    except Unreadable as why:
        raise EvaluationFailure(ERROR, str(why)) from None


@dataclass(frozen=True)
class _Given:
    """An S3 in which every object is the data that came with the request."""

    data: str

    def open(self, bucket: str, key: str, version: str | None, region: str) -> BinaryIO:
        return io.BytesIO(self.data.encode())

    def listed(self, arguments: Mapping[str, Any], region: str) -> Iterator[Mapping[str, Any]]:
        """What ListObjectsV2 answered, or the list in it."""
        try:
            found = json_text.read(self.data)
        except NoJson as error:
            raise S3Failure(f"The data of the ItemReader is no JSON: {error}") from None
        described = found.get("Contents") if isinstance(found, dict) else found
        if not isinstance(described, list):
            raise S3Failure("The data of the ItemReader is no list of objects")
        return iter(described)

    def has_bucket(self, bucket: str) -> bool:
        return True

    def put(self, bucket: str, key: str, content: Path) -> None:
        raise S3Failure("Nothing is written by a test")


def _named(members: Mapping[str, Any], field: str) -> bool:
    return field in members or f"{field}Path" in members
