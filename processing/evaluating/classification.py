"""Scores of a model that gives each row one label of several, with or without probabilities."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np

from .curves import Curve, precision_recall, roc
from .problems import Unusable
from .rates import PRF, mean, over, prf
from .resampling import Key

_UNDEFINED: np.ndarray = np.array([np.nan, np.nan])
_EDGE = 1e-15  # a probability of exactly 0 that is wrong would make the log loss infinite


class Classification:
    """Rows with an observed and a predicted label, by their numbers in ``labels``.

    ``observed`` and ``predicted`` are int [rows]; ``probabilities`` float [rows, labels], where the model
    gives them. Of two labels the second is what is looked for: precision, recall, F1, AUC and average
    precision are its own. Of more labels they are the mean of all that occur.
    """

    def __init__(
        self,
        labels: Sequence[str],
        observed: np.ndarray,
        predicted: np.ndarray,
        probabilities: np.ndarray | None = None,
    ) -> None:
        self.labels = list(labels)
        self._observed = np.asarray(observed, dtype=np.int64)
        self._predicted = np.asarray(predicted, dtype=np.int64)
        self._check(probabilities)
        self._cells = self._observed * len(self.labels) + self._predicted
        self._losses: np.ndarray | None = None
        self._ranked: _Ranked | None = None
        if probabilities is not None:
            given = np.asarray(probabilities, dtype=np.float64)
            right = given[np.arange(len(given)), self._observed]
            self._losses = -np.log(np.clip(right, _EDGE, 1))
            if len(self.labels) == 2:
                self._ranked = _Ranked(self._observed == 1, given[:, 1])

    def _check(self, probabilities: np.ndarray | None) -> None:
        rows, count = len(self._observed), len(self.labels)
        if len(self._predicted) != rows:
            raise Unusable(
                f"there are {len(self._predicted)} predictions for {rows} rows: they are not of one test split"
            )
        if probabilities is not None and np.shape(probabilities) != (rows, count):
            raise Unusable(
                f"the model gives probabilities of the shape {np.shape(probabilities)}, but {rows} rows of "
                f"{count} labels need {(rows, count)}"
            )
        for what, numbers in (("observed", self._observed), ("predicted", self._predicted)):
            if rows and not 0 <= int(numbers.min()) <= int(numbers.max()) < count:
                raise Unusable(f"an {what} label is none of the {count} that there are")
        if probabilities is not None and not np.isfinite(probabilities).all():
            raise Unusable("the model gives a probability that is no number")

    def __len__(self) -> int:
        return len(self._observed)

    def confusion(self, weights: np.ndarray | None = None) -> np.ndarray:
        """Rows by observed label, columns by predicted label; float64 [labels, labels]."""
        count = len(self.labels)
        table: np.ndarray = np.bincount(self._cells, weights, count * count)
        return table.reshape(count, count).astype(np.float64)

    def keys(self) -> list[Key]:
        whole = ["accuracy", *PRF]
        whole += ["auc", "average_precision"] if self._ranked else []
        whole += ["log_loss"] if self._losses is not None else []
        return [("", name) for name in whole] + [(one, name) for name in PRF for one in self.labels]

    def measure(self, weights: np.ndarray) -> np.ndarray:
        table = self.confusion(weights)
        right, observed, predicted = np.diag(table), table.sum(axis=1), table.sum(axis=0)
        of_labels = prf(right, observed, predicted)
        of_all = of_labels[:, 1] if len(self.labels) == 2 else mean(of_labels)
        parts = [over(right.sum(), table.sum()), of_all]
        if self._ranked:
            parts.append(self._ranked.measure(weights))
        if self._losses is not None:
            parts.append(over(weights @ self._losses, weights.sum()))
        measured: np.ndarray = np.concatenate([np.ravel(part) for part in [*parts, of_labels]])
        return measured

    def curves(self) -> list[Curve]:
        """ROC and precision over recall, where the probabilities have such curves."""
        return self._ranked.curves() if self._ranked else []

    def counts(self) -> dict[str, int]:
        """How many rows are of each label."""
        observed = np.bincount(self._observed, minlength=len(self.labels))
        return {label: int(observed[number]) for number, label in enumerate(self.labels)}

    def table(self) -> tuple[list[str], list[list[int]]] | None:
        """The confusion table: its labels, and its counts by observed, then predicted label."""
        rounded: Any = self.confusion().round().astype(np.int64)
        return self.labels, rounded.tolist()


class _Ranked:
    """Rows in the order of their scores, of which many drawings are measured without sorting again."""

    def __init__(self, yes: np.ndarray, scores: np.ndarray) -> None:
        self._order = np.argsort(-scores, kind="stable")
        falling = scores[self._order]
        self._yes = yes[self._order]
        # Rows with the same score fall on the same side of every threshold.
        ends: np.ndarray = np.append(
            np.diff(falling) != 0, np.ones(min(len(falling), 1), dtype=bool)
        )
        self._last: np.ndarray = np.flatnonzero(ends)

    def _steps(self, weights: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
        """Hits and false alarms from the highest threshold down to the lowest."""
        weighed = weights[self._order]
        hits = np.cumsum(weighed * self._yes)[self._last]
        alarms = np.cumsum(weighed * ~self._yes)[self._last]
        return np.append(0.0, hits), np.append(0.0, alarms)

    def measure(self, weights: np.ndarray) -> np.ndarray:
        """AUC and average precision, both NaN where all rows are of one label."""
        hits, alarms = self._steps(weights)
        if not hits[-1] or not alarms[-1]:
            return _UNDEFINED
        area = (np.diff(alarms) * (hits[1:] + hits[:-1])).sum() / 2
        precise = np.nan_to_num(over(hits[1:], hits[1:] + alarms[1:]))
        average = (np.diff(hits) * precise).sum()
        areas: np.ndarray = np.array([area / (hits[-1] * alarms[-1]), average / hits[-1]])
        return areas

    def curves(self) -> list[Curve]:
        hits, alarms = self._steps(np.ones(len(self._order)))
        if not hits[-1] or not alarms[-1]:
            return []
        return [roc(hits, alarms), precision_recall(hits, alarms)]
