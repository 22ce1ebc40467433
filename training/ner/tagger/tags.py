"""From a network's scores to tags, and from tags to entities: one rule for training and serving.

A network may score I-place best right after O, which IOB2 does not allow. Such a tag is replaced
by the best one that is allowed there, so that what is measured is what is served.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np


@dataclass(frozen=True)
class TagSpan:
    """One entity: the units from ``first`` up to but not including ``end``."""

    type: str
    first: int
    end: int


def legal_tags(scores: np.ndarray, labels: tuple[str, ...]) -> np.ndarray:
    """The best label ids in sequence, such that I-X follows only B-X or I-X.

    ``scores``: [units, labels], logits or probabilities; the result is int64 [units].
    """
    best: np.ndarray = np.asarray(scores.argmax(axis=1))
    previous = "O"
    for unit in np.flatnonzero(best != labels.index("O")):
        tag = labels[best[unit]]
        if not tag.startswith("I-"):
            continue
        previous = labels[best[unit - 1]] if unit else "O"
        if previous[2:] != tag[2:]:
            allowed = [
                index
                for index, label in enumerate(labels)
                if not label.startswith("I-") or label[2:] == previous[2:]
            ]
            best[unit] = allowed[int(scores[unit, allowed].argmax())]
    return best


def spans(tags: np.ndarray, labels: tuple[str, ...]) -> list[TagSpan]:
    """The entities of a legal sequence of label ids."""
    found: list[TagSpan] = []
    for unit in np.flatnonzero(tags != labels.index("O")):
        tag = labels[tags[unit]]
        if tag.startswith("B-"):
            found.append(TagSpan(tag[2:], int(unit), int(unit) + 1))
        else:
            last = found.pop()
            found.append(TagSpan(last.type, last.first, int(unit) + 1))
    return found
