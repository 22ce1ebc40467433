"""A report is a heading, the status history and the facts."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from stepline.jobs.kind import Phase
from stepline.jobs.report import Report
from stepline.jobs.training import TRAINING

START = datetime(2026, 1, 2, 3, 4, 5, tzinfo=UTC)
LATER = START + timedelta(seconds=3)


def made(status: str = "Completed") -> Report:
    phases = [Phase("Starting", START, LATER, "Preparing"), Phase("Completed", LATER, LATER, "")]
    return Report(TRAINING, "one", status, phases, [("Image", ["a:1"]), ("Channels", ["b", "c"])])


def test_its_lines_are_heading_history_and_facts() -> None:
    heading, _, header, starting, completed, _, *facts = made().lines(LATER)
    assert heading == "Training job one: Completed"
    assert header == "Status               Started                    Took  Message"
    assert starting.startswith("Starting             2026-01-")
    assert starting.endswith("     3.0 s  Preparing")
    assert completed == f"Completed            {made().phases[1].started}"
    assert facts == ["Image     a:1", "Channels  b", "          c"]


@pytest.mark.parametrize(
    ("status", "ended"),
    [
        ("InProgress", False),
        ("Stopping", False),
        ("Completed", True),
        ("Failed", True),
        ("Stopped", True),
    ],
)
def test_it_has_ended_in_these_statuses(status: str, ended: bool) -> None:
    assert made(status).ended is ended
