"""Which events a pattern matches; the cases are those of EventBridge's User Guide and their edges."""

from __future__ import annotations

import json
from typing import Any

import pytest

from localaws.events.pattern import Pattern
from localaws.events.pattern_operators import BadPattern


def matches(leaf: list[Any], *value: Any) -> bool:
    """Whether a field with that value, or none, matches."""
    detail = {"field": value[0]} if value else {"other": 1}
    pattern = Pattern(json.dumps({"detail": {"field": leaf}}))
    return pattern.matches(json.dumps({"source": "s", "detail": detail}))


@pytest.mark.parametrize(
    ("leaf", "value"),
    [
        (["a", "b"], "b"),
        (["a"], ["x", "a"]),
        ([None], None),
        ([""], ""),
        ([True], True),
        ([300], 300),
        ([{"prefix": "us-"}], "us-east-1"),
        ([{"prefix": {"equals-ignore-case": "EVENT"}}], "eventbridge"),
        ([{"suffix": ".png"}], "a.png"),
        ([{"suffix": {"equals-ignore-case": ".png"}}], "a.PnG"),
        ([{"equals-ignore-case": "alice"}], "ALICE"),
        ([{"wildcard": "dir/*.p*g"}], "dir/a/b.png"),
        ([{"wildcard": "a\\*b"}], "a*b"),
        ([{"anything-but": "initializing"}], "running"),
        ([{"anything-but": ["stopped", "overloaded"]}], "running"),
        ([{"anything-but": 123}], 456),
        ([{"anything-but": {"prefix": "init"}}], "running"),
        ([{"anything-but": {"suffix": [".txt", ".rtf"]}}], "a.png"),
        ([{"anything-but": {"equals-ignore-case": "x"}}], "y"),
        ([{"anything-but": {"wildcard": "*/lib/*"}}], "a/b"),
        ([{"numeric": [">", 0, "<=", 5]}], 5),
        ([{"numeric": ["=", 300]}], 300.0),
        ([{"cidr": "10.0.0.0/24"}], "10.0.0.255"),
        ([{"cidr": "2001:db8::/32"}], "2001:db8::1"),
        ([{"exists": True}], "anything"),
        (["x", {"numeric": [">", 1]}], 2),
    ],
)
def test_it_matches(leaf: list[Any], value: Any) -> None:
    assert matches(leaf, value)


@pytest.mark.parametrize(
    ("leaf", "value"),
    [
        (["a"], "A"),
        ([True], 1),
        ([1], True),
        ([1], "1"),
        ([300], 300.0),
        ([None], ""),
        ([{"prefix": "us-"}], "eu-us-"),
        ([{"wildcard": "a*b"}], "a"),
        ([{"wildcard": "a\\*b"}], "axb"),
        ([{"anything-but": ["stopped", "overloaded"]}], "stopped"),
        ([{"anything-but": {"prefix": "init"}}], "initializing"),
        ([{"numeric": [">", 0, "<=", 5]}], 6),
        ([{"numeric": [">", 0]}], "1"),
        ([{"numeric": ["=", 1]}], True),
        ([{"cidr": "10.0.0.0/24"}], "10.0.1.0"),
        ([{"cidr": "10.0.0.0/24"}], "no address"),
        ([{"exists": False}], "anything"),
        ([{"exists": True}], {"deeper": 1}),
    ],
)
def test_it_does_not_match(leaf: list[Any], value: Any) -> None:
    assert not matches(leaf, value)


def test_what_is_absent_matches_only_that_it_is_absent() -> None:
    assert matches([{"exists": False}])
    assert not matches([{"exists": True}])
    assert not matches([{"anything-but": "a"}])


def test_all_fields_have_to_match_and_one_branch_of_or() -> None:
    pattern = Pattern('{"a": ["1"], "$or": [{"b": ["2"]}, {"c": [{"exists": true}]}]}')
    assert pattern.matches('{"a": "1", "b": "2"}')
    assert pattern.matches('{"a": "1", "c": "x"}')
    assert not pattern.matches('{"a": "1"}')
    assert not pattern.matches('{"b": "2"}')


def test_one_object_of_a_list_has_to_match_whole() -> None:
    pattern = Pattern('{"tags": {"key": ["team"], "value": ["ml"]}}')
    assert pattern.matches('{"tags": [{"key": "x", "value": "y"}, {"key": "team", "value": "ml"}]}')
    assert not pattern.matches(
        '{"tags": [{"key": "team", "value": "y"}, {"key": "x", "value": "ml"}]}'
    )


@pytest.mark.parametrize(
    "text",
    [
        "",
        "[]",
        "{}",
        '{"a": "text"}',
        '{"a": []}',
        '{"a": {}}',
        '{"a": [{"like": "x"}]}',
        '{"a": [{"prefix": 1}]}',
        '{"a": [{"prefix": "x", "suffix": "y"}]}',
        '{"a": [{"exists": "yes"}]}',
        '{"a": [{"numeric": [">"]}]}',
        '{"a": [{"numeric": ["!", 1]}]}',
        '{"a": [{"numeric": [">", "1"]}]}',
        '{"a": [{"numeric": ["<", 5, ">", 1]}]}',
        '{"a": [{"numeric": [">", 5, "<", 5]}]}',
        '{"a": [{"numeric": [">", 1, ">", 2]}]}',
        '{"a": [{"cidr": "300.0.0.0/8"}]}',
        '{"a": [{"cidr": []}]}',
        '{"a": [{"anything-but": []}]}',
        '{"a": [{"anything-but": [null]}]}',
        '{"a": [{"anything-but": [1, "1"]}]}',
        '{"a": [{"anything-but": {"prefix": []}}]}',
        '{"a": [{"wildcard": "a**"}]}',
        '{"$or": []}',
        '{"a": [NaN]}',
        '{"a": [["x"]]}',
        '{"a":' * 100_000,
    ],
)
def test_what_is_no_pattern_is_refused_with_a_reason(text: str) -> None:
    with pytest.raises(BadPattern, match=r"."):
        Pattern(text)
