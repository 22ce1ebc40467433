from __future__ import annotations

import statistics

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from localaws.jobs.tuning.ranges import Categorical, Continuous, Integer, Range, Scale
from localaws.jobs.tuning.search import Method, Observation, suggested

X = Continuous("x", 0.0, 10.0)
MIXED: tuple[Range, ...] = (
    Continuous("rate", 1e-5, 1.0, "Logarithmic"),
    Continuous("momentum", 0.0, 0.999, "ReverseLogarithmic"),
    Integer("depth", 1, 10),
    Integer("width", 1, 1000, "Logarithmic"),
    Categorical("method", ("exact", "hist")),
)


@pytest.mark.parametrize("method", ["Random", "Bayesian"])
@given(seed=st.integers(0, 2**31), number=st.integers(1, 10_000))
@settings(max_examples=25, deadline=None)
def test_what_is_suggested_lies_within_the_ranges(method: Method, seed: int, number: int) -> None:
    chosen = suggested(method, MIXED, seed, number)
    assert list(chosen) == [each.name for each in MIXED]
    assert all(each.holds(chosen[each.name]) for each in MIXED)


@pytest.mark.parametrize("method", ["Random", "Bayesian"])
def test_the_same_question_has_the_same_answer(method: Method) -> None:
    known = [Observation(suggested(method, MIXED, 1, n), float(n)) for n in range(1, 9)]
    known.append(Observation(suggested(method, MIXED, 1, 9), None))
    assert suggested(method, MIXED, 1, 10, known) == suggested(method, MIXED, 1, 10, known)
    assert suggested(method, MIXED, 1, 10, known) != suggested(method, MIXED, 2, 10, known)
    assert suggested(method, MIXED, 1, 10, known) != suggested(method, MIXED, 1, 11, known)


def test_random_search_learns_nothing() -> None:
    known = [Observation({"x": str(n)}, -abs(n - 3.0)) for n in range(10)]
    assert suggested("Random", (X,), 5, 11, known) == suggested("Random", (X,), 5, 11)


@pytest.mark.parametrize(("maximize", "sign"), [(True, -1), (False, 1)])
def test_bayesian_search_comes_near_the_best(maximize: bool, sign: int) -> None:
    known: list[Observation] = []
    for number in range(1, 41):
        tuned = suggested("Bayesian", (X,), 3, number, known, maximize)
        known.append(Observation(tuned, sign * (float(tuned["x"]) - 7.0) ** 2))
    late = [abs(float(each.tuned["x"]) - 7.0) for each in known[-10:]]
    assert statistics.median(late) < 1.0


def test_results_from_outside_the_ranges_tell_nothing() -> None:
    outside = [Observation({"x": "11"}, 1.0), Observation({"y": "1"}, 1.0)] * 10
    assert suggested("Bayesian", (X,), 5, 3, outside) == suggested("Bayesian", (X,), 5, 3)


@pytest.mark.parametrize(
    ("scale", "low", "high", "middle"),
    [
        ("Linear", 0.0, 1.0, 0.5),
        ("Logarithmic", 1e-4, 1.0, 1e-2),
        ("ReverseLogarithmic", 0.0, 0.9999, 0.99),
    ],
)
def test_half_of_what_is_tried_lies_below_the_middle_of_the_scale(
    scale: Scale, low: float, high: float, middle: float
) -> None:
    one = Continuous("x", low, high, scale)
    tried = [float(suggested("Random", (one,), 1, number)["x"]) for number in range(200)]
    assert 70 < sum(value < middle for value in tried) < 130


def test_a_range_of_one_value_has_that_value() -> None:
    ranges: tuple[Range, ...] = (Integer("a", 3, 3), Continuous("b", 0.5, 0.5, "Logarithmic"))
    known = [Observation({"a": "3", "b": "0.5"}, 1.0)] * 6
    assert suggested("Bayesian", ranges, 1, 7, known) == {"a": "3", "b": "0.5"}
