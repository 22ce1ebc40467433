from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from localaws.stepfunctions.evaluation import jsonata
from localaws.stepfunctions.evaluation.jsonata import NoValue


def value(expression: str, **variables: Any) -> Any:
    return jsonata.value(expression, variables)


@given(st.lists(st.integers(-(2**53), 2**53), min_size=1, max_size=20), st.integers(1, 6))
def test_partitions_hold_all_in_order(items: list[int], size: int) -> None:
    chunks = value("$partition($items, $size)", items=items, size=size)
    assert [item for chunk in chunks for item in chunk] == items


@given(st.integers(-50, 50), st.integers(-50, 50), st.integers(-9, 9).filter(bool))
def test_a_range_is_pythons_with_its_end(first: int, last: int, step: int) -> None:
    whole = list(range(first, last + (1 if step > 0 else -1), step))
    found = value("$append([], $range($a, $b, $c))", a=first, b=last, c=step)
    assert found == whole


def test_numbers_are_cut_off_and_not_rounded() -> None:
    assert value("$range(-1.2, 2.8, 1.9)") == [-1, 0, 1, 2]


@pytest.mark.parametrize(
    "nothing",
    ["$range(1, 3)", "$range(1, 3, 0)", "$partition([1], 0)", "$hash('a')", "$parse($x)"],
)
def test_what_has_no_meaning_is_undefined(nothing: str) -> None:
    with pytest.raises(NoValue, match="undefined"):
        value(nothing)


@pytest.mark.parametrize(
    ("wrong", "at"),
    [("$range(1, 'b', 1)", 2), ("$range(1,2,3,4)", 4), ("$hash('a', 'X')", 2), ("$parse(1)", 1)],
)
def test_an_argument_of_another_type_is_named(wrong: str, at: int) -> None:
    with pytest.raises(NoValue, match=f"T0410: Argument {at} of function"):
        value(wrong)


@given(st.integers())
def test_a_seed_gives_one_number(seed: int) -> None:
    found = value("$random($s)", s=seed)
    assert found == value("$random($s)", s=seed)
    assert 0 <= found < 1


def test_hash_of_what_is_no_string_is_of_its_json() -> None:
    assert value("$hash({'a': null}, 'MD5')") == value("$hash('{\"a\":null}', 'MD5')")
