"""Entries of PutEvents."""

from __future__ import annotations

from typing import Any

import pytest

from localaws.events.entries import event_of, fault_of, size_of

SOUND = {"Source": "shop", "DetailType": "T", "Detail": '{"a": 1}'}


def test_a_size_is_that_of_its_texts_and_14_bytes_for_a_time() -> None:
    assert size_of(SOUND) == 4 + 1 + 8
    assert size_of(SOUND | {"Resources": ["é"], "Time": 0}) == 13 + 2 + 14


@pytest.mark.parametrize(
    ("members", "code"),
    [
        ({}, None),
        ({"Source": ""}, "InvalidArgument"),
        ({"DetailType": None}, "InvalidArgument"),
        ({"Detail": "{"}, "MalformedDetail"),
        ({"Detail": "[]"}, "MalformedDetail"),
        ({"Source": "aws.shop"}, "NotAuthorizedForSourceException"),
        ({"Source": "s" * 257}, "InvalidArgument"),
        ({"DetailType": "t" * 129}, "InvalidArgument"),
        ({"Time": 1e300}, "InvalidArgument"),
    ],
)
def test_what_is_wrong_with_one(members: dict[str, Any], code: str | None) -> None:
    assert (fault_of(SOUND | members) or {}).get("ErrorCode") == code


def test_an_event_has_what_the_entry_says() -> None:
    event = event_of(SOUND | {"Resources": ["arn"]}, "7", "123456789012", "eu-west-1", 1000.0)
    assert event == {
        "version": "0",
        "id": "7",
        "detail-type": "T",
        "source": "shop",
        "account": "123456789012",
        "time": 1000.0,
        "region": "eu-west-1",
        "resources": ["arn"],
        "detail": {"a": 1},
        "ingestion-time": 1000.0,
    }
    assert event_of(SOUND | {"Time": 5}, "7", "1", "r", 1000.0)["time"] == 5
