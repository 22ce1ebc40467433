"""The shape of events and of .sync output."""

from __future__ import annotations

import json
from datetime import UTC, datetime

from localaws.sagemaker.state_change import detail

MOMENT = datetime(2026, 1, 2, 3, 4, 5, 678000, tzinfo=UTC)


def test_times_are_whole_milliseconds_at_every_depth() -> None:
    shaped = detail({"CreationTime": MOMENT, "Phases": [{"StartTime": MOMENT}]}, [])
    assert shaped["CreationTime"] == 1767323045678
    assert shaped["Phases"] == [{"StartTime": 1767323045678}]
    json.dumps(shaped)


def test_tags_are_a_map() -> None:
    assert detail({}, [{"Key": "stage", "Value": "dev"}])["Tags"] == {"stage": "dev"}
    assert detail({}, [])["Tags"] == {}


def test_the_description_itself_is_left_alone() -> None:
    described = {"CreationTime": MOMENT}
    detail(described, [])
    assert described == {"CreationTime": MOMENT}
