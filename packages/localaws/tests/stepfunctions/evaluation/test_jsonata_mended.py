"""What the library would do otherwise: build without bound, take for ever, lose a null, ask the machine's clock."""

from __future__ import annotations

from typing import Any

import pytest

from localaws.stepfunctions.evaluation import jsonata
from localaws.stepfunctions.evaluation.jsonata import NoValue


@pytest.mark.parametrize(
    "expression",
    ["$pad('x', 1000000000)", "$pad('x', -1e300)", "$join($map([1..1000], function() { $x }))"],
)
def test_what_would_be_too_large_is_not_built(expression: str) -> None:
    with pytest.raises(NoValue, match="Expression evaluation memory limit exceeded"):
        jsonata.value(expression, {"x": "x" * 10_000})


@pytest.mark.parametrize(
    ("expression", "found"),
    [
        ("$pad('x', -3, '#')", "##x"),
        ("'x' ~> $pad(3)", "x  "),
        ("$join(['a', 'b'], '-')", "a-b"),
        ("$join('a')", "a"),
        ("$distinct([1, 1.0, true, '1', null, null])", [1, True, "1", None]),
        ("$distinct([[1], [1], {'a': 1, 'b': 2}, {'b': 2, 'a': 1}])", [[1], {"a": 1, "b": 2}]),
        ("$distinct('a')", "a"),
        ("$count($distinct([1..50000]))", 50_000),
    ],
)
def test_they_do_what_jsonata_says(expression: str, found: Any) -> None:
    assert jsonata.value(expression, {}) == found


def test_a_transform_keeps_nulls() -> None:
    found = jsonata.value("$x ~> |a|{'c': 1}|", {"x": {"a": {"b": None}, "d": [None]}})
    assert found == {"a": {"b": None, "c": 1}, "d": [None]}


def test_a_transform_leaves_what_it_is_given() -> None:
    given = {"a": {"b": 1}}
    assert jsonata.value("[$x ~> |a|{'b': 2}|, $x]", {"x": given}) == [{"a": {"b": 2}}, given]


def test_the_time_is_the_clock_s() -> None:
    found = jsonata.value("[$now(), $now('[Y]'), $millis()]", {}, 1_000_000_000.0)
    assert found == ["2001-09-09T01:46:40.000Z", "2001", 1_000_000_000_000]
