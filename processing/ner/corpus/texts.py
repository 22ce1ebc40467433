"""Tokenises texts with character spans, and puts the spans' labels on sub-tokens.

An entity whose edge falls inside a unit is widened to whole units; where that would give a unit two
entities, the later one is lost. Both are counted.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from tokenizers import Encoding, Tokenizer

from .annotated import Annotated
from .spans import Record, Span
from .tags import NOT_OWNED, OUTSIDE, begin, inside


@dataclass
class Fit:
    """How well spans fell on units."""

    entities: int = 0
    widened: int = 0  # an edge fell inside a unit
    lost: int = 0  # no sub-token at all, or a unit that already belongs to an entity

    @property
    def misfits(self) -> float:
        """The share of entities that do not fall on units."""
        return (self.widened + self.lost) / self.entities if self.entities else 0.0


def annotate(
    tokenizer: Tokenizer, records: Sequence[Record], every_subtoken: bool, fit: Fit
) -> Annotated:
    """Tokenise records; ``every_subtoken`` makes each sub-token a unit, else each pre-token is one.

    Counts into ``fit``.
    """
    encodings = tokenizer.encode_batch(
        [record.text for record in records], add_special_tokens=False
    )
    lengths = np.fromiter(map(len, encodings), np.int64, len(encodings))
    ids: list[int] = []
    words: list[int] = []
    for encoding in encodings:
        ids += encoding.ids
        if not every_subtoken:
            words += encoding.word_ids
    if every_subtoken:
        first: np.ndarray = np.ones(len(ids), dtype=bool)
    else:
        word = np.array(words, dtype=np.int64)
        first = np.diff(word, prepend=-1) != 0
        begins = np.cumsum(lengths) - lengths
        first[begins[lengths > 0]] = True
    labels = np.where(first, OUTSIDE, NOT_OWNED).astype(np.int16)
    offset = 0
    for record, encoding in zip(records, encodings, strict=True):
        stop = offset + len(encoding)
        if record.spans:
            _place(record, encoding, first[offset:stop], labels[offset:stop], fit)
        offset = stop
    return Annotated(np.array(ids, dtype=np.int32), labels, lengths)


def _place(
    record: Record, encoding: Encoding, first: np.ndarray, labels: np.ndarray, fit: Fit
) -> None:
    """Write the labels of a record's spans into ``labels``; ``first`` marks where units start."""
    taken = 0  # sub-tokens before this one belong to entities, or stand before them
    for span in record.spans:
        fit.entities += 1
        found = _subtokens(encoding, span)
        if found is None:
            fit.lost += 1
            continue
        start, stop = found
        while not first[start]:
            start -= 1
        while stop < len(first) and not first[stop]:
            stop += 1
        if start < taken:
            fit.lost += 1
            continue
        covered = _covered(record.text, encoding, start, stop)
        fit.widened += covered != (span.start, span.end)
        labels[start:stop] = np.where(first[start:stop], inside(span.type), NOT_OWNED)
        labels[start] = begin(span.type)
        taken = stop


def _subtokens(encoding: Encoding, span: Span) -> tuple[int, int] | None:
    """The sub-tokens [start, stop) that hold the characters of a span, None if none does."""
    start = last = None
    for place in range(span.start, span.end):
        if (start := encoding.char_to_token(place)) is not None:
            break
    for place in range(span.end - 1, span.start - 1, -1):
        if (last := encoding.char_to_token(place)) is not None:
            break
    return None if start is None or last is None else (start, last + 1)


def _covered(text: str, encoding: Encoding, start: int, stop: int) -> tuple[int, int]:
    """The characters of sub-tokens [start, stop), without white space at the edges."""
    begin_at, end_at = encoding.token_to_chars(start)[0], encoding.token_to_chars(stop - 1)[1]
    while begin_at < end_at and text[begin_at].isspace():
        begin_at += 1
    while end_at > begin_at and text[end_at - 1].isspace():
        end_at -= 1
    return begin_at, end_at
