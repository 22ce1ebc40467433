"""The test split as it was written: sentences with their entities, a line of JSON each.

In words or characters, not in sub-tokens: models with tokenizers of their own are measured on it.

    {"words": ["in", "Lisbon"], "entities": [[1, 2, "PLACE"]]}
    {"text": "in Lisbon", "entities": [[3, 9, "PLACE"]]}

An entity begins with the first of its two numbers (words or characters) and ends before the second.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np

from .conll import Sentences
from .problems import JobProblem
from .spans import Record
from .tags import OUTSIDE

FILE = "part-00000.jsonl"
Entity = tuple[int, int, str]


@dataclass(frozen=True)
class Sentence:
    """What a model is asked about: words, or a text where there are none; and what is true of it."""

    entities: tuple[Entity, ...]
    words: tuple[str, ...] = ()
    text: str = ""

    @property
    def running(self) -> str:
        """The sentence as an endpoint is asked about it."""
        return " ".join(self.words) if self.words else self.text

    def as_line(self) -> str:
        content: dict[str, Any] = {"words": self.words} if self.words else {"text": self.text}
        return json.dumps({**content, "entities": self.entities}, ensure_ascii=False) + "\n"


def of_words(
    block: Sentences, labels: np.ndarray, chosen: np.ndarray, types: Sequence[str]
) -> Iterator[Sentence]:
    """The ``chosen`` (bool [sentences]) of a block; ``labels`` has the label id of each word."""
    ends = np.cumsum(block.lengths)
    for number in np.flatnonzero(chosen):
        words = slice(int(ends[number] - block.lengths[number]), int(ends[number]))
        yield Sentence(
            tuple(_entities(labels[words].tolist(), types)), words=tuple(block.words[words])
        )


def of_records(
    block: Sequence[Record], chosen: np.ndarray, types: Sequence[str]
) -> Iterator[Sentence]:
    for record, is_chosen in zip(block, chosen.tolist(), strict=True):
        if is_chosen:
            entities = tuple((one.start, one.end, types[one.type]) for one in record.spans)
            yield Sentence(entities, text=record.text)


def _entities(labels: Sequence[int], types: Sequence[str]) -> Iterator[Entity]:
    begun: int | None = None
    for position, label in enumerate([*labels, OUTSIDE]):
        goes_on = label != OUTSIDE and label % 2 == 0
        if begun is not None and not goes_on:
            yield begun, position, types[(labels[begun] - 1) // 2]
            begun = None
        if label % 2 == 1:
            begun = position


def read(folder: Path) -> list[Sentence]:
    """The sentences of a folder's files.

    Raises:
        JobProblem: there is none, or a line is none.
    """
    found = []
    for path in sorted(folder.rglob("*.jsonl")):
        with path.open(encoding="utf-8") as file:
            for number, line in enumerate(file, 1):
                try:
                    found.append(_sentence(json.loads(line)))
                except (ValueError, KeyError, TypeError) as error:
                    raise JobProblem(
                        f"{path.name}, line {number}, is no sentence of a test split ({error})"
                    ) from error
    if not found:
        raise JobProblem(f"there is no sentence of a test split in {folder}")
    return found


def _sentence(fields: dict[str, Any]) -> Sentence:
    entities = tuple((int(begin), int(end), str(kind)) for begin, end, kind in fields["entities"])
    if "words" in fields:
        return Sentence(entities, words=tuple(fields["words"]))
    return Sentence(entities, text=fields["text"])
