from __future__ import annotations

import pytest

from localaws.alarms import periods
from localaws.alarms.samples import Sample

from .made import at


def test_periods_are_counted_back_from_the_last_full_minute() -> None:
    now = at("2019-10-02 17:04:40")
    assert periods.starts(now, 300, 2) == (at("2019-10-02 16:59:00"), at("2019-10-02 16:54:00"))
    assert periods.starts(now, 10, 1) == (at("2019-10-02 17:04:30"),)


def test_a_period_has_its_first_moment_and_not_its_last() -> None:
    samples = [Sample.of(0, 1), Sample.of(60, 2), Sample.of(119.9, 3), Sample.of(120, 4)]
    points = periods.data_points(samples, "Sum", (60.0, 0.0), 60)
    assert [point and point.value for point in points] == [5, 1]


@pytest.mark.parametrize(
    ("period", "count", "seconds"), [(10, 1, 10), (60, 5, 60), (300, 288, 60), (3600, 48, 3600)]
)
def test_how_often_it_looks(period: int, count: int, seconds: int) -> None:
    assert periods.pause(period, count) == seconds


def test_after_the_clock_was_moved_each_minute_is_looked_at() -> None:
    assert periods.looks(59, 241, 60, 100) == (60, 120, 180, 240)
    assert periods.looks(59, 241, 60, 2) == (180, 240)
    assert periods.looks(60, 61, 60, 100) == ()
    assert periods.next_look(60, 60) == 120
