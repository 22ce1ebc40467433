"""The entities of a text, from the network's scores of its units."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np

from .tags import legal_tags, spans
from .windows import Reading


@dataclass(frozen=True)
class Entity:
    """``start`` and ``end`` count Unicode code points: ``text == caller_text[start:end]``."""

    text: str
    type: str
    start: int
    end: int
    score: float  # mean probability of the tags of its units, 0 to 1

    def as_dict(self) -> dict[str, Any]:
        return {
            "text": self.text,
            "type": self.type,
            "start": self.start,
            "end": self.end,
            "score": self.score,
        }


def find_entities(
    reading: Reading, logits: list[np.ndarray], labels: tuple[str, ...]
) -> list[Entity]:
    """Decode one text. ``logits``: one float32 array [sub-tokens, labels] for each window."""
    if not len(reading.unit_start):
        return []
    scores = reading.unit_scores(logits)
    tags = legal_tags(scores, labels)
    found = []
    for span in spans(tags, labels):
        start, end = int(reading.unit_start[span.first]), int(reading.unit_end[span.end - 1])
        covered = reading.text[start:end]
        # Some tokenizers count the space before a word to the word.
        start += len(covered) - len(covered.lstrip())
        text = covered.strip()
        if text:
            units = slice(span.first, span.end)
            score = float(_probabilities(scores[units], tags[units]).mean())
            found.append(Entity(text, span.type, start, start + len(text), round(score, 4)))
    return found


def _probabilities(scores: np.ndarray, tags: np.ndarray) -> np.ndarray:
    """The softmax of each row at its tag, [units]."""
    powers = np.exp(scores - scores.max(axis=1, keepdims=True))
    chosen: np.ndarray = powers[np.arange(len(tags)), tags] / powers.sum(axis=1)
    return chosen
