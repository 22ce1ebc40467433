"""What a model forbids, at the very edge: the last value that it allows, and the first that it does not."""

from __future__ import annotations

import re
from typing import Any

import pytest
from botocore.model import ServiceModel

from localaws.protocols.constraints import problems

SHAPES = {
    "Name": {"type": "string", "min": 2, "max": 5},
    "Count": {"type": "integer", "min": 1, "max": 3},
    "Names": {"type": "list", "member": {"shape": "Any"}, "min": 1, "max": 2},
    "Labels": {"type": "map", "key": {"shape": "Name"}, "value": {"shape": "Name"}, "max": 1},
    "Any": {"type": "string"},
}
MODEL = ServiceModel({"metadata": {}, "shapes": SHAPES}, "a-service")


def broken(shape: str, value: Any) -> list[str]:
    return list(problems(MODEL.shape_for(shape), value, "a-service", "it"))


@pytest.mark.parametrize(
    ("shape", "value"),
    [
        ("Name", "ab"),
        ("Name", "abcde"),
        ("Count", 1),
        ("Count", 3),
        ("Names", ["a"]),
        ("Names", ["a", "b"]),
        ("Labels", {}),
        ("Labels", {"ab": "abcde"}),
    ],
)
def test_the_last_value_that_is_allowed_passes(shape: str, value: Any) -> None:
    assert broken(shape, value) == []


@pytest.mark.parametrize(
    ("shape", "value", "constraint"),
    [
        ("Name", "a", "length greater than or equal to 2"),
        ("Name", "abcdef", "length less than or equal to 5"),
        ("Count", 0, "value greater than or equal to 1"),
        ("Count", 4, "value less than or equal to 3"),
        ("Names", [], "length greater than or equal to 1"),
        ("Names", ["a", "b", "c"], "length less than or equal to 2"),
        ("Labels", {"ab": "ab", "cd": "cd"}, "length less than or equal to 1"),
        ("Labels", {"a": "ab"}, "Map keys .* length greater than or equal to 2"),
        ("Labels", {"ab": "abcdef"}, "Map value .* length less than or equal to 5"),
        ("Count", float("nan"), "value greater than"),
    ],
)
def test_the_first_value_that_is_not_is_refused(shape: str, value: Any, constraint: str) -> None:
    assert re.search(constraint, broken(shape, value)[0])
