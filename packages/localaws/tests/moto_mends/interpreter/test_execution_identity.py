"""Times as Step Functions writes them."""

from __future__ import annotations

from datetime import UTC, datetime

from localaws.moto_mends.interpreter.execution_identity import iso, milliseconds


def test_a_time_has_milliseconds_and_goes_there_and_back() -> None:
    moment = datetime(2026, 1, 2, 3, 4, 5, 67_999, tzinfo=UTC)
    assert iso(moment) == "2026-01-02T03:04:05.067Z"
    assert milliseconds("1970-01-01T00:00:01.067Z") == 1067
    assert milliseconds("1970-01-01T01:00:01.067+01:00") == 1067
