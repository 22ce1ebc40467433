"""How good predicted probabilities of a click are: log loss, AUC, and whether they are calibrated.

An ad is bought by its probability, so that it has to be right as a number, and not only in its order: of the
impressions that are given 5 %, 5 % should be clicked. That is what calibration says and AUC does not.
"""

from __future__ import annotations

from dataclasses import asdict, dataclass
from typing import Any

import numpy as np

BINS = 10
_EDGE = 1e-7  # scores are float32: 0 or 1 that is wrong would make the log loss infinite


@dataclass(frozen=True)
class Bin:
    """As many rows as in every other bin, of neighbouring scores: their mean score and their rate of clicks."""

    rows: int
    predicted: float
    clicked: float


@dataclass(frozen=True)
class Figures:
    """Figures of a test split."""

    rows: int
    rate: float  # of clicks
    predicted: float  # the mean score
    accuracy: float  # of "clicked" said from 0.5 up
    log_loss: float  # natural logarithm, mean of the rows
    base_log_loss: float  # of always saying `rate`
    auc: float | None  # None where all rows are of one label
    bins: tuple[Bin, ...]

    @property
    def calibration(self) -> float | None:
        """Predicted clicks for each click that there was: 1 is right; None where there was none."""
        return self.predicted / self.rate if self.rate else None

    @property
    def calibration_error(self) -> float:
        """How far predicted and observed rates are apart, the mean of all rows (ECE)."""
        return sum(b.rows * abs(b.predicted - b.clicked) for b in self.bins) / self.rows

    @property
    def normalised_entropy(self) -> float | None:
        """The log loss as a share of what always saying the rate has: below 1 something was learnt."""
        return self.log_loss / self.base_log_loss if self.base_log_loss else None

    def as_dict(self) -> dict[str, Any]:
        return {
            **asdict(self),
            "normalised_entropy": self.normalised_entropy,
            "calibration": self.calibration,
            "calibration_error": self.calibration_error,
        }


def measure(clicked: np.ndarray, scores: np.ndarray) -> Figures:
    """Figures of rows: ``clicked`` bool [rows], at least one; ``scores`` float64 [rows], from 0 to 1."""
    rate = float(clicked.mean())
    return Figures(
        rows=len(clicked),
        rate=rate,
        predicted=float(scores.mean()),
        accuracy=float(((scores >= 0.5) == clicked).mean()),
        log_loss=_log_loss(clicked, scores),
        base_log_loss=_log_loss(clicked, np.full(len(clicked), rate)),
        auc=_auc(clicked, scores) if 0 < rate < 1 else None,
        bins=_bins(clicked, scores),
    )


def _log_loss(clicked: np.ndarray, scores: np.ndarray) -> float:
    right = np.clip(np.where(clicked, scores, 1 - scores), _EDGE, 1)
    return float(-np.log(right).mean())


def _auc(clicked: np.ndarray, scores: np.ndarray) -> float:
    """The chance that a clicked row scores higher than another; equal scores count half."""
    _, inverse, counts = np.unique(scores, return_inverse=True, return_counts=True)
    ranks = (np.cumsum(counts) - (counts - 1) / 2)[inverse]
    positives = int(clicked.sum())
    negatives = len(clicked) - positives
    wins = ranks[clicked].sum() - positives * (positives + 1) / 2
    return float(wins / (positives * negatives))


def _bins(clicked: np.ndarray, scores: np.ndarray) -> tuple[Bin, ...]:
    order = np.argsort(scores, kind="stable")
    parts = np.array_split(order, min(BINS, len(order)))
    return tuple(
        Bin(len(part), float(scores[part].mean()), float(clicked[part].mean())) for part in parts
    )
