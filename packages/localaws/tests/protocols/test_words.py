"""How AWS's messages are put."""

from __future__ import annotations

from typing import Any

import pytest

from localaws.protocols.words import joined, problem, spelled, summed_up


def test_members_have_a_small_first_letter() -> None:
    assert joined("", "RoleArn") == "roleArn"
    assert joined("target", "RoleArn") == "target.roleArn"


@pytest.mark.parametrize(
    ("value", "text"),
    [
        ({"a": [1, "x"], "b": {}}, "{a=[1, x], b={}}"),
        (b"abc", "java.nio.HeapByteBuffer[pos=0 lim=3 cap=3]"),
        ("x" * 1001, "x" * 1000),
    ],
)
def test_values_are_as_java_prints_them(value: Any, text: str) -> None:
    assert spelled(value) == text


def test_what_is_missing_is_null_without_quotes() -> None:
    assert problem(None, "name", "c") == "Value null at 'name' failed to satisfy constraint: c"
    assert problem("v", "name", "c") == "Value 'v' at 'name' failed to satisfy constraint: c"


def test_errors_are_counted() -> None:
    assert summed_up(["a"]) == "1 validation error detected: a"
    assert summed_up(["a", "b"]) == "2 validation errors detected: a; b"
