"""What XML cannot hold is named, or becomes a question mark."""

from __future__ import annotations

import pytest

from localaws.cloudformation.xml_text import cleaned, fault


@pytest.mark.parametrize("text", ["", "a\tb\nc\r", "é", "\ud7ff\ue000\ufffd", "\U00010000😀"])
def test_what_xml_can_hold_stays(text: str) -> None:
    assert (fault(text), cleaned(text)) == (None, text)


@pytest.mark.parametrize(
    ("text", "named"), [("a\x00", "U+0000"), ("\x1f", "U+001F"), ("\ud800x", "U+D800"), ("\uffff", "U+FFFF")]
)  # fmt: skip
def test_what_it_cannot_is_named(text: str, named: str) -> None:
    assert fault(text) == named
    assert "?" in cleaned(text)
