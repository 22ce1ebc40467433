"""Entity-level precision, recall and F1 of a network on a split.

An entity counts as found only if its type and both of its edges are right (seqeval's strict mode
in IOB2). Windows are put together again first, so a long sentence counts as the sentence it was.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import asdict, dataclass
from typing import Any

import numpy as np
import torch

from .batches import by_length, collate
from .dataset import NOT_OWNED, Split
from .precision import Precision
from .tags import legal_tags


@dataclass(frozen=True)
class Score:
    """How well one entity type, or all together, is found; ``support`` is how many there are."""

    precision: float
    recall: float
    f1: float
    support: int


@dataclass(frozen=True)
class Evaluation:
    """``loss`` is the mean over units; ``types`` is keyed by entity type."""

    loss: float
    overall: Score
    types: dict[str, Score]

    @property
    def rank(self) -> tuple[float, float]:
        """Greater is better. The loss decides while nothing is found yet and F1 is 0."""
        return self.overall.f1, -self.loss

    def as_dict(self) -> dict[str, Any]:
        return asdict(self)


class Interrupted(Exception):
    """The job was told to stop while it evaluated."""


def evaluate(
    model: Any,
    split: Split,
    labels: tuple[str, ...],
    precision: Precision,
    padding_id: int,
    stopped: Callable[[], bool] = lambda: False,
    batch_size: int = 64,
) -> Evaluation:
    """Tag a whole split and compare.

    Raises:
        Interrupted: ``stopped`` said so between two batches.
    """
    model.eval()
    scores: np.ndarray = np.empty((len(split.labels), len(labels)), dtype=np.float32)
    loss = 0.0
    for rows in by_length(split.lengths, batch_size):
        if stopped():
            raise Interrupted
        batch = collate(split, rows, padding_id).to(precision.device)
        with torch.inference_mode(), precision.autocast():
            output = model(input_ids=batch.input_ids, attention_mask=batch.attention_mask)
        logits = output.logits.float()
        loss += torch.nn.functional.cross_entropy(
            logits.flatten(0, 1), batch.labels.flatten(), ignore_index=NOT_OWNED, reduction="sum"
        ).item()
        scored = logits.cpu().numpy()
        for at, row in enumerate(rows):
            start, end = split.starts[row], split.starts[row + 1]
            scores[start:end] = scored[at, : end - start]
    truth, guess = [], []
    for units in _sentences(split):
        truth.append([labels[tag] for tag in split.labels[units]])
        guess.append([labels[tag] for tag in legal_tags(scores[units], labels)])
    overall, types = entity_scores(truth, guess)
    return Evaluation(loss / max(1, split.owned), overall, types)


def entity_scores(truth: list[list[str]], guess: list[list[str]]) -> tuple[Score, dict[str, Score]]:
    """Compare tag sequences: all types together (micro average), and each."""
    # Imported late: it brings scikit-learn, which takes longer to import than all the rest of it.
    from seqeval.metrics.v1 import precision_recall_fscore_support
    from seqeval.scheme import IOB2

    options: dict[str, Any] = {"scheme": IOB2, "zero_division": 0}
    names = sorted({tag[2:] for sentence in (*truth, *guess) for tag in sentence if tag != "O"})
    if not names:
        return Score(0.0, 0.0, 0.0, 0), {}
    micro = precision_recall_fscore_support(truth, guess, average="micro", **options)
    each = precision_recall_fscore_support(truth, guess, average=None, **options)
    types = {
        name: Score(float(precision), float(recall), float(f1), int(support))
        for name, precision, recall, f1, support in zip(names, *each, strict=True)
    }
    precision, recall, f1, _ = micro
    return Score(float(precision), float(recall), float(f1), int(sum(each[3]))), types


def _sentences(split: Split) -> list[np.ndarray]:
    """Where in the flat arrays the units of each sentence are, window after window."""
    order = np.lexsort((split.window, split.sentence))
    sentences: dict[int, list[np.ndarray]] = {}
    for row in order:
        start, end = split.starts[row], split.starts[row + 1]
        owned = start + np.flatnonzero(split.labels[start:end] != NOT_OWNED)
        sentences.setdefault(int(split.sentence[row]), []).append(owned)
    return [np.concatenate(parts) for parts in sentences.values()]
