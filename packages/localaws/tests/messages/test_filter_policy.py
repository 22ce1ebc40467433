"""What filter policies of subscriptions let through."""

from __future__ import annotations

import json
from typing import Any

import pytest

from localaws.events.pattern import compiled
from localaws.messages.filter_policy import check, passes


def text(value: str) -> dict[str, str]:
    return {"Type": "String", "Value": value}


def number(value: str) -> dict[str, str]:
    return {"Type": "Number", "Value": value}


def listed(*values: Any) -> dict[str, str]:
    return {"Type": "String.Array", "Value": json.dumps(values)}


@pytest.mark.parametrize(
    ("policy", "attribute", "expected"),
    [
        (["a", "b"], text("b"), True),
        (["a"], text("A"), False),
        ([{"equals-ignore-case": "a"}], text("A"), True),
        ([{"prefix": "ab"}], text("abc"), True),
        ([{"suffix": "bc"}], text("abc"), True),
        ([{"wildcard": "a*c"}], text("abbc"), True),
        ([{"anything-but": ["a"]}], text("b"), True),
        ([{"anything-but": ["a"]}], text("a"), False),
        ([{"anything-but": {"prefix": "a"}}], text("ab"), False),
        ([{"cidr": "10.0.0.0/24"}], text("10.0.0.7"), True),
        ([100], number("100"), True),
        ([100], number("100.0"), True),
        ([100.5], number("100.50"), True),
        ([{"numeric": [">", 1, "<=", 5]}], number("5"), True),
        ([{"numeric": ["=", 5]}], number("6"), False),
        (["rugby"], listed("rugby", "tennis"), True),
        ([{"anything-but": ["rugby"]}], listed("rugby", "tennis"), True),
        ([{"anything-but": ["rugby"]}], listed("rugby"), False),
        ([True], listed(True), True),
        ([{"exists": True}], text("x"), True),
        ([{"exists": False}], text("x"), False),
        (["x"], {"Type": "Binary", "Value": "eA=="}, False),
    ],
)
def test_an_attribute(policy: list[Any], attribute: dict[str, str], expected: bool) -> None:
    assert passes({"kind": policy}, None, {"kind": attribute}, "", compiled) is expected


def test_all_attributes_have_to_match_and_one_of_an_or() -> None:
    policy = {"a": ["1"], "b": ["2"]}
    assert not passes(policy, None, {"a": text("1")}, "", compiled)
    either = {"$or": [{"a": ["1"]}, {"b": ["2"]}]}
    assert passes(either, None, {"b": text("2")}, "", compiled)
    assert not passes(either, None, {"b": text("3")}, "", compiled)


def test_an_attribute_that_is_not_there() -> None:
    assert passes({"kind": [{"exists": False}]}, None, {}, "", compiled)
    assert not passes({"kind": [{"anything-but": ["a"]}]}, None, {}, "", compiled)


@pytest.mark.parametrize(
    ("body", "expected"),
    [
        ('{"order": {"total": 10.0}}', True),
        ('{"order": {"total": 11}}', False),
        ("no json", False),
        ("[1]", False),
    ],
)
def test_a_body(body: str, expected: bool) -> None:
    assert passes({"order": {"total": [10]}}, "MessageBody", {}, body, compiled) is expected


def test_no_policy_lets_everything_through() -> None:
    assert passes({}, None, {}, "x", compiled)
    check({}, compiled)


def test_what_is_no_policy() -> None:
    with pytest.raises(ValueError, match="Unrecognized match type"):
        check({"a": [{"like": "x"}]}, compiled)
