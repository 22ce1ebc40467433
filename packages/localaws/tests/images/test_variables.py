"""Variables and quotes of a Dockerfile."""

from __future__ import annotations

import shlex

import pytest
from hypothesis import given
from hypothesis import strategies as st

from localaws.images.variables import expand, words

KNOWN = {"NAME": "value", "EMPTY": ""}


@pytest.mark.parametrize(
    ("text", "meaning"),
    [
        ("$NAME/x", "value/x"),
        ("${NAME}x", "valuex"),
        ("${NONE:-other}", "other"),
        ("${EMPTY:-$NAME}", "value"),
        ("${NAME:+set}", "set"),
        ("${NONE:+set}", ""),
        ("$NONE", ""),
        (r"\$NAME", "$NAME"),
        ("'$NAME'", "$NAME"),
        ('"$NAME  b"', "value  b"),
        ("$", "$"),
        ("100%", "100%"),
    ],
)
def test_a_value_expands_as_docker_says(text: str, meaning: str) -> None:
    assert expand(text, KNOWN) == meaning


def test_quotes_keep_blanks_in_one_word() -> None:
    assert words("A='b c' D=\"e f\" g", {}) == ["A=b c", "D=e f", "g"]


def test_a_word_of_nothing_but_quotes_is_a_word() -> None:
    assert words("''", {}) == [""]


@pytest.mark.parametrize("text", ["'open", '"open', "${NAME", "${NAME?}"])
def test_what_is_not_closed_or_known_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match=r"no end|not understood"):
        expand(text, KNOWN)


@given(st.lists(st.text(), max_size=5))
def test_quoted_as_a_shell_would_every_word_comes_back(texts: list[str]) -> None:
    assert words(shlex.join(texts), {}) == texts
