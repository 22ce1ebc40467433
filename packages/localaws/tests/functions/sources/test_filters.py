"""Which messages pass the filter criteria of a mapping."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any

import pytest

from localaws.functions.sources.filters import check, passes
from localaws.protocols.refusal import Refusal


def compiled(text: str) -> Callable[[str], bool]:
    """Patterns of this test: each leaf is a list of values, one of which has to be there."""
    pattern = json.loads(text)
    if not isinstance(pattern, dict):
        raise ValueError("Filter is not an object")

    def matches(wanted: Any, found: Any) -> bool:
        if isinstance(wanted, list):
            return found in wanted
        return isinstance(found, dict) and all(
            matches(inner, found.get(name)) for name, inner in wanted.items()
        )

    return lambda event: matches(pattern, json.loads(event))


def passing(filters: list[str], body: str) -> bool:
    return passes(filters, compiled)({"body": body, "messageId": "1"})


def test_without_filters_every_message_passes() -> None:
    assert passing([], "anything")


def test_an_empty_pattern_lets_every_message_pass() -> None:
    assert passing(["{}"], "anything")


def test_a_message_has_to_match_one_of_the_patterns() -> None:
    filters = ['{"body": {"kind": ["a"]}}', '{"body": {"kind": ["b"]}}']
    assert passing(filters, '{"kind": "b"}')
    assert not passing(filters, '{"kind": "c"}')


@pytest.mark.parametrize(
    ("pattern", "body", "expected"),
    [
        ('{"body": ["go"]}', "go", True),
        ('{"body": ["go"]}', "stop", False),
        ('{"body": {"kind": ["a"]}}', "plain text", False),
        ('{"body": ["go"]}', '{"kind": "go"}', False),
    ],
)
def test_plain_text_meets_texts_and_json_meets_objects(
    pattern: str, body: str, expected: bool
) -> None:
    assert passing([pattern], body) is expected


@pytest.mark.parametrize("pattern", ["no json", "[]", '{"body": ["' + "x" * 5000 + '"]}'])
def test_what_is_no_pattern_is_refused(pattern: str) -> None:
    with pytest.raises(Refusal, match="Invalid filter pattern definition"):
        check([pattern], compiled)


def test_there_are_ten_at_most() -> None:
    with pytest.raises(Refusal, match="at most 10"):
        check(["{}"] * 11, compiled)
