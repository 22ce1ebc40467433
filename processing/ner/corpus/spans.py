"""Reads JSON lines: ``{"text": ..., "entities": [{"span": [start, end], "type": ...}]}``.

Spans count characters (Unicode code points), the end is exclusive, unless ``offsets`` has found that the
file counts otherwise; ``start`` and ``end`` may stand in place of ``span``. Checks each record; does not
know tokens.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from itertools import pairwise
from pathlib import Path
from typing import Any, NamedTuple

from .counting import CHARACTERS, OTHERS, Counting
from .problems import DataProblem, Tolerance
from .tags import Types

BATCH = 2048  # records
LONGEST_LINE_BYTES = 1 << 26


class Span(NamedTuple):
    """Characters ``start`` up to but not including ``end`` are an entity of a type."""

    start: int
    end: int
    type: int  # its number in ``Types``


class Record(NamedTuple):
    """A text and its entities in order, none overlapping another."""

    text: str
    spans: tuple[Span, ...]
    where: str = ""  # the file and the line


class _Unusable(Exception):
    """Why a line cannot be used; ``kind`` as in ``DataProblem``."""

    def __init__(self, kind: str, reason: str) -> None:
        super().__init__(reason)
        self.kind = kind


def read(
    path: Path, name: str, types: Types, tolerance: Tolerance, way: Counting = CHARACTERS
) -> Iterator[list[Record]]:
    """Read a file in batches of up to ``BATCH`` records; lines of white space do not count.

    ``way`` is how its offsets are counted.

    Raises:
        DataProblem: a line cannot be used and ``tolerance`` skips none, with ``name`` and the line.
    """
    batch: list[Record] = []
    with path.open("rb") as file:
        number = 0
        while line := file.readline(LONGEST_LINE_BYTES):
            number += 1
            if number == 1:
                line = line.removeprefix(b"\xef\xbb\xbf")
            if not line.strip():
                continue
            try:
                batch.append(_record(line, types, way, name, number))
            except DataProblem as problem:
                tolerance.meet(problem)
            if len(batch) == BATCH:
                yield batch
                batch = []
    if batch:
        yield batch


def _record(line: bytes, types: Types, way: Counting, name: str, number: int) -> Record:
    try:
        text, spans = _checked(line, types, way)
    except _Unusable as error:
        raise DataProblem(error.kind, str(error), name, number) from error.__cause__
    return Record(text, spans, f"{name}, line {number}")


def _checked(line: bytes, types: Types, way: Counting) -> tuple[str, tuple[Span, ...]]:
    try:
        fields = json.loads(line.decode("utf-8"))
    except UnicodeDecodeError as error:
        reason = f"the line is not UTF-8 (byte {error.start + 1}): save the file as UTF-8"
        raise _Unusable("not UTF-8", reason) from error
    except ValueError as error:
        raise _Unusable("broken JSON", f"the line is not JSON: {error}{_hint(line)}") from error
    except RecursionError as error:
        raise _Unusable("broken JSON", "the line is nested too deeply") from error
    if not isinstance(fields, dict):
        raise _Unusable("no record", 'the line is no JSON object with "text" and "entities"')
    text, entities = fields.get("text"), fields.get("entities")
    if not isinstance(text, str):
        raise _Unusable("no text", f'there is no string "text"{_others(fields)}')
    if not isinstance(entities, list):
        reason = f'there is no list "entities" (write [] where there are none){_others(fields)}'
        raise _Unusable("no entities", reason)
    if b"\\u" in line:  # only so can half of a pair be written
        try:
            text.encode("utf-8")
        except UnicodeEncodeError as error:
            reason = f"character {error.start} of the text is half of a surrogate pair"
            raise _Unusable("broken text", reason) from error
    try:
        spans = [_span(entity, text, types, way) for entity in entities]
    except ValueError as error:
        raise _Unusable("bad span", str(error)) from error
    if len(spans) > 1:
        spans.sort()
        for left, right in pairwise(spans):
            if right[0] < left[1]:
                reason = (
                    f"the entities at [{left.start}, {left.end}] and [{right.start}, {right.end}] "
                    "overlap"
                )
                raise _Unusable("overlapping spans", reason)
    return text, tuple(spans)


def _hint(line: bytes) -> str:
    if line.strip() in (b"[", b"{"):
        return " (one object has a line of its own, and no list is around them)"
    return ""


def _others(fields: dict[str, Any]) -> str:
    """What the record has instead."""
    names = ", ".join(f'"{name[:30]}"' for name in list(fields)[:8])
    return f"; it has {names}" if names else ""


def edges_of(entity: Any) -> tuple[int, int] | None:
    """The offsets that an entity gives, as they stand there; None where it gives none."""
    if not isinstance(entity, dict):
        return None
    edges = entity["span"] if "span" in entity else [entity.get("start"), entity.get("end")]
    start, end = edges if type(edges) is list and len(edges) == 2 else (None, None)
    # type, not isinstance: true is an int as well.
    return (start, end) if type(start) is int and type(end) is int else None


def _span(entity: Any, text: str, types: Types, way: Counting) -> Span:
    if not isinstance(entity, dict):
        raise ValueError(
            'an entity is no JSON object such as {"span": [0, 4], "type": "PERSON"}, but '
            + json.dumps(entity, ensure_ascii=False)[:60]
        )
    given = edges_of(entity)
    if given is None:
        raise ValueError('an entity has neither "span": [start, end] nor "start" and "end"')
    kind = entity.get("type")
    if not isinstance(kind, str) or not kind.strip():
        raise ValueError('an entity has no "type"')
    start, end = (given if way is CHARACTERS else way.edges(text, *given)) or (-1, -1)
    if not 0 <= start < end <= len(text):
        raise ValueError(_out_of_text(text, given, way))
    # White space at an edge belongs to no token, so it is no part of the entity.
    if text[start].isspace() or text[end - 1].isspace():
        content = text[start:end]
        if content.isspace():
            raise ValueError(f"the span [{start}, {end}] holds nothing but white space")
        start += len(content) - len(content.lstrip())
        end -= len(content) - len(content.rstrip())
    return Span(start, end, types.number(kind.strip()))


def _out_of_text(text: str, given: tuple[int, int], way: Counting) -> str:
    """Why a span cannot be, and how its offsets would have to be counted for it to be one."""
    start, end = given
    told = f"the span [{start}, {end}] does not lie in the text, which has {len(text)} characters"
    if way is not CHARACTERS:
        return f"{told} (the file's offsets are counted {way.words})"
    for other in OTHERS:
        edges = other.edges(text, start, end)
        if edges and edges != given and 0 <= edges[0] < edges[1] <= len(text):
            return f"{told}; counted {other.words}, it would be {text[slice(*edges)]!r}"
    return told
