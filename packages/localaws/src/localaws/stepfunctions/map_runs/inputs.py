"""From items to the inputs of child executions: ItemSelector, then ItemBatcher."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from typing import Any

from localaws.stepfunctions.evaluation import templates
from localaws.stepfunctions.evaluation.failure import (
    DATA_LIMIT,
    LARGEST,
    RUNTIME,
    EvaluationFailure,
)
from localaws.stepfunctions.evaluation.scope import Scope
from localaws.stepfunctions.language.expression import Template
from localaws.stepfunctions.language.json_text import write
from localaws.stepfunctions.language.map import Map
from localaws.stepfunctions.map_runs.numbers import number
from localaws.stepfunctions.map_runs.reading.item import Item
from localaws.stepfunctions.map_runs.record import Child


def children(state: Map, scope: Scope, items: Iterable[Item]) -> Iterator[Child]:
    """The children that the items make.

    Raises:
        EvaluationFailure: while they are made: an expression has no value, or an input is too large.
    """
    texts = (write(selected(state, scope, item)) for item in items)
    if state.batcher is None:
        for index, text in enumerate(texts):
            _check(text, index)
            yield Child(index, 1, text)
        return
    batching = Batching.of(state, scope)
    for index, (count, text) in enumerate(batching.batches(texts)):
        yield Child(index, count, text)


def selected(state: Map, scope: Scope, item: Item) -> Any:
    """An item as ItemSelector makes it; ``Parameters`` is what it was called once."""
    template = state.selector if state.selector is not None else state.flow.parameters
    if template is None:
        return item.value
    context = {**scope.context, "Map": {"Item": item.context}}
    return templates.value(template, replace(scope, context=context))


@dataclass(frozen=True)
class Batching:
    """``shared``: what stands before a batch's items, as the JSON text of an object that is left open."""

    most_items: int | None
    most_bytes: int
    shared: str

    @classmethod
    def of(cls, state: Map, scope: Scope) -> Batching:
        """The limits of a state's ItemBatcher, evaluated.

        Raises:
            EvaluationFailure: one is none.
        """
        batcher = state.batcher
        assert batcher is not None
        shared = "{"
        if batcher.batch_input is not None:
            shared += f'"BatchInput":{write(templates.value(batcher.batch_input, scope))},'
        most_bytes = _limit(batcher.max_bytes, scope, "MaxInputBytesPerBatch")
        return cls(
            _limit(batcher.max_items, scope, "MaxItemsPerBatch"),
            min(most_bytes or LARGEST, LARGEST),
            shared + '"Items":[',
        )

    def batches(self, texts: Iterable[str]) -> Iterator[tuple[int, str]]:
        """Batches as large as both limits allow: how many items, and the input's text.

        Raises:
            EvaluationFailure: while they are made, where one item alone is too large.
        """
        empty = len(self.shared.encode()) + len("]}")
        batch: list[str] = []
        size = empty
        for index, text in enumerate(texts):
            more = len(text.encode()) + 1
            full = len(batch) == self.most_items or size + more - 1 > self.most_bytes
            if batch and full:
                yield len(batch), self._written(batch)
                batch, size = [], empty
            if size + more - 1 > self.most_bytes:
                raise _too_large(index)
            batch.append(text)
            size += more
        if batch:
            yield len(batch), self._written(batch)

    def _written(self, batch: list[str]) -> str:
        return f"{self.shared}{','.join(batch)}]}}"


def _limit(template: Template | None, scope: Scope, name: str) -> int | None:
    if template is None:
        return None
    try:
        found = number(template, scope)
    except ValueError:
        found = 0.0
    if found < 1 or not found.is_integer():
        raise EvaluationFailure(RUNTIME, f"{name} must be a positive integer.")
    return int(found)


def _check(text: str, index: int) -> None:
    if len(text) > LARGEST // 4 and len(text.encode()) > LARGEST:
        raise _too_large(index)


def _too_large(index: int) -> EvaluationFailure:
    return EvaluationFailure(
        DATA_LIMIT,
        f"The input of a child execution, made from the item at index {index}, exceeds the maximum "
        "number of bytes service limit.",
    )
