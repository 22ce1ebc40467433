from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from localaws.jobs.tuning.auto_ranges import range_of
from localaws.jobs.tuning.ranges import Categorical, Continuous, Integer, Range


@pytest.mark.parametrize(
    ("example", "expected"),
    [
        ("6", Integer("x", 1, 60, "Logarithmic")),
        ("50", Integer("x", 5, 500, "Logarithmic")),
        ("0.3", Continuous("x", 0.03, 1.0, "Logarithmic")),
        ("0.01", Continuous("x", 0.001, 0.1, "Logarithmic")),
        ("2.5", Continuous("x", 0.25, 25.0, "Logarithmic")),
        ("true", Categorical("x", ("true", "false"))),
    ],
)
def test_a_range_lies_about_the_example(example: str, expected: Range) -> None:
    assert range_of("x", example) == expected


@pytest.mark.parametrize("example", ["0", "-1", "0.0", "nan", "inf", "adam", ""])
def test_what_tells_no_range_is_used_as_it_is(example: str) -> None:
    assert range_of("x", example) is None


@given(st.floats(1e-6, 1e6) | st.integers(1, 10**8))
def test_the_example_lies_within_its_range(example: float) -> None:
    found = range_of("x", str(example))
    assert found is not None
    assert found.holds(str(example))
