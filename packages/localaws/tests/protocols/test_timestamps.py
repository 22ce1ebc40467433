"""Moments, whichever way they are written."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta, timezone
from typing import Any

import pytest

from localaws.protocols.refusal import Malformed
from localaws.protocols.timestamps import iso, moment

MOMENT = datetime(2026, 1, 2, 3, 4, 5, tzinfo=UTC)


@pytest.mark.parametrize(
    "spelled",
    [
        "2026-01-02T03:04:05Z",
        "2026-01-02T03:04:05",
        "2026-01-02T04:04:05+01:00",
        "Fri, 02 Jan 2026 03:04:05 GMT",
        "Fri, 02 Jan 2026 03:04:05 -0000",
        1767323045,
        1767323045.0,
        "1767323045",
        "1.767323045e9",
        MOMENT,
        MOMENT.replace(tzinfo=None),
        MOMENT.astimezone(timezone(timedelta(hours=5))),
    ],
)
def test_a_moment_has_three_spellings(spelled: Any) -> None:
    found = moment(spelled)
    assert found == MOMENT
    assert found.tzinfo is not None


@pytest.mark.parametrize("wrong", ["soon", "", 1e300, float("nan"), float("inf"), "1e99", -1e18])
def test_what_no_calendar_has_is_no_moment(wrong: Any) -> None:
    with pytest.raises(Malformed, match="at 'when' is no timestamp"):
        moment(wrong, "when")


def test_a_moment_of_no_particular_member_names_none() -> None:
    with pytest.raises(Malformed, match=r"^'soon' is no timestamp$"):
        moment("soon")


def test_json_has_milliseconds_and_no_more() -> None:
    assert iso(0.0129) == "1970-01-01T00:00:00.012Z"
    assert iso(1767323045) == "2026-01-02T03:04:05.000Z"
