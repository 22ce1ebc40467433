from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from localaws.stepfunctions.evaluation import paths
from localaws.stepfunctions.evaluation.paths import NotApplicable, NothingThere
from localaws.stepfunctions.language import path_reader
from localaws.stepfunctions.language.path import Index, Member, Path, Root

NAMES = st.text(st.characters(codec="utf-8", exclude_characters="'\\"), min_size=1, max_size=8)
JSON: st.SearchStrategy[Any] = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=5),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(NAMES, inner, max_size=4),
    max_leaves=12,
)


def found(text: str, start: Any) -> Any:
    return paths.value(path_reader.read(text), start)


def test_a_definite_path_gives_its_one_value() -> None:
    assert found("$.a[0].b", {"a": [{"b": 1}]}) == 1


@pytest.mark.parametrize(
    ("path", "start", "says"),
    [
        ("$.a", {}, "No results for path: $['a']"),
        ("$.a.b.c", {"a": {}}, "Missing property in path $['a']['b']"),
        ("$.a[3]", {"a": [1]}, "No results for path: $['a'][3]"),
        ("$.a.b", {"a": None}, "but found 'null'"),
        ("$.a.b", {"a": [1]}, "but found 'net.minidev.json.JSONArray'"),
        ("$.a[0]", {"a": None}, "The path $['a'] is null"),
        ("$.a[0]", {"a": {"b": [1]}}, "can only be applied to arrays. Current context is: {b=[1]}"),
    ],
)
def test_a_definite_path_that_leads_nowhere_says_so_in_jayways_words(
    path: str, start: Any, says: str
) -> None:
    with pytest.raises(NothingThere) as failure:
        found(path, start)
    assert says in str(failure.value)


def test_an_index_into_no_array_is_told_apart() -> None:
    with pytest.raises(NotApplicable):
        found("$.a[0]", {"a": 1})


def test_everything_below_is_found_in_the_order_of_jayway() -> None:
    data = {"x": 1, "a": {"x": 2, "b": [{"x": 3}]}, "c": [[{"x": 4}]]}
    assert found("$..x", data) == [1, 2, 3, 4]


def test_a_filter_below_everything_gives_each_object_once() -> None:
    data = {"a": [{"n": 1}, {"n": 5}], "n": 9}
    assert found("$..[?(@.n > 2)].n", data) == [9, 5]


def test_the_first_step_that_leads_nowhere_is_named() -> None:
    path = path_reader.read("$.a.b.c")
    assert paths.first_missing(path, {"a": {}}) == "b"


@given(JSON, st.data())
@settings(max_examples=40)
def test_every_value_is_found_by_its_own_path(start: Any, data: st.DataObject) -> None:
    """Go down at random, and note the way."""
    here, steps = start, []
    while isinstance(here, dict | list) and here and data.draw(st.booleans()):
        if isinstance(here, dict):
            name = data.draw(st.sampled_from(sorted(here)))
            steps.append(Member((name,)))
            here = here[name]
        else:
            index = data.draw(st.integers(-len(here), len(here) - 1))
            steps.append(Index((index,)))
            here = here[index]
    path = Path("", Root.DATA, tuple(steps))
    assert paths.value(path_reader.read(path.normalised), start) == here


@given(JSON)
@settings(max_examples=40)
def test_an_indefinite_path_always_gives_a_list(start: Any) -> None:
    for path in ("$..*", "$[*]", "$..a", "$[1:]", "$[?(@.a)]"):
        assert isinstance(found(path, start), list)


@given(st.lists(st.integers(), max_size=8), st.integers(-10, 10))
def test_a_slice_with_one_bound_is_pythons(items: list[int], bound: int) -> None:
    assert found(f"$[{bound}:]", items) == items[bound:]
    assert found(f"$[:{bound}]", items) == items[:bound]


def test_a_deep_document_is_no_matter() -> None:
    deep: Any = {"x": 1}
    for _ in range(5000):
        deep = {"a": deep}
    assert found("$..x", deep) == [1]
