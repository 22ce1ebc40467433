"""JSON values, and texts that have to be some."""

from __future__ import annotations

import pytest

from localaws.protocols.json_values import is_object


@pytest.mark.parametrize("text", ["{}", ' {"a": 1} '])
def test_an_object_is_one(text: str) -> None:
    assert is_object(text)


@pytest.mark.parametrize("text", ["", "[]", "1", "{", '{"a":' * 100_000])
def test_nothing_else_is(text: str) -> None:
    assert not is_object(text)
