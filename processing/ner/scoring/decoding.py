"""From a network's scores of units to entities, by the rule that the endpoint serves by.

A network may score I-place best right after O, which IOB2 does not allow. Such a tag is replaced by the best one
that is allowed there. Pure.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np


@dataclass(frozen=True)
class Found:
    """An entity: the units from ``first`` up to but not including ``end``; ``score`` is from 0 to 1."""

    type: str
    first: int
    end: int
    score: float


def entities(scores: np.ndarray, labels: Sequence[str]) -> Iterator[Found]:
    """The entities of one sentence; ``scores``: logits [units, labels]."""
    tags = _legal(scores, labels)
    probable = _probabilities(scores, tags)
    begun: int | None = None
    for unit, tag in enumerate([*(labels[tag] for tag in tags), "O"]):
        if begun is not None and not tag.startswith("I-"):
            certain = float(probable[begun:unit].mean())
            yield Found(labels[tags[begun]][2:], begun, unit, certain)
            begun = None
        if tag.startswith("B-"):
            begun = unit


def _legal(scores: np.ndarray, labels: Sequence[str]) -> list[int]:
    best: list[int] = scores.argmax(axis=1).tolist() if len(scores) else []
    previous = "O"
    for unit, tag in enumerate(best):
        if labels[tag].startswith("I-") and previous[2:] != labels[tag][2:]:
            allowed = [
                index
                for index, label in enumerate(labels)
                if not label.startswith("I-") or label[2:] == previous[2:]
            ]
            best[unit] = allowed[int(scores[unit, allowed].argmax())]
        previous = labels[best[unit]]
    return best


def _probabilities(scores: np.ndarray, tags: Sequence[int]) -> np.ndarray:
    """The softmax of each row at its tag, [units]."""
    powers = np.exp(scores - scores.max(axis=1, keepdims=True, initial=-np.inf))
    chosen: np.ndarray = powers[np.arange(len(tags)), list(tags)] / powers.sum(axis=1)
    return chosen
