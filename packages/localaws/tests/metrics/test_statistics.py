from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from localaws.metrics.statistics import data_point, is_statistic
from localaws.this_aws.metric_samples import Sample


def statistic(stat: str, *values: float) -> float | None:
    point = data_point([Sample.of(0, value) for value in values], stat, 0)
    return None if point is None else point.value


@pytest.mark.parametrize(
    ("stat", "value"),
    [
        *(("SampleCount", 5), ("Sum", 110), ("Average", 22), ("Minimum", 1), ("Maximum", 100)),
        *(("p0", 1), ("p50", 3), ("p100", 100), ("p75", 4), ("p90", 61.6)),
        *(("tm80", 2.5), ("TM(20%:80%)", 3), ("TM(:10)", 2.5), ("wm80", 2.8)),
        *(("tc80", 4), ("TC(2:4)", 3), ("ts80", 10), ("PR(:4)", 80), ("PR(2:3)", 40)),
    ],
)
def test_a_statistic(stat: str, value: float) -> None:
    assert is_statistic(stat)
    assert statistic(stat, 100, 1, 4, 2, 3) == pytest.approx(value)


def test_a_summary_has_the_plain_statistics() -> None:
    summary = Sample(0, count=4, sum=20, least=1, most=9)
    assert [
        point and point.value
        for point in (data_point([summary], stat, 0) for stat in ("Average", "Maximum", "p50"))
    ] == [5, 9, None]


def test_nothing_has_no_statistic() -> None:
    assert statistic("Sum") is None


@pytest.mark.parametrize("stat", ["p101", "p", "average", "TM(", "q50"])
def test_what_is_no_statistic(stat: str) -> None:
    assert not is_statistic(stat)


values = st.lists(st.floats(-1e6, 1e6), min_size=1)


@given(values, st.floats(0, 100))
def test_a_percentile_lies_between_the_least_and_the_most(found: list[float], share: float) -> None:
    value = statistic(f"p{share:.2f}".removesuffix(".00"), *found)
    assert value is not None
    assert min(found) - 1e-6 <= value <= max(found) + 1e-6


@pytest.mark.parametrize("stat", ["p50", "p99.9", "tm90", "TM(10%:90%)", "wm80", "tc25", "IQM"])
@given(counts=st.dictionaries(st.integers(-9, 9).map(float), st.integers(1, 9), min_size=1))
def test_a_value_with_a_count_is_that_many_values(stat: str, counts: dict[float, int]) -> None:
    each = [value for value, count in counts.items() for _ in range(count)]
    together = [Sample(0, n, n * value, value, value) for value, n in counts.items()]
    point = data_point(together, stat, 0)
    assert (point and point.value) == pytest.approx(statistic(stat, *each))
