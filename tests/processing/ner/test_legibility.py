"""Text that was damaged before it came: told; text that only looks strange: not."""

from collections.abc import Callable
from pathlib import Path

import pytest
from corpus import legibility

Write = Callable[..., Path]


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("a\nZo\u00c3\u00ab Zo\u00c3\u00ab Andr\u00c3\u00a9", "read as Latin-1 and written again: 'Ã«' and 2 more"),
        ("a\n\nb\ufffd\ufffd\ufffd", "a.conll holds 3 times U+FFFD, such as on line 3"),
    ],
)  # fmt: skip
def test_damage_is_told_with_its_line(write: Write, text: str, told: str) -> None:
    (doubt,) = legibility.look(write({"a.conll": text}) / "a.conll", "a.conll")
    assert told in doubt


@pytest.mark.parametrize(
    "text", ["Zoë André São NÃO À Â é", "\ufffd", "ANTÔNIO Ã O", "東京", "😀", "", "Ã© once"]
)
def test_undamaged_text_raises_no_doubt(write: Write, text: str) -> None:
    assert legibility.look(write({"a.conll": text}) / "a.conll", "a.conll") == ()
