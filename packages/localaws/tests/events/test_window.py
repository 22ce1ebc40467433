"""When within its window a schedule is invoked."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st

from localaws.events.window import delay

MOMENT = datetime(2026, 1, 1, 3, 0, tzinfo=UTC)


def test_without_a_window_it_is_invoked_when_it_is_due() -> None:
    assert delay("arn", {"Mode": "OFF"}, MOMENT) == timedelta(0)
    assert delay("arn", None, MOMENT) == timedelta(0)


@given(st.text(), st.integers(1, 1440))
def test_it_is_invoked_within_its_window_and_at_the_same_second_again(
    arn: str, minutes: int
) -> None:
    window = {"Mode": "FLEXIBLE", "MaximumWindowInMinutes": minutes}
    found = delay(arn, window, MOMENT)
    assert timedelta(0) <= found < timedelta(minutes=minutes)
    assert found == delay(arn, window, MOMENT)


def test_schedules_are_spread() -> None:
    window = {"Mode": "FLEXIBLE", "MaximumWindowInMinutes": 60}
    assert len({delay(str(n), window, MOMENT) for n in range(50)}) > 40
