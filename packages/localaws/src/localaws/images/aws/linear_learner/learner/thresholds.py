"""The score above which a binary classifier says 1, chosen by what the job selects its model by."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np

MIDDLE = (
    0.5  # the threshold without a reason for another, which also decides between equally good ones
)


@dataclass(frozen=True)
class Calibrated:
    """A threshold, and how good it makes the model: more is better."""

    threshold: float
    value: float


@dataclass(frozen=True)
class Cuts:
    """Every way to cut rows in two by their score: the rows above each of ``thresholds`` are taken as 1."""

    thresholds: np.ndarray
    true_positives: np.ndarray
    false_positives: np.ndarray
    positives: int
    negatives: int

    @classmethod
    def of(cls, scores: np.ndarray, labels: np.ndarray) -> Cuts:
        """The cuts between rows whose scores differ, from none above to all above."""
        order = np.argsort(-scores, kind="stable")
        sorted_scores, sorted_labels = scores[order].astype(np.float64), labels[order]
        ends: np.ndarray = np.append(np.flatnonzero(np.diff(sorted_scores)), len(scores) - 1)
        upper, lower = sorted_scores[ends[:-1]], sorted_scores[ends[1:]]
        edge = 1e-6 * np.maximum(1, np.abs(sorted_scores[[0, -1]]))
        thresholds = np.concatenate(
            [[sorted_scores[0] + edge[0]], (upper + lower) / 2, [sorted_scores[-1] - edge[1]]]
        )
        found = np.concatenate([[0], np.cumsum(sorted_labels)[ends]])
        taken = np.concatenate([[0], ends + 1])
        positives = int(found[-1])
        return cls(thresholds, found, taken - found, positives, len(scores) - positives)

    @property
    def precision(self) -> np.ndarray:
        return _ratio(self.true_positives, self.true_positives + self.false_positives)

    @property
    def recall(self) -> np.ndarray:
        return _ratio(self.true_positives, np.full_like(self.true_positives, self.positives))

    @property
    def accuracy(self) -> np.ndarray:
        right = self.true_positives + self.negatives - self.false_positives
        return _ratio(right, np.full_like(right, self.positives + self.negatives))

    def f(self, beta: float) -> np.ndarray:
        precision, recall, square = self.precision, self.recall, beta**2
        return _ratio((1 + square) * precision * recall, square * precision + recall)


def calibrated(
    scores: np.ndarray, labels: np.ndarray, loss: float, values: dict[str, Any]
) -> Calibrated:
    """The threshold that is best by the job's criterion.

    Args:
        loss: of the model, for the criteria that go by it.
    """
    criterion = values["binary_classifier_model_selection_criteria"]
    if criterion in ("loss_function", "cross_entropy_loss"):
        return Calibrated(MIDDLE, -loss)
    cuts = Cuts.of(scores, labels)
    worth = _worth(criterion, cuts, values)
    best = np.flatnonzero(worth >= worth.max() - 1e-12)
    chosen = best[np.argmin(np.abs(cuts.thresholds[best] - MIDDLE))]
    return Calibrated(float(cuts.thresholds[chosen]), float(worth[chosen]))


def _worth(criterion: str, cuts: Cuts, values: dict[str, Any]) -> np.ndarray:
    if criterion == "accuracy":
        return cuts.accuracy
    if criterion in ("f1", "f_beta"):
        return cuts.f(1.0 if criterion == "f1" else values["f_beta"])
    precision, recall = cuts.precision, cuts.recall
    if criterion == "precision_at_target_recall":
        return _held(precision, recall, values["target_recall"])
    return _held(recall, precision, values["target_precision"])


def _held(wanted: np.ndarray, held: np.ndarray, target: float) -> np.ndarray:
    """What is wanted where the other one reaches its target; below that, the nearer to it the better."""
    reaches = held >= target - 1e-12
    worth: np.ndarray = np.where(reaches, wanted, held - target - 1)
    return worth


def _ratio(part: np.ndarray, whole: np.ndarray) -> np.ndarray:
    """Their quotient, 0 where the whole is nothing."""
    nothing: np.ndarray = np.zeros(len(part))
    quotient: np.ndarray = np.divide(part, whole, out=nothing, where=whole != 0)
    return quotient
