"""How far two distributions are apart: nothing of the same, more of others, and no more by chance than said."""

from __future__ import annotations

import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from monitoring.divergence import (
    chi_squared,
    distance,
    distance_by_chance,
    stability_by_chance,
    stability_index,
)

COUNTS = st.lists(st.integers(0, 1000), min_size=2, max_size=12).filter(sum)
NUMBERS = st.lists(st.floats(-100, 100, width=16), min_size=1, max_size=60)


@given(COUNTS)
def test_the_same_counts_are_not_apart(counts: list[int]) -> None:
    assert stability_index(np.array(counts), np.array(counts)) == 0


@given(st.data())
def test_the_index_is_never_negative_and_takes_sides_with_neither(data: st.DataObject) -> None:
    first = data.draw(COUNTS)
    second = data.draw(st.lists(st.integers(0, 1000), min_size=len(first), max_size=len(first)))
    index = stability_index(np.array(first), np.array(second))
    assert index >= 0
    assert index == pytest.approx(stability_index(np.array(second), np.array(first)))


def test_the_index_is_what_its_definition_says() -> None:
    p, q = np.array([0.2, 0.8]), np.array([0.5, 0.5])
    expected = float(((p - q) * np.log(p / q)).sum())
    assert stability_index(p * 1e9, q * 1e9) == pytest.approx(expected)


@given(NUMBERS, NUMBERS)
def test_the_distance_is_the_greatest_between_two_cumulative_distributions(
    first: list[float], second: list[float]
) -> None:
    slow = max(
        abs(
            sum(one <= at for one in first) / len(first)
            - sum(one <= at for one in second) / len(second)
        )
        for at in [*first, *second]
    )
    found = distance(np.array(first), np.array(second))
    assert found == pytest.approx(slow)
    assert 0 <= found <= 1


@given(NUMBERS)
def test_a_sample_is_no_distance_from_itself_in_another_order(numbers: list[float]) -> None:
    assert distance(np.array(numbers), np.array(numbers[::-1])) == 0


@pytest.mark.parametrize(
    ("degrees", "once_in", "table"),
    [(1, 20, 3.841), (4, 100, 13.277), (9, 1000, 27.877), (30, 20, 43.773)],
)
def test_chi_squared_is_as_in_the_tables(degrees: int, once_in: float, table: float) -> None:
    assert chi_squared(degrees, once_in) == pytest.approx(table, rel=0.03)


def test_chance_passes_its_bounds_as_seldom_as_said() -> None:
    random = np.random.RandomState(7)
    stable = apart = 0
    for _ in range(2000):
        first, second = random.normal(size=80), random.normal(size=150)
        cells = [
            np.bincount(np.searchsorted([-1, -0.5, 0, 0.5, 1], one), minlength=6)
            for one in (first, second)
        ]
        stable += stability_index(cells[0], cells[1]) > stability_by_chance(6, 80, 150, 20)
        apart += distance(first, second) > distance_by_chance(80, 150, 20)
    assert 0.02 < stable / 2000 < 0.08
    assert 0.02 < apart / 2000 < 0.06


def test_of_nothing_chance_makes_anything() -> None:
    assert stability_by_chance(6, 0, 10, 100) == math.inf
    assert distance_by_chance(0, 10, 100) == math.inf
