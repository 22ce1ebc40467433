"""From items to the inputs of children."""

from __future__ import annotations

import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from localaws.stepfunctions.evaluation.failure import LARGEST, EvaluationFailure
from localaws.stepfunctions.evaluation.scope import Scope
from localaws.stepfunctions.language import machine
from localaws.stepfunctions.language.map import Map
from localaws.stepfunctions.map_runs import inputs
from localaws.stepfunctions.map_runs.inputs import Batching
from localaws.stepfunctions.map_runs.reading.item import Item

from .test_going import mapped


def read(**fields: Any) -> Map:
    found, problems = machine.read(json.dumps(mapped(**fields)))
    assert found is not None, problems
    state = found.branch.states["S"]
    assert isinstance(state, Map)
    return state


def made(state: Map, values: list[Any], data: Any = None) -> list[Any]:
    items = [Item(index, value) for index, value in enumerate(values)]
    scope = Scope(data, {"Execution": {"Name": "e"}}, {}, data)
    return [json.loads(child.input) for child in inputs.children(state, scope, items)]


def test_an_item_is_an_input() -> None:
    assert made(read(), ["é", None, {"a": [1]}]) == ["é", None, {"a": [1]}]


def test_an_item_is_selected_from_itself_its_context_and_the_input_of_the_state() -> None:
    selector = {
        "value.$": "$$.Map.Item.Value",
        "place.$": "$$.Map.Item.Index",
        "of.$": "$$.Execution.Name",
        "with.$": "$.with",
        "always": 1,
    }
    assert made(read(ItemSelector=selector), ["a"], {"with": 2}) == [
        {"value": "a", "place": 0, "of": "e", "with": 2, "always": 1}
    ]


def test_parameters_is_what_a_selector_was_called() -> None:
    assert made(read(Parameters={"v.$": "$$.Map.Item.Value"}), [1]) == [{"v": 1}]


def test_a_batch_has_as_many_items_as_it_may() -> None:
    state = read(ItemBatcher={"MaxItemsPerBatch": 2})
    assert made(state, [1, 2, 3]) == [{"Items": [1, 2]}, {"Items": [3]}]


def test_limits_may_be_given_by_the_input() -> None:
    batcher = {"MaxItemsPerBatchPath": "$.items", "MaxInputBytesPerBatchPath": "$.bytes"}
    state = read(ItemBatcher=batcher)
    found = made(state, ["aaaa"] * 3, {"items": 3, "bytes": len('{"Items":["aaaa","aaaa"]}')})
    assert [len(batch["Items"]) for batch in found] == [2, 1]


@pytest.mark.parametrize("most", [0, -1, 1.5, "many", None, {}], ids=str)
def test_a_limit_is_a_positive_integer(most: Any) -> None:
    state = read(ItemBatcher={"MaxItemsPerBatchPath": "$.items"})
    with pytest.raises(EvaluationFailure, match="MaxItemsPerBatch must be a positive integer"):
        made(state, [1], {"items": most})


def test_an_input_that_is_too_large_is_refused() -> None:
    assert len(made(read(), ["x" * (LARGEST - 2)])) == 1
    for state in (read(), read(ItemBatcher={"MaxItemsPerBatch": 2})):
        with pytest.raises(EvaluationFailure) as failure:
            made(state, [1, "x" * (LARGEST - 1)])
        assert failure.value.error == "States.DataLimitExceeded"
        assert "index 1" in failure.value.cause


@given(
    st.lists(st.text(max_size=20)),
    st.none() | st.integers(1, 5),
    st.integers(150, 400),
)
def test_batches_hold_every_item_in_order_and_never_too_much(
    values: list[str], most_items: int | None, most_bytes: int
) -> None:
    texts = [json.dumps(value, ensure_ascii=False) for value in values]
    batches = list(Batching(most_items, most_bytes, '{"Items":[').batches(texts))
    read = [json.loads(text)["Items"] for _, text in batches]
    assert [item for items in read for item in items] == values
    assert [count for count, _ in batches] == [len(items) for items in read]
    assert all(len(text.encode()) <= most_bytes for _, text in batches)
    assert all(count <= (most_items or len(values)) for count, _ in batches)
    for (count, text), following in zip(batches, read[1:], strict=False):
        more = len(json.dumps(following[0], ensure_ascii=False).encode()) + 1
        assert count == most_items or len(text.encode()) + more > most_bytes
