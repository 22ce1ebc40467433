from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from localaws.jobs.tuning.ranges import (
    BadRange,
    Categorical,
    Continuous,
    Integer,
    auto_scale,
    combinations,
    parse,
)


def continuous(low: str, high: str, **more: str) -> dict[str, Any]:
    item = {"Name": "x", "MinValue": low, "MaxValue": high, **more}
    return {"ContinuousParameterRanges": [item]}


def integer(low: str, high: str, **more: str) -> dict[str, Any]:
    return {"IntegerParameterRanges": [{"Name": "x", "MinValue": low, "MaxValue": high, **more}]}


def test_each_kind_is_read() -> None:
    structure = {
        "ContinuousParameterRanges": [
            {"Name": "eta", "MinValue": "0.1", "MaxValue": "0.5", "ScalingType": "Linear"}
        ],
        "IntegerParameterRanges": [{"Name": "depth", "MinValue": "1", "MaxValue": "10"}],
        "CategoricalParameterRanges": [{"Name": "method", "Values": ["exact", "hist"]}],
    }
    assert parse(structure) == (
        Continuous("eta", 0.1, 0.5, "Linear"),
        Integer("depth", 1, 10, "Linear"),
        Categorical("method", ("exact", "hist")),
    )


def test_combinations_are_counted_where_they_can_be() -> None:
    discrete = integer("1", "3") | {
        "CategoricalParameterRanges": [{"Name": "y", "Values": ["a", "b"]}]
    }
    assert combinations(parse(discrete)) == 6
    assert combinations(parse(discrete | continuous("1", "1", Name="z"))) is None


def test_a_range_of_one_value_is_a_range() -> None:
    assert parse(integer("3", "3")) == (Integer("x", 3, 3, "Linear"),)


@pytest.mark.parametrize(
    ("structure", "problem"),
    [
        (continuous("2", "1"), "The range of 'x' is empty: its MinValue 2 is greater"),
        (integer("2", "1"), "The range of 'x' is empty"),
        (continuous("nothing", "1"), "MinValue of the continuous range 'x' must be a number"),
        (continuous("0", "inf"), "MaxValue of the continuous range 'x' must be a number"),
        (continuous("1_0", "20"), "MinValue of the continuous range 'x' must be a number"),
        (continuous("0", "\uff12"), "MaxValue of the continuous range 'x' must be a number"),
        (continuous("-1.7e308", "1.7e308"), "is too wide: the difference of both must be"),
        (integer("0.5", "1"), "MinValue of the integer range 'x' must be a whole number"),
        (integer("1", ""), "MaxValue of the integer range 'x' must be a whole number, and is ''"),
        (continuous("0", "1", ScalingType="Logarithmic"), "needs values greater than 0"),
        (integer("-1", "1", ScalingType="Logarithmic"), "needs values greater than 0"),
        (continuous("0", "1", ScalingType="ReverseLogarithmic"), "a range within 0 <= x < 1"),
        (continuous("-0.1", "0.5", ScalingType="ReverseLogarithmic"), "a range within 0 <= x < 1"),
        (integer("0", "1", ScalingType="ReverseLogarithmic"), "is for continuous ranges"),
        (continuous("0", "1") | integer("0", "1"), "Hyperparameter 'x' has more than one range"),
        ({"CategoricalParameterRanges": [{"Name": "x", "Values": ["a", "a"]}]}, "must differ"),
    ],
)
def test_what_nothing_can_be_chosen_from_is_refused(
    structure: dict[str, Any], problem: str
) -> None:
    with pytest.raises(BadRange, match=problem):
        parse(structure)


@pytest.mark.parametrize(
    ("low", "high", "scale"),
    [
        (0.01, 1.0, "Logarithmic"),
        (0.011, 1.0, "Linear"),
        (0.0, 1000.0, "Linear"),
        (-1.0, 1000.0, "Linear"),
        (1, 100, "Logarithmic"),
    ],
)
def test_auto_is_logarithmic_from_two_orders_of_magnitude(
    low: float, high: float, scale: str
) -> None:
    assert auto_scale(low, high) == scale


@given(st.integers(-(10**9), 10**9), st.integers(0, 10**6), st.integers(-10, 10**6 + 10))
def test_a_range_of_integers_holds_what_lies_within(low: int, width: int, offset: int) -> None:
    assert Integer("x", low, low + width).holds(str(low + offset)) == (0 <= offset <= width)


def test_what_is_no_number_lies_in_no_range() -> None:
    assert not Continuous("x", 0, 1).holds("high")
    assert not Integer("x", 0, 1).holds("0.5")
    assert not Categorical("x", ("a",)).holds("b")
