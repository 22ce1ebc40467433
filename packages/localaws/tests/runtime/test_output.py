"""Output in lines."""

from __future__ import annotations

import os
import threading

from hypothesis import given
from hypothesis import strategies as st

from localaws.runtime.output import LONGEST_LINE, lines, read_chunks_while


@given(st.lists(st.text(st.characters(exclude_characters="\n", codec="utf-8"))), st.data())
def test_lines_do_not_depend_on_how_the_bytes_come(texts: list[str], data: st.DataObject) -> None:
    stream = "".join(text + "\n" for text in texts).encode()
    cuts = sorted(data.draw(st.lists(st.integers(0, len(stream)), max_size=5)))
    chunks = [stream[a:b] for a, b in zip([0, *cuts], [*cuts, len(stream)], strict=True)]
    assert list(lines(iter(chunks))) == [text.removesuffix("\r") for text in texts]


def test_a_last_line_without_an_end_is_a_line() -> None:
    assert list(lines(iter([b"a\n\nb"]))) == ["a", "", "b"]


def test_bytes_that_are_no_text_are_shown_as_such() -> None:
    assert list(lines(iter([b"\xff\xfe ok\n"]))) == ["\ufffd\ufffd ok"]


def test_a_line_longer_than_an_event_is_cut_and_nothing_is_lost() -> None:
    length = 3 * LONGEST_LINE + 17
    found = list(
        lines(iter([b"x" * 1000] * (length // 1000) + [b"x" * (length % 1000) + b"\nend\n"]))
    )
    assert "".join(found[:-1]) == "x" * length
    assert max(map(len, found)) == LONGEST_LINE
    assert found[-1] == "end"


def test_a_stray_writer_does_not_hold_up_the_end() -> None:
    reading, writing = os.pipe()
    running = threading.Event()
    os.write(writing, b"said")
    try:
        assert b"".join(read_chunks_while(reading, running.is_set)) == b"said"
    finally:
        os.close(writing)
