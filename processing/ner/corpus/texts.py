"""Tokenises texts with character spans, and puts the spans' labels on sub-tokens.

An entity whose edge falls inside a unit is widened to whole units; where that would give a unit two
entities, the later one is lost. Both are counted.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from itertools import chain

import numpy as np

from .annotated import Annotated
from .encoding import TextEncoder, Tokens
from .spans import Record
from .tags import NOT_OWNED, OUTSIDE, begin


@dataclass
class Fit:
    """How well spans fell on units."""

    entities: int = 0
    widened: int = 0  # an edge fell inside a unit
    lost: int = 0  # no sub-token at all, or a unit that already belongs to an entity
    widened_example: str = field(
        default="", compare=False
    )  # what became of the first, ready to end a sentence

    @property
    def counts(self) -> dict[str, int]:
        return {"entities": self.entities, "widened": self.widened, "lost": self.lost}

    @property
    def misfits(self) -> float:
        """The share of entities that do not fall on units."""
        return (self.widened + self.lost) / self.entities if self.entities else 0.0


def annotate(
    encoder: TextEncoder, records: Sequence[Record], every_subtoken: bool, fit: Fit
) -> Annotated:
    """Tokenise records; ``every_subtoken`` makes each sub-token a unit, else each pre-token is one.

    Counts into ``fit``.
    """
    texts = [record.text for record in records]
    tokens = encoder.encode(texts)
    if every_subtoken:
        tokens.first[:] = True
    labels = np.where(tokens.first, OUTSIDE, NOT_OWNED).astype(np.int16)
    spans = list(chain.from_iterable(record.spans for record in records))
    if spans:
        sizes = np.fromiter((len(record.spans) for record in records), np.int64, len(records))
        table = np.fromiter(chain.from_iterable(spans), np.int64, 3 * len(spans)).reshape(-1, 3)
        table[:, :2] += np.repeat(tokens.begins, sizes)[:, np.newaxis]
        widened = _align(" ".join(texts), table, tokens, labels, fit)
        if widened and not fit.widened_example:
            entity, became = widened
            record = records[int(np.searchsorted(np.cumsum(sizes), entity, side="right"))]
            span = spans[entity]
            fit.widened_example = (
                f", such as {record.text[span.start : span.end]!r} to {became!r} ({record.where})"
            )
    return Annotated(tokens.ids, labels, tokens.lengths)


def _align(
    text: str, spans: np.ndarray, tokens: Tokens, labels: np.ndarray, fit: Fit
) -> tuple[int, str] | None:
    """Write the labels of spans into ``labels``; which span was widened first, and to what.

    ``spans``: int64 [spans, 3], start, end and type of each; the characters are those of ``text``,
    in which all texts are joined. ``tokens.first`` marks where units start.
    """
    fit.entities += len(spans)
    starts, stops = _subtokens(spans[:, 0], spans[:, 1], tokens)
    found = np.flatnonzero(stops > starts)
    # To whole units.
    units: np.ndarray = np.append(np.flatnonzero(tokens.first), len(labels))
    starts = units[np.searchsorted(units, starts[found], side="right") - 1]
    stops = units[np.searchsorted(units, stops[found], side="left")]
    free = _free(starts, stops)
    fit.lost += len(spans) - int(free.sum())
    spans, starts, stops = spans[found][free], starts[free], stops[free]
    widened = _widened(text, spans, tokens.starts[starts], tokens.ends[stops - 1])
    fit.widened += len(widened)
    sizes = stops - starts
    places = np.arange(int(sizes.sum())) + np.repeat(starts - (np.cumsum(sizes) - sizes), sizes)
    begun: np.ndarray = begin(0) + 2 * spans[:, 2]  # B- of each type; I- is the next
    labels[places] = np.where(tokens.first[places], np.repeat(begun + 1, sizes), NOT_OWNED)
    labels[starts] = begun
    if not widened:
        return None
    first = widened[0]
    became = text[tokens.starts[starts[first]] : tokens.ends[stops[first] - 1]]
    return int(found[free][first]), became


def _subtokens(
    begins: np.ndarray, ends: np.ndarray, tokens: Tokens
) -> tuple[np.ndarray, np.ndarray]:
    """The sub-tokens [start, stop) that hold the characters [begin, end) of each span.

    stop <= start where none does. Of several sub-tokens that hold the same character the first counts.
    """
    visible = np.flatnonzero(tokens.ends > tokens.starts)
    if not len(visible):
        return np.zeros_like(begins), np.zeros_like(begins)
    token_starts, token_ends = tokens.starts[visible], tokens.ends[visible]
    first = np.searchsorted(token_ends, begins, side="right")
    last = np.searchsorted(token_starts, ends, side="left") - 1
    character = np.minimum(token_ends[last], ends) - 1
    last = np.minimum(np.searchsorted(token_ends, character, side="right"), last)
    visible = np.append(visible, len(tokens.starts))
    return visible[first], np.where(last >= first, visible[last] + 1, 0)


def _free(starts: np.ndarray, stops: np.ndarray) -> np.ndarray:
    """bool: which of the ranges in order hold no sub-token of one before that is kept itself."""
    free: np.ndarray = np.ones(len(starts), dtype=bool)
    if (starts[1:] < stops[:-1]).any():
        taken = 0
        for position, (start, stop) in enumerate(zip(starts.tolist(), stops.tolist(), strict=True)):
            free[position] = start >= taken
            taken = stop if free[position] else taken
    return free


def _widened(text: str, spans: np.ndarray, starts: np.ndarray, ends: np.ndarray) -> list[int]:
    """Which spans cover other characters than [start, end), white space at its edges aside."""
    widened = []
    for position in np.flatnonzero((starts != spans[:, 0]) | (ends != spans[:, 1])):
        start, end = int(starts[position]), int(ends[position])
        covered = text[start:end]
        start += len(covered) - len(covered.lstrip())
        end -= len(covered) - len(covered.rstrip())
        if (start, end) != (spans[position, 0], spans[position, 1]):
            widened.append(int(position))
    return widened
