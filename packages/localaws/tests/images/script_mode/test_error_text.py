"""What of a script's output is quoted in its failure."""

from __future__ import annotations

from localaws.images.aws.script_mode.error_text import ErrorLines, text


def heard(*lines: str) -> ErrorLines:
    found = ErrorLines()
    for line in lines:
        found.hear(f"{line}\n")
    return found


def test_a_stream_is_quoted_from_the_first_line_that_names_an_error() -> None:
    stream = heard("epoch 1", "Traceback", "ValueError: no data", "after it:")
    assert text([heard("fine"), stream]) == "ValueError: no data\n after it"


def test_a_line_that_comes_again_is_quoted_once() -> None:
    said = text([heard("KeyError: 1", "KeyError: 2", "KeyError: 2")])
    assert said == "KeyError: 1\n KeyError: 2"


def test_where_no_error_is_named_nothing_is_quoted() -> None:
    assert text([heard("epoch 1"), heard()]) == ""
