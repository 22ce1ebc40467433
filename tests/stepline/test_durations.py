"""How long something took, in the units that a person would say it in."""

from __future__ import annotations

import pytest

from stepline.durations import spoken


@pytest.mark.parametrize(
    ("seconds", "said"),
    [
        (0, "0 s"),
        (45, "45 s"),
        (-1.0, "0.0 s"),
        (41.27, "41.3 s"),
        (59.94, "59.9 s"),
        (59.96, "1 min 00 s"),  # never 60.0 s
        (60, "1 min 00 s"),
        (724.4, "12 min 04 s"),
        (3599.6, "1 h 00 min 00 s"),
        (7504, "2 h 05 min 04 s"),
        (360_000, "100 h 00 min 00 s"),
    ],
)
def test_a_duration_is_said_in_seconds_minutes_and_hours(seconds: float, said: str) -> None:
    assert spoken(seconds) == said
