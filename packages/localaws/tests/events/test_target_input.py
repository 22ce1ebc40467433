"""What a target receives of an event."""

from __future__ import annotations

import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from localaws.events.target_input import BadInput, fill, target_input

RULE = "arn:aws:events:eu-west-1:123456789012:rule/nightly"
EVENT: dict[str, Any] = {
    "id": "1",
    "detail-type": "Object Created",
    "time": "2024-05-01T12:00:00Z",
    "detail": {"bucket": {"name": "data"}, "keys": ["a", "b"], "size": 3, "say": 'a "word"'},
}


def made(target: dict[str, Any]) -> Any:
    return json.loads(target_input(target, EVENT, RULE))


def test_without_more_it_is_the_event() -> None:
    assert made({}) == EVENT


def test_a_constant_is_passed_as_it_is_written() -> None:
    assert target_input({"Input": '{"a":  1}'}, EVENT, RULE) == '{"a":  1}'


def test_a_path_takes_a_part() -> None:
    assert made({"InputPath": "$.detail.bucket"}) == {"name": "data"}
    assert made({"InputPath": "$.detail.keys[1]"}) == "b"
    assert made({"InputPath": "$"}) == EVENT
    with pytest.raises(BadInput, match="finds nothing"):
        made({"InputPath": "$.detail.absent"})


def test_a_template_is_filled_in() -> None:
    transformer = {
        "InputPathsMap": {
            "bucket": "$.detail.bucket.name",
            "keys": "$.detail.keys[*]",
            "size": "$.detail.size",
            "say": "$.detail.say",
            "kind": "$.detail-type",
        },
        "InputTemplate": (
            '{"data": "s3://<bucket>/in/", "name": <bucket>, "keys": <keys>, "size": <size>, '
            '"say": "<say>", "kind": "<kind>", "rule": "<aws.events.rule-name>"}'
        ),
    }
    assert made({"InputTransformer": transformer}) == {
        "data": "s3://data/in/",
        "name": "data",
        "keys": ["a", "b"],
        "size": 3,
        "say": 'a "word"',
        "kind": "Object Created",
        "rule": "nightly",
    }


def test_the_whole_event_can_be_named() -> None:
    transformer = {"InputTemplate": '{"event": <aws.events.event.json>}'}
    assert made({"InputTransformer": transformer}) == {"event": EVENT}


def test_a_name_that_is_not_mapped_is_refused() -> None:
    with pytest.raises(BadInput, match="<nobody>"):
        made({"InputTransformer": {"InputTemplate": "<nobody>"}})


@given(st.text())
def test_whatever_a_value_is_the_json_stays_json(value: str) -> None:
    filled = json.loads(fill('{"a": "<v>", "b": <v>}', {"v": value}))
    assert filled == {"a": value, "b": value}
