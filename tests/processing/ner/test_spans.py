"""Reading JSON lines: what a record is, and which line is to blame for what is none."""

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from corpus import spans
from corpus.problems import DataProblem, Tolerance
from corpus.spans import Record, Span
from corpus.tags import Types

Write = Callable[..., Path]


def read(folder: Path, tolerance: Tolerance | None = None) -> list[Record]:
    reading = spans.read(folder / "a.jsonl", "a.jsonl", Types(), tolerance or Tolerance(False))
    return [record for batch in reading for record in batch]


def line(text: Any, *entities: Any) -> str:
    return json.dumps({"text": text, "entities": list(entities)}, ensure_ascii=False) + "\n"


def test_both_ways_to_write_a_span_are_read(write: Write) -> None:
    first = line("佐藤は東京", {"span": [3, 5], "type": "地名"}, {"span": [0, 2], "type": "人名"})
    second = line("Anna", {"start": 0, "end": 4, "type": "人名", "score": 1})
    assert read(write({"a.jsonl": first + "\n" + second})) == [
        Record("佐藤は東京", (Span(0, 2, 1), Span(3, 5, 0)), "a.jsonl, line 1"),
        Record("Anna", (Span(0, 4, 1),), "a.jsonl, line 3"),
    ]


def test_a_byte_order_mark_and_windows_line_ends_do_no_harm(write: Write) -> None:
    content = "\ufeff" + line("a").replace("\n", "\r\n") + "\r\n" + line("b")
    assert [record.text for record in read(write({"a.jsonl": content}))] == ["a", "b"]


def test_white_space_at_the_edge_of_a_span_is_no_part_of_it(write: Write) -> None:
    folder = write({"a.jsonl": line("an  Anna !", {"span": [2, 9], "type": "P"})})
    assert read(folder)[0].spans == (Span(4, 8, 0),)


@pytest.mark.parametrize(
    ("content", "message"),
    [
        ("{", "a.jsonl, line 1: the line is not JSON: "),
        (line("a") + "\n{'text': 'a'}\n", "a.jsonl, line 3: the line is not JSON: "),
        ("[1]", "line 1: the line is no JSON object"),
        ('{"text": 3, "entities": []}', 'there is no string "text"'),
        ('{"text": "a"}', 'there is no list "entities"'),
        ('{"text": "a", "label": [[0, 1, "P"]]}', '; it has "text", "label"'),
        ("[\n", "(one object has a line of its own, and no list is around them)"),
        (line("abc", [0, 2, "P"]), 'such as {"span": [0, 4], "type": "PERSON"}, but [0, 2, "P"]'),
        (line("😀 Anna", {"span": [3, 7], "type": "P"}), "counted in UTF-16 code units, as JavaScript and Java count, it would be 'Anna'"),
        (line("é Anna", {"span": [3, 7], "type": "P"}), "counted in bytes of UTF-8, it would be 'Anna'"),
        (line("a b", {"span": [2, 2], "type": "P"}), "counted to the last character, not behind it, it would be 'b'"),
        (line("abc", {"span": [0, 4], "type": "P"}), "the span [0, 4] does not lie in the text"),
        (line("abc", {"span": [-1, 2], "type": "P"}), "the span [-1, 2] does not lie in"),
        (line("abc", {"span": [2, 2], "type": "P"}), "the span [2, 2] does not lie in"),
        (line("abc", {"span": [True, 2], "type": "P"}), 'neither "span"'),
        (line("abc", {"span": [0], "type": "P"}), 'neither "span"'),
        (line("abc", {"start": 0, "type": "P"}), 'neither "span"'),
        (line("abc", {"span": [0, 1]}), 'an entity has no "type"'),
        (line("a  b", {"span": [1, 3], "type": "P"}), "nothing but white space"),
        (line("abc", "P"), "an entity is no JSON object"),
        (
            line("abcdef", {"span": [2, 5], "type": "P"}, {"span": [0, 3], "type": "Q"}),
            "the entities at [0, 3] and [2, 5] overlap",
        ),
        (b'{"text": "\xff", "entities": []}', "the line is not UTF-8 (byte 11)"),
        ('{"text": "\\ud800", "entities": []}', "character 0 of the text is half of a surrogate"),
        ("[" * 100_000, "nested too deeply"),
    ],
)  # fmt: skip
def test_a_line_that_cannot_be_used_is_named(
    write: Write, content: str | bytes, message: str
) -> None:
    with pytest.raises(DataProblem) as problem:
        read(write({"a.jsonl": content}))
    assert message in str(problem.value)


def test_skipping_counts_by_reason(write: Write) -> None:
    folder = write({"a.jsonl": line("a") + "{\n{\n" + line("b") + '{"text": 1}\n'})
    tolerance = Tolerance(skip=True)
    assert [record.text for record in read(folder, tolerance)] == ["a", "b"]
    assert dict(tolerance.kinds) == {"broken JSON": 2, "no text": 1}
