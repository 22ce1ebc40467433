"""Each constraint of a model at its edge: the last value that keeps it and the first that does not."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

import pytest
from botocore.model import ShapeResolver

from localaws.protocols.constraints import problems

SHAPES = {
    "Text": {"type": "string", "min": 2, "max": 4, "pattern": "[a-z]+"},
    "Colour": {"type": "string", "enum": ["red", "blue"]},
    "Count": {"type": "integer", "min": 1, "max": 9},
    "Share": {"type": "float", "min": 0, "max": 1},
    "Bytes": {"type": "blob", "max": 2},
    "Flag": {"type": "boolean", "box": True},
    "When": {"type": "timestamp"},
    "Texts": {"type": "list", "member": {"shape": "Text"}, "min": 1, "max": 2},
    "Map": {"type": "map", "key": {"shape": "Text"}, "value": {"shape": "Count"}, "max": 1},
    "Inner": {"type": "structure", "required": ["Text"], "members": {"Text": {"shape": "Text"}}},
    "Inners": {"type": "map", "key": {"shape": "Text"}, "value": {"shape": "Inner"}},
    "Token": {"type": "string", "min": 1},
    "Secret": {"type": "string", "max": 4, "sensitive": True},
    "Secrets": {"type": "map", "key": {"shape": "Text"}, "value": {"shape": "Secret"}},
    "Variables": {
        "type": "map",
        "key": {"shape": "Text"},
        "value": {"shape": "Token"},
        "sensitive": True,
    },
    "All": {
        "type": "structure",
        "required": ["Text", "Token"],
        "members": {
            "Text": {"shape": "Text"},
            "Token": {"shape": "Token", "idempotencyToken": True},
            "Texts": {"shape": "Texts"},
            "Inner": {"shape": "Inner"},
        },
    },
}


def broken(shape: str, value: Any, service: str = "events", unread: str = "") -> list[str]:
    model = ShapeResolver(SHAPES).get_shape_by_name(shape)
    return list(problems(model, value, service, "it", unread))


@pytest.mark.parametrize(
    ("shape", "value"),
    [
        ("Text", "ab"),
        ("Text", "abcd"),
        ("Colour", "blue"),
        ("Count", 1),
        ("Count", 9),
        ("Share", 0.0),
        ("Share", 1.0),
        ("Bytes", b"ab"),
        ("Flag", True),
        ("When", datetime(2026, 1, 2, tzinfo=UTC)),
        ("Texts", ["ab"]),
        ("Texts", ["ab", "cd"]),
        ("Map", {"ab": 1}),
        ("Inners", {"ab": {"Text": "ab"}}),
    ],
)
def test_what_is_within_passes(shape: str, value: Any) -> None:
    assert broken(shape, value) == []


@pytest.mark.parametrize(
    ("shape", "value", "said"),
    [
        ("Text", "a", "'a' at 'it' {}: Member must have length greater than or equal to 2"),
        ("Text", "abcde", "'abcde' at 'it' {}: Member must have length less than or equal to 4"),
        ("Text", "ab1", "'ab1' at 'it' {}: Member must satisfy regular expression pattern: [a-z]+"),
        (
            "Text",
            "ab\n",
            "'ab\n' at 'it' {}: Member must satisfy regular expression pattern: [a-z]+",
        ),
        ("Token", "", "'' at 'it' {}: Member must have length greater than or equal to 1"),
        ("Colour", "Red", "'Red' at 'it' {}: Member must satisfy enum value set: [red, blue]"),
        ("Count", 0, "'0' at 'it' {}: Member must have value greater than or equal to 1"),
        ("Count", 10, "'10' at 'it' {}: Member must have value less than or equal to 9"),
        ("Share", 1.01, "'1.01' at 'it' {}: Member must have value less than or equal to 1"),
        (
            "Bytes",
            b"abc",
            "'java.nio.HeapByteBuffer[pos=0 lim=3 cap=3]' at 'it' {}: "
            "Member must have length less than or equal to 2",
        ),
        ("Texts", [], "'[]' at 'it' {}: Member must have length greater than or equal to 1"),
        (
            "Texts",
            ["ab", "a"],
            "'a' at 'it.2.member' {}: Member must have length greater than or equal to 2",
        ),
        (
            "Map",
            {"a": 1},
            "'{{a=1}}' at 'it' {}: Map keys must satisfy constraint: "
            "[Member must have length greater than or equal to 2]",
        ),
        (
            "Map",
            {"ab": 10},
            "'{{ab=10}}' at 'it' {}: Map value must satisfy constraint: "
            "[Member must have value less than or equal to 9]",
        ),
        ("Inners", {"ab": {}}, "null at 'it.ab.member.text' {}: Member must not be null"),
    ],
)
def test_what_is_just_without_is_named_in_aws_s_words(shape: str, value: Any, said: str) -> None:
    assert broken(shape, value) == ["Value " + said.format("failed to satisfy constraint")]


def test_no_number_is_within_no_bounds() -> None:
    assert len(broken("Share", float("nan"))) == 2


def test_a_missing_member_is_named_and_a_token_is_filled_in() -> None:
    [missing] = broken("All", {})
    assert missing.startswith("Value null at 'it.text' ")


def test_a_member_that_is_a_stream_is_there() -> None:
    assert broken("All", {}, unread="Text") == []


def test_every_broken_constraint_is_told() -> None:
    assert len(broken("All", {"Text": "A", "Texts": ["A"], "Inner": {}})) == 5


@pytest.mark.parametrize(
    ("shape", "value"),
    [
        ("Secret", "hunter2"),
        ("Secrets", {"ab": "hunter2"}),
        ("Secrets", {"A": "hunter2"}),
        ("Variables", {"A": "hunter2"}),
    ],
)
def test_what_is_sensitive_is_not_repeated(shape: str, value: Any) -> None:
    (said, *_) = broken(shape, value)
    assert said.startswith("Value at 'it' failed to satisfy constraint: M")
    assert "hunter2" not in said


def test_s3_s_lengths_and_patterns_are_its_own_affair() -> None:
    assert broken("Text", "A", service="s3") == []
    assert broken("Colour", "green", service="s3") != []
