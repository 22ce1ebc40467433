"""How good predicted probabilities are: the confusion table, its rates, AUC, log loss and curves."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np

THRESHOLD = 0.5
_EDGE = 1e-15  # a probability of exactly 0 or 1 that is wrong would make the log loss infinite


@dataclass(frozen=True)
class Figures:
    """Counts of rows: true and false negatives and positives, where yes is positive."""

    tn: int
    fp: int
    fn: int
    tp: int
    log_loss: float  # natural logarithm, mean of the rows
    curves: Curves | None  # None where the rows are all of one label

    @property
    def rows(self) -> int:
        return self.tn + self.fp + self.fn + self.tp

    @property
    def base_rate(self) -> float:
        """The share of rows that say yes."""
        return (self.fn + self.tp) / self.rows

    @property
    def majority_rate(self) -> float:
        """The overall rate of always saying what most rows say."""
        return max(self.base_rate, 1 - self.base_rate)

    @property
    def overall(self) -> float:
        return (self.tn + self.tp) / self.rows

    @property
    def precision(self) -> float | None:
        """Of the rows predicted yes, the share that is; None where none is predicted."""
        return self.tp / (self.tp + self.fp) if self.tp + self.fp else None

    @property
    def recall(self) -> float | None:
        """Of the rows that are yes, the share predicted; None where none is."""
        return self.tp / (self.tp + self.fn) if self.tp + self.fn else None

    @property
    def f1(self) -> float | None:
        found = 2 * self.tp + self.fp + self.fn
        return 2 * self.tp / found if found else None

    def as_dict(self) -> dict[str, Any]:
        return {
            "rows": self.rows,
            "base_rate": self.base_rate,
            "majority_rate": self.majority_rate,
            "threshold": THRESHOLD,
            "confusion": {"tn": self.tn, "fp": self.fp, "fn": self.fn, "tp": self.tp},
            "overall_rate": self.overall,
            "precision": self.precision,
            "recall": self.recall,
            "f1": self.f1,
            "auc": self.curves.auc if self.curves else None,
            "average_precision": self.curves.average_precision if self.curves else None,
            "log_loss": self.log_loss,
        }


@dataclass(frozen=True)
class Curves:
    """Rates at every threshold, from above the highest score downwards; float64 [thresholds + 1]."""

    false_positive_rate: np.ndarray
    recall: np.ndarray
    precision: np.ndarray  # 1 above the highest score, where nothing is predicted yes
    auc: float  # the area under recall over the false positive rate
    average_precision: float  # the area under precision over recall, without interpolation


def measure(yes: np.ndarray, probabilities: np.ndarray) -> Figures:
    """Figures of rows: ``yes`` bool [rows], at least one; ``probabilities`` of yes, float64 [rows]."""
    predicted = probabilities > THRESHOLD
    clipped = np.clip(np.where(yes, probabilities, 1 - probabilities), _EDGE, 1)
    return Figures(
        tn=int((~predicted & ~yes).sum()),
        fp=int((predicted & ~yes).sum()),
        fn=int((~predicted & yes).sum()),
        tp=int((predicted & yes).sum()),
        log_loss=float(-np.log(clipped).mean()),
        curves=_curves(yes, probabilities) if yes.any() and not yes.all() else None,
    )


def _curves(yes: np.ndarray, probabilities: np.ndarray) -> Curves:
    order = np.argsort(-probabilities, kind="stable")
    scores = probabilities[order]
    # Rows with the same score fall on the same side of every threshold.
    last: np.ndarray = np.append(np.flatnonzero(np.diff(scores)), len(scores) - 1)
    hits = np.cumsum(yes[order])[last]
    asked: np.ndarray = last + 1
    recall: np.ndarray = np.append(0, hits / hits[-1])
    wrong: np.ndarray = np.append(0, (asked - hits) / (asked[-1] - hits[-1]))
    precision: np.ndarray = np.append(1, hits / asked)
    return Curves(
        false_positive_rate=wrong,
        recall=recall,
        precision=precision,
        auc=float((np.diff(wrong) * (recall[1:] + recall[:-1]) / 2).sum()),
        average_precision=float((np.diff(recall) * precision[1:]).sum()),
    )
