"""Columns by their commas are those that the path yields of the fields."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from localaws.jobs.transform.columns import columns
from localaws.jobs.transform.fields import fields, row
from localaws.jobs.transform.json_path import NothingThere, parse

bounds = st.none() | st.integers(-5, 5)
indexes = st.lists(st.integers(-5, 5), min_size=1, max_size=4).map(
    lambda numbers: f"$[{','.join(map(str, numbers))}]"
)
slices = st.tuples(bounds, bounds).map(
    lambda ends: f"$[{':'.join('' if end is None else str(end) for end in ends)}]"
)
rows = st.lists(st.text("ab 1.é", max_size=3), min_size=1, max_size=8).map(",".join)


@given(indexes | slices, rows)
def test_they_are_those_of_the_path(path: str, text: str) -> None:
    made = columns(parse(path))
    found = made and made.of(text.encode())
    if found is not None:
        expected = parse(path).of(fields(text))
        assert found.decode() == row(expected if isinstance(expected, list) else [expected])


@pytest.mark.parametrize(
    ("path", "found"),
    [
        ("$[1:]", b"b,c,d"),
        ("$[:-1]", b"a,b,c"),
        ("$[1:-1]", b"b,c"),
        ("$[1:3]", b"b,c"),
        ("$[-2:]", b"c,d"),
        ("$[-3:-1]", b"b,c"),
        ("$[0]", b"a"),
        ("$[-1]", b"d"),
        ("$[0,-1]", b"a,d"),
        ("$[0,1,-1,-2]", b"a,b,d,c"),
        ("$[2,0,2]", b"c,a,c"),
        ("$[-1,-3]", b"d,b"),
    ],
)
def test_what_is_usual_is_had_so(path: str, found: bytes) -> None:
    made = columns(parse(path))
    assert made is not None
    assert made.of(b"a,b,c,d") == found


@pytest.mark.parametrize(
    "path",
    [
        "$",
        "$[*]",
        "$[:]",
        "$[2:2]",
        "$[-1:2]",
        "$[-2:0]",
        "$[-5:1]",
        "$[999999999]",
        "$[-999999999:]",
    ],
)
def test_what_is_not_settled_by_counting_is_left_to_the_path(path: str) -> None:
    assert columns(parse(path)) is None


@pytest.mark.parametrize("text", [b'a,"b",c', b"a"])
def test_what_is_in_quotes_or_too_short_is_left_to_the_path(text: bytes) -> None:
    made = columns(parse("$[0,-1]"))
    assert made is not None
    assert made.of(text) is None
    with pytest.raises(NothingThere):
        parse("$[3]").of(["a"])
