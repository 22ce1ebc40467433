"""The paths of the guide's table, what they yield, and what is none of them."""

from __future__ import annotations

import contextlib
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from localaws.jobs.transform.json_path import NotAPath, NothingThere, parse

DOCUMENT = {
    "id": 7,
    "a b": 8,
    "features": [10, 11, 12, 13, 14, 15],
    "deep": {"x": 1, "y": {"z": 2}},
    "rows": [{"v": 1}, {"v": 2}],
}


@pytest.mark.parametrize(
    ("path", "found"),
    [
        ("$", DOCUMENT),
        ("", DOCUMENT),
        ("$.id", 7),
        ("$['id']", 7),
        ('$["a b"]', 8),
        ("$.deep.y.z", 2),
        ("$.deep.*", [1, {"z": 2}]),
        ("$.deep['x','y']", {"x": 1, "y": {"z": 2}}),
        ("$.deep.['x', 'y']", {"x": 1, "y": {"z": 2}}),
        ("$['id','deep'].id", 7),
        ("$.features[1]", 11),
        ("$.features[-1]", 15),
        ("$.features[1,3,5]", [11, 13, 15]),
        ("$.features[0, -1]", [10, 15]),
        ("$.features[2:5]", [12, 13, 14]),
        ("$.features[:2]", [10, 11]),
        ("$.features[4:]", [14, 15]),
        ("$.features[-2:]", [14, 15]),
        ("$.features[9:]", []),
        ("$.features[*]", [10, 11, 12, 13, 14, 15]),
        ("$.rows[*].v", [1, 2]),
        ("$.rows[0].v", 1),
    ],
)
def test_what_a_path_yields(path: str, found: Any) -> None:
    assert parse(path).of(DOCUMENT) == found


@pytest.mark.parametrize(
    "text",
    [
        "id",
        ".id",
        "$id",
        "$.",
        "$..id",
        "$[",
        "$[]",
        "$[a]",
        "$[?(@.a)]",
        "$[1:2:3]",
        "$['a]",
        "$['a','b",
        "$.id ",
        "$[(1)]",
        "$.a()",
        "$[1,]",
        "$ ",
    ],
)
def test_what_is_no_path_is_said_to_be_none(text: str) -> None:
    with pytest.raises(NotAPath):
        parse(text)


@pytest.mark.parametrize(
    ("path", "why"),
    [
        ("$.nothing", "'nothing', which is not there"),
        ("$['id','nothing']", "'nothing'"),
        ("$.id.x", "a member of what is no object"),
        ("$.id[0]", "an element of what is no array"),
        ("$.id[0:]", "an element of what is no array"),
        ("$.id.*", "members of what has none"),
        ("$.features[6]", "index 6, and there are 6 values"),
        ("$.features[0,-7]", "index -7"),
    ],
)
def test_a_path_that_leads_nowhere_says_why(path: str, why: str) -> None:
    with pytest.raises(NothingThere, match=why):
        parse(path).of(DOCUMENT)


@pytest.mark.parametrize("path", ["$", "$[0]", "$[1,-1]", "$[1:]", "$[*]"])
def test_a_row_can_be_asked_by_index(path: str) -> None:
    assert parse(path).is_by_index


@pytest.mark.parametrize("path", ["$.a", "$['a']", "$[0][1]", "$[*].a"])
def test_and_not_by_name_or_more_deeply(path: str) -> None:
    assert not parse(path).is_by_index


@given(
    st.lists(st.integers(), max_size=8),
    st.none() | st.integers(-9, 9),
    st.none() | st.integers(-9, 9),
)
def test_a_slice_is_pythons(values: list[int], start: int | None, end: int | None) -> None:
    text = f"$[{'' if start is None else start}:{'' if end is None else end}]"
    assert parse(text).of(values) == values[start:end]


@given(st.text(max_size=63))
def test_any_text_is_a_path_or_is_refused(text: str) -> None:
    with contextlib.suppress(NotAPath):
        parse(text)
