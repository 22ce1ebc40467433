"""Items of JSON texts."""

from __future__ import annotations

import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from localaws.stepfunctions.map_runs.reading import json_items
from localaws.stepfunctions.map_runs.reading.item import Unreadable

JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(),
    lambda inner: st.lists(inner) | st.dictionaries(st.text(), inner),
    max_leaves=8,
)


def test_an_array_has_elements_and_an_object_members() -> None:
    assert list(json_items.of_text("[1, [2]]")) == [(None, 1), (None, [2])]
    assert list(json_items.of_text('{"a": 1, "b": null}')) == [("a", 1), ("b", None)]


@pytest.mark.parametrize("text", ["1", '"a"', "null", "true"])
def test_nothing_else_has_items(text: str) -> None:
    with pytest.raises(Unreadable, match="Attempting to map over non-iterable node"):
        json_items.of_text(text)


@pytest.mark.parametrize("text", ["", "[1,", "not JSON", "[NaN]"])
def test_what_is_no_json_is_refused_with_its_place(text: str) -> None:
    with pytest.raises(Unreadable, match="line 1, column"):
        json_items.of_text(text)


def test_a_pointer_says_where_the_items_are() -> None:
    text = '{"a/b": [{"c": [1, 2]}], "~": {"x": 1}}'
    assert [value for _, value in json_items.of_text(text, "/a~1b/0/c")] == [1, 2]
    assert list(json_items.of_text(text, "/~0")) == [("x", 1)]
    assert len(list(json_items.of_text(text, ""))) == 2


@pytest.mark.parametrize("pointer", ["/none", "/a/7", "/a/b", "/a/0/x"])
def test_a_pointer_may_lead_nowhere(pointer: str) -> None:
    with pytest.raises(Unreadable, match="leads nowhere"):
        json_items.of_text('{"a": [1]}', pointer)


def test_each_line_is_an_item_but_blank_ones() -> None:
    assert list(json_items.of_lines(['{"a": 1}\n', "\n", "  \n", "2"])) == [{"a": 1}, 2]


def test_a_line_that_is_no_json_is_named() -> None:
    with pytest.raises(Unreadable, match="line 2"):
        list(json_items.of_lines(["1\n", "{\n"]))


@given(st.lists(JSON))
def test_lines_hold_any_values(values: list[Any]) -> None:
    assert list(json_items.of_lines(json.dumps(value) for value in values)) == values


@given(JSON, st.lists(st.text() | st.integers(0, 3)))
def test_a_pointer_leads_somewhere_or_is_refused(value: Any, steps: list[Any]) -> None:
    pointer = "/" + "/".join(str(step).replace("~", "~0").replace("/", "~1") for step in steps)
    try:
        found = json_items.at(value, pointer)
    except Unreadable:
        return
    assert json.dumps(found) in json.dumps(value)
