from __future__ import annotations

import pytest

from localaws.metrics.time_range import TimeRange

DAY = 86400.0


@pytest.mark.parametrize(
    ("age", "period", "start"),
    [(0, 60, 7260), (16, 60, 7200), (64, 60, 7200), (0, 10, 7310), (0, 1, 7319)],
)
def test_the_older_the_coarser(age: float, period: int, start: float) -> None:
    span = TimeRange(7319.5, 10_000)
    assert span.rounded(period, 7319.5 + age * DAY).start == start


def test_the_last_period_may_be_cut_off() -> None:
    assert TimeRange(0, 150).begun(60) == (120, 60, 0)
    assert TimeRange(0, 120).begun(60) == (60, 0)
