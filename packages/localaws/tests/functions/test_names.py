"""How functions are named in requests."""

from __future__ import annotations

import pytest

from localaws.functions.names import Named, arn, is_name, parse
from localaws.protocols.refusal import Refusal

WHOLE = "arn:aws:lambda:eu-west-1:123456789012:function:greet"


@pytest.mark.parametrize(
    ("text", "named"),
    [
        ("greet", Named("greet")),
        ("greet:7", Named("greet", "7")),
        ("greet:$LATEST", Named("greet", "$LATEST")),
        ("123456789012:function:greet", Named("greet", None, "123456789012")),
        ("123456789012:function:greet:live", Named("greet", "live", "123456789012")),
        ("function:greet", Named("greet")),
        (WHOLE, Named("greet", None, "123456789012", "eu-west-1")),
        (f"{WHOLE}:live", Named("greet", "live", "123456789012", "eu-west-1")),
    ],
)
def test_every_form_names_the_function(text: str, named: Named) -> None:
    assert parse(text) == named


def test_the_requests_own_qualifier_counts() -> None:
    assert parse("greet", "7").qualifier == "7"
    assert parse("greet:7", "7").qualifier == "7"


def test_two_qualifiers_that_differ_are_refused() -> None:
    with pytest.raises(Refusal, match="does not match the specified qualifier"):
        parse("greet:7", "8")


@pytest.mark.parametrize("text", ["", "a b", "arn:aws:s3:::bucket", f"{WHOLE}:a:b", "greet:"])
def test_what_is_no_form_is_refused(text: str) -> None:
    with pytest.raises(Refusal, match="failed to satisfy constraint"):
        parse(text)


def test_an_arn_is_read_back() -> None:
    assert parse(arn("123456789012", "eu-west-1", "greet", "live")).qualifier == "live"


def test_a_name_has_64_characters_at_most() -> None:
    assert is_name("a" * 64)
    assert not is_name("a" * 65)
    assert not is_name("a.b")
