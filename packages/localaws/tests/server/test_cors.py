"""A bucket's CORS rules, as S3's user guide has them: the first rule that allows all that is asked."""

from __future__ import annotations

import pytest

from localaws.server.cors import Rule

APP = "https://app.example"


@pytest.mark.parametrize(
    ("pattern", "allowed"),
    [
        (APP, True),
        ("*", True),
        ("https://*.example", True),
        ("https://app", False),
        ("http://app.example", False),
        ("https://app.exampl?", False),
        ("https://[a]pp.example", False),
    ],
)
def test_an_origin_has_to_match_with_the_asterisk_as_the_only_wildcard(
    pattern: str, allowed: bool
) -> None:
    assert Rule((pattern,), ("GET",)).allows(APP, "GET", ()) is allowed


def test_every_header_and_the_method_have_to_be_named() -> None:
    rule = Rule((APP,), ("GET",), ("X-Amz-*", "content-type"))
    assert rule.allows(APP, "GET", ["x-amz-meta-a", "content-type"])
    assert not rule.allows(APP, "GET", ["x-amz-meta-a", "authorization"])
    assert not rule.allows(APP, "PUT", [])


def test_a_rule_for_everybody_admits_no_credentials() -> None:
    assert dict(Rule(("*",), ("GET",)).fields(APP, ()))["Access-Control-Allow-Origin"] == "*"
    own = dict(Rule((APP,), ("GET",), exposed=("ETag",), max_age=60).fields(APP, ["x-a"]))
    assert own["Access-Control-Allow-Origin"] == APP
    assert own["Access-Control-Allow-Headers"] == "x-a"
    assert own["Access-Control-Expose-Headers"] == "ETag"
    assert own["Access-Control-Max-Age"] == "60"
    assert "Origin" in own["Vary"]
