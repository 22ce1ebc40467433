from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from localaws.jobs.tuning.grid import combination, size
from localaws.jobs.tuning.ranges import Categorical


def test_the_last_changes_fastest() -> None:
    ranges = [Categorical("a", ("1", "2")), Categorical("b", ("x", "y"))]
    assert [tuple(combination(ranges, number).values()) for number in range(4)] == [
        ("1", "x"),
        ("1", "y"),
        ("2", "x"),
        ("2", "y"),
    ]


@given(st.lists(st.integers(1, 4), min_size=1, max_size=4))
def test_each_combination_comes_once(counts: list[int]) -> None:
    ranges = [
        Categorical(str(index), tuple(map(str, range(count)))) for index, count in enumerate(counts)
    ]
    total = size(ranges)
    assert len({tuple(combination(ranges, number).items()) for number in range(total)}) == total
