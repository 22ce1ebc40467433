from __future__ import annotations

import json
from contextlib import suppress
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from localaws.stepfunctions.evaluation import intrinsics, paths
from localaws.stepfunctions.evaluation.intrinsics import IntrinsicFailure
from localaws.stepfunctions.language import intrinsic
from localaws.stepfunctions.language.intrinsic import ARGUMENTS

SCALARS = (
    st.none()
    | st.booleans()
    | st.integers()
    | st.floats(allow_nan=False, allow_infinity=False)
    | st.text()
)
JSON: st.SearchStrategy[Any] = st.recursive(
    SCALARS,
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(), inner, max_size=4),
    max_leaves=8,
)


def value(text: str, data: Any = None) -> Any:
    return intrinsics.value(intrinsic.read(text), lambda path: paths.value(path, data))


def test_functions_are_evaluated_from_inside() -> None:
    assert value("States.ArrayLength(States.Array(1, $.a))", {"a": 2}) == 2


def test_a_failure_within_is_the_failure_of_the_whole() -> None:
    with pytest.raises(IntrinsicFailure, match="index 3 is outside of the array of 1"):
        value("States.Format('{}', States.ArrayGetItem($.a, 3))", {"a": [1]})


@given(st.sampled_from(sorted(ARGUMENTS)), st.lists(JSON, min_size=3, max_size=3))
@settings(max_examples=40)
def test_any_arguments_give_json_or_a_failure(name: str, given: list[Any]) -> None:
    """Never an exception of Python's, whatever the data holds."""
    least, most = ARGUMENTS[name]
    for count in range(least, min(most, 3) + 1):
        call = f"{name}({', '.join(f'$[{n}]' for n in range(count))})"
        with suppress(IntrinsicFailure):
            json.dumps(value(call, given))


@given(JSON)
@settings(max_examples=40)
def test_json_goes_into_a_string_and_back(data: Any) -> None:
    assert value("States.StringToJson(States.JsonToString($))", data) == data


@given(st.text(max_size=200))
def test_base64_goes_there_and_back(text: str) -> None:
    assert value("States.Base64Decode(States.Base64Encode($))", text) == text


@given(st.lists(JSON, max_size=9), st.integers(1, 5))
@settings(max_examples=40)
def test_partitions_hold_all_in_order(items: list[Any], size: int) -> None:
    chunks = value("States.ArrayPartition($.items, $.size)", {"items": items, "size": size})
    assert [item for chunk in chunks for item in chunk] == items
    assert all(len(chunk) == size for chunk in chunks[:-1])


@given(st.lists(JSON, max_size=9))
@settings(max_examples=40)
def test_unique_elements_are_of_the_array_and_unlike_each_other(items: list[Any]) -> None:
    unique = value("States.ArrayUnique($)", items)
    assert all(value("States.ArrayContains($.u, $.i)", {"u": unique, "i": item}) for item in items)
    assert value("States.ArrayUnique($)", unique) == unique


@given(st.integers(-99, 99), st.integers(1, 99))
def test_a_random_number_lies_between_its_bounds(first: int, more: int) -> None:
    found = value("States.MathRandom($.from, $.to)", {"from": first, "to": first + more})
    assert first <= found < first + more


def test_the_same_seed_gives_the_same_number() -> None:
    assert value("States.MathRandom(1, 1000000, 7)") == value("States.MathRandom(1, 1000000, 7)")


def test_an_identifier_is_new_each_time() -> None:
    assert value("States.UUID()") != value("States.UUID()")
    assert len(value("States.UUID()")) == 36


def test_what_is_longer_than_ten_thousand_characters_is_not_encoded_decoded_or_hashed() -> None:
    for call in ("Base64Encode($)", "Base64Decode($)", "Hash($, 'MD5')"):
        with pytest.raises(IntrinsicFailure, match="more than 10000 characters"):
            value(f"States.{call}", "x" * 10_001)
