"""Entities are shown in place, at the character offsets of the answer."""

from __future__ import annotations

from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from stepline.entities import mark


def entity(kind: str, start: int, end: int) -> dict[str, Any]:
    return {"type": kind, "start": start, "end": end, "score": 0.987}


def test_an_entity_is_followed_by_its_type_and_score() -> None:
    marked = mark("Ada met Bo.", [entity("PERSON", 0, 3), entity("PERSON", 8, 10)])
    assert marked.plain == "Ada[PERSON 0.99] met Bo[PERSON 0.99]."


def test_offsets_count_characters_not_bytes() -> None:
    assert mark("🙂 東京", [entity("PLACE", 2, 4)]).plain == "🙂 東京[PLACE 0.99]"


def test_types_differ_in_colour() -> None:
    spans = mark("Ada Oslo", [entity("PERSON", 0, 3), entity("PLACE", 4, 8)]).spans
    assert spans[0].style != spans[2].style


# Control characters are the terminal's, and rich takes them out.
PRINTABLE = st.text(st.characters(exclude_categories=("Cc", "Cs")), max_size=40)


@given(PRINTABLE, st.data())
def test_no_character_of_the_text_is_lost(text: str, data: st.DataObject) -> None:
    start = data.draw(st.integers(0, len(text)))
    end = data.draw(st.integers(start, len(text)))
    marked = mark(text, [entity("X", start, end)])
    assert marked.plain == text[:end] + "[X 0.99]" + text[end:]
