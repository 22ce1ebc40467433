from __future__ import annotations

from typing import Any

import pytest

from localaws.stepfunctions.evaluation import path_functions


@pytest.mark.parametrize(
    ("name", "operand", "gives"),
    [
        ("length", [1, 2], 2),
        ("length", {"a": 1}, 1),
        ("length", "text", None),
        ("keys", {"a": 1, "b": 2}, ["a", "b"]),
        ("keys", [1], None),
        ("min", [3, 1, "x", True], 1.0),
        ("max", [3, 1], 3.0),
        ("sum", [1, 2.5], 3.5),
        ("avg", [1, 2], 1.5),
        ("stddev", [2, 4], 1.0),
    ],
)
def test_a_function_gives(name: str, operand: Any, gives: Any) -> None:
    assert path_functions.value(name, operand) == gives


@pytest.mark.parametrize("operand", [[], ["x"], "x", None])
def test_without_a_number_there_is_nothing_to_reckon_with(operand: Any) -> None:
    with pytest.raises(path_functions.Empty, match="empty array"):
        path_functions.value("sum", operand)
