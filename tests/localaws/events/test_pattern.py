"""What is an event pattern, and what is said of what is none."""

from __future__ import annotations

import json
from typing import Any

import pytest

from localaws.events.pattern import BadPattern, check


@pytest.mark.parametrize(
    "pattern",
    [
        {"source": ["aws.s3", None, 7, True]},
        {"detail": {"a": [{"prefix": "x"}, {"suffix": {"equals-ignore-case": "y"}}]}},
        {"detail": {"a": [{"numeric": [">", 0, "<=", 5]}, {"exists": False}]}},
        {"a": [{"anything-but": ["x", 1]}, {"anything-but": {"prefix": "x"}}]},
        {"a": [{"cidr": "10.0.0.0/24"}, {"wildcard": "a*b"}, {"equals-ignore-case": "x"}]},
        {"$or": [{"a": ["x"]}, {"b": ["y"]}]},
    ],
)
def test_a_pattern_passes(pattern: dict[str, Any]) -> None:
    check(json.dumps(pattern))


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("x", "Invalid JSON"),
        ("[" * 2000, "Invalid JSON|must be an object"),
        ("null", "must be an object"),
        ("[]", "must be an object"),
        ("{}", "Empty objects"),
        ('{"source": "aws.s3"}', '"source" must be an object or an array'),
        ('{"source": []}', "Empty arrays"),
        ('{"source": [["x"]]}', "match value must be"),
        ('{"source": [{}]}', "only one key"),
        ('{"source": [{"like": "x"}]}', "Unrecognized match type like"),
        ('{"source": [{"prefix": 7}]}', "prefix cannot be 7"),
        ('{"source": [{"numeric": [">"]}]}', "numeric cannot be"),
        ('{"source": [{"numeric": [[], 1]}]}', "numeric cannot be"),
        ('{"source": [{"exists": "yes"}]}', "exists cannot be"),
        ('{"source": [{"cidr": "x"}]}', "cidr cannot be"),
        ('{"$or": {"a": ["x"]}}', "must be an array of objects"),
        ('{"a": ["' + "x" * 2048 + '"]}', "more than 2048 characters"),
    ],
)
def test_what_is_none_is_refused(text: str, says: str) -> None:
    with pytest.raises(BadPattern, match=says):
        check(text)
