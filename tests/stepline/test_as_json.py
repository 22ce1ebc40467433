"""What every command's JSON has in common."""

from __future__ import annotations

import json
from datetime import UTC, datetime, timedelta, timezone

import pytest

from stepline.as_json import moment, print_document, print_line, seconds

START = datetime(2026, 1, 2, 12, 4, 5, 6_000, tzinfo=timezone(timedelta(hours=9)))


def test_a_moment_is_in_utc() -> None:
    assert moment(START) == "2026-01-02T03:04:05.006Z"
    assert moment(None) is None


def test_what_has_not_ended_has_no_seconds() -> None:
    assert seconds(START, START + timedelta(seconds=1.23456)) == 1.235
    assert seconds(START, None) is None


def test_a_line_is_one_line_and_keeps_what_people_write(
    capsys: pytest.CaptureFixture[str],
) -> None:
    print_line({"message": "大阪\n", "at": datetime(2026, 1, 1, tzinfo=UTC)})
    said = capsys.readouterr().out
    assert said.count("\n") == 1
    assert "大阪" in said
    assert json.loads(said) == {"message": "大阪\n", "at": "2026-01-01T00:00:00.000Z"}


def test_a_document_is_indented(capsys: pytest.CaptureFixture[str]) -> None:
    print_document({"type": "status"})
    assert capsys.readouterr().out == '{\n  "type": "status"\n}\n'
