from __future__ import annotations

import pytest

from localaws.alarms import periods

from .made import at


def test_periods_are_counted_back_from_the_last_full_minute() -> None:
    now = at("2019-10-02 17:04:40")
    assert periods.starts(now, 300, 2) == (at("2019-10-02 16:59:00"), at("2019-10-02 16:54:00"))
    assert periods.starts(now, 10, 1) == (at("2019-10-02 17:04:30"),)


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
