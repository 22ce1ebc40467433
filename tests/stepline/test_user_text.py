"""What a person wrote is read whatever editor saved it, and what cannot be read is said."""

from __future__ import annotations

from pathlib import Path

import pytest

from stepline import user_text
from stepline.errors import UserError

ENCODINGS = [
    *("utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be"),
    *("utf-32", "utf-32-le", "utf-32-be"),
]
TEXTS = [
    "",
    "{}",
    '{"hyperparameters": {"epochs": 2}}\n',
    '{"a": "日本　語"}\r\n',
    "a,b\n1,2\n",
    "Ada Lovelace 😀 was born in London.\n",
    "１　２\n",  # one zero byte of U+3000 and one of the end of the line
    "日本\n",
    "Ω" * 40_000 + "\n" + "é" * 40_000,  # longer than what is looked at
]


@pytest.mark.parametrize("encoding", ENCODINGS)
@pytest.mark.parametrize("text", TEXTS, ids=range(len(TEXTS)))
def test_a_text_is_the_same_in_every_encoding(text: str, encoding: str) -> None:
    if "Ω" in text and encoding[4:] in ("16-le", "16-be"):
        text = "[" * 100 + text  # without a mark it needs some ASCII where it is looked at
    assert user_text.decoded(text.encode(encoding), "it") == text


@pytest.mark.parametrize(
    ("content", "sentence"),
    [
        ("a\ncafé\n".encode("latin-1"), "The file x is no UTF-8, .* in line 2 is the byte 0xe9"),
        ("東京\n".encode("shift_jis"), "no UTF-8"),
        (b"\x93NUMPY\x01\x00v\x00{", "The file x"),
        (b"\xff\xfea", "looks like UTF-16, but is broken"),
        (b"\xff\xfe\x00\xd8a\x00", "looks like UTF-16, but is broken"),
        (b"ab,c\x00d,efgh\n", "no text: it has zero bytes"),
        (b"\0\0\0\0", "no text: it has zero bytes"),
        (b"\xef\xbb\xbf\xff", "no UTF-8"),
    ],
)
def test_what_is_no_such_text_is_said(content: bytes, sentence: str) -> None:
    with pytest.raises(UserError, match=sentence):
        user_text.decoded(content, "The file x")


@pytest.mark.parametrize(
    ("name", "why"),
    [("nowhere", "No such file"), (".", "Is a directory"), ("a\0b", "null byte")],
)
def test_a_file_that_cannot_be_read_is_named(name: str, why: str) -> None:
    with pytest.raises(UserError, match=f"The input file .* cannot be read: .*{why}"):
        user_text.read(Path(name), "The input file")


def test_an_argument_that_is_no_text_is_said() -> None:
    assert user_text.argument("Grüße", "The text") == "Grüße"
    with pytest.raises(UserError, match=r"The text has a byte that is no UTF-8, at character 3"):
        user_text.argument("ab\udce9", "The text")
