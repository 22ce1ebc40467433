"""Moments as moto keeps them."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

import pytest

from localaws.events.schedules import moment_of

MOMENT = datetime(2026, 1, 1, tzinfo=UTC)


@pytest.mark.parametrize(
    "value",
    [
        1767225600,
        1767225600.0,
        "2026-01-01T00:00:00",
        "2026-01-01T00:00:00Z",
        "2026-01-01T01:00:00+01:00",
    ],
)
def test_seconds_and_text_are_the_same_moment(value: Any) -> None:
    assert moment_of(value) == MOMENT


@pytest.mark.parametrize("value", [None, ""])
def test_nothing_is_no_moment(value: Any) -> None:
    assert moment_of(value) is None


@pytest.mark.parametrize("value", ["soon", 1e300])
def test_what_is_no_moment_is_refused(value: Any) -> None:
    with pytest.raises((ValueError, OverflowError, OSError)):
        moment_of(value)
