"""What a line of a sandbox's output is."""

from __future__ import annotations

import pytest

from localaws.functions.execution.output import Said, said


@pytest.mark.parametrize(
    ("line", "meaning"),
    [
        ("hello", Said(("hello\n",))),
        ("", Said(("\n",))),
        ("\x1eLone\rtwo", Said(("one\ntwo\n",))),
        ("no end\x1eLone", Said(("no end\n", "one\n"))),
        ("\x1eE 7 1024", Said((), "7", 1024, own=True)),
        ("no end\x1eE 7 x", Said(("no end\n",), "7", None, own=True)),
        ("\x1eE 7", Said()),
        ("\x1eEverything 7 8", Said()),
    ],
)
def test_a_line_says(line: str, meaning: Said) -> None:
    assert said(line) == meaning
