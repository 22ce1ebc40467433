"""What is read of a shell's language, and what is refused."""

from __future__ import annotations

import pytest

from localaws.images.refusal import Refused
from localaws.images.shell_line import Either, Line, parse

A, B, C = ("a",), ("b", "1"), ("c",)


@pytest.mark.parametrize(
    ("line", "parts"),
    [
        ("", ()),
        ("a", (A,)),
        ("a && b 1 &&", (A, B)),
        ("pip install 'a && b'", (("pip", "install", "a && b"),)),
        ("a || b 1", (Either((A,), (B,)),)),
        ("a && b 1 || c", (Either((A, B), (C,)),)),
        ("a || b 1 && c", (Either((A,), (B,)), C)),
        ("a && (b 1 || c)", (A, Either((B,), (C,)))),
        ("(a)&&((b 1))||(c)", (Either((A, B), (C,)),)),
    ],
)
def test_and_or_and_groups_are_read_as_a_shell_reads_them(line: str, parts: Line) -> None:
    assert parse(line) == parts


@pytest.mark.parametrize(
    "line", ["a; b", "a > b", "a | b", "a &", "(a", "a)", "pip install 'a", "a `b`"]
)
def test_anything_else_of_a_shell_is_refused(line: str) -> None:
    with pytest.raises(Refused):
        parse(line)
