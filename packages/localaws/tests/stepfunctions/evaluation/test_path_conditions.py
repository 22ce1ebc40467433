from __future__ import annotations

from typing import Any

import pytest

from localaws.stepfunctions.evaluation import path_conditions, paths
from localaws.stepfunctions.language import path_reader


def matching(condition: str, *items: Any) -> list[Any]:
    return list(paths.value(path_reader.read(f"$[?({condition})]"), list(items)))


@pytest.mark.parametrize(
    ("condition", "items", "those"),
    [
        ("@.a == 1", [{"a": 1}, {"a": 1.0}, {"a": True}, {}], [0, 1]),
        ("@.a == '1'", [{"a": 1}, {"a": "1"}], [0, 1]),
        ("@.a == true", [{"a": 1}, {"a": True}], [1]),
        ("@.a == null", [{"a": None}, {}], [0]),
        ("@.a != 1", [{"a": 1}, {"a": 2}, {}], [1, 2]),
        ("@.a < 'b'", [{"a": "a"}, {"a": 1}], [0]),
        ("@.a >= 2", [{"a": 2}, {"a": 3}, {"a": 1}], [0, 1]),
        ("@.a =~ /A.*/i", [{"a": "abc"}, {"a": "ba"}], [0]),
        ("@.a =~ /1\\d/", [{"a": 12}, {"a": 2}], [0]),
        ("@.a nin ['x']", [{"a": "x"}, {"a": "y"}, {}], [1, 2]),
        ("@.a subsetof ['x', 'y']", [{"a": ["x"]}, {"a": ["z"]}], [0]),
        ("@.a anyof ['x']", [{"a": ["x", "z"]}, {"a": []}], [0]),
        ("@.a noneof ['x']", [{"a": ["x", "z"]}, {"a": []}], [1]),
        ("@.a contains 'b'", [{"a": "abc"}, {"a": ["b"]}, {"a": "x"}], [0, 1]),
        ("@.a empty true", [{"a": ""}, {"a": [1]}], [0]),
        ("@.a.b", [{"a": {"b": None}}, {"a": 1}], [0]),
        ("!(@.a == 1 || @.a == 2)", [{"a": 1}, {"a": 3}], [1]),
    ],
)
def test_a_condition_holds_for(condition: str, items: list[Any], those: list[int]) -> None:
    assert matching(condition, *items) == [items[n] for n in those]


def test_the_item_alone_is_not_compared_where_it_is_a_scalar() -> None:
    assert matching("@ > 1", 1, 2, 3) == []


def test_a_regular_expression_that_would_take_for_ever_does_not_match(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(path_conditions, "_SECONDS", 0.1)
    assert matching("@.a =~ /(a|aa)+$/", {"a": "a" * 60 + "b"}) == []
