"""Scores of a model that predicts a number."""

from __future__ import annotations

import numpy as np

from .curves import Curve
from .problems import Unusable
from .rates import over
from .resampling import Key


class Regression:
    """Rows with an observed and a predicted number, float64 [rows] each.

    Raises:
        Unusable: the two are not about the same rows, or a number is none.
    """

    def __init__(self, observed: np.ndarray, predicted: np.ndarray) -> None:
        self._observed = np.asarray(observed, dtype=np.float64)
        predictions = np.asarray(predicted, dtype=np.float64)
        if self._observed.shape != predictions.shape:
            raise Unusable(
                f"there are {len(predictions)} predictions for {len(self._observed)} rows: they are not of one "
                "test split"
            )
        if not np.isfinite(predictions).all():
            raise Unusable("the model predicts something that is no number")
        self._errors = predictions - self._observed

    def __len__(self) -> int:
        return len(self._observed)

    def keys(self) -> list[Key]:
        return [("", name) for name in ("mae", "rmse", "bias", "r2")]

    def measure(self, weights: np.ndarray) -> np.ndarray:
        total = weights.sum()
        squares = weights @ self._errors**2
        centre = weights @ self._observed / total
        spread = weights @ (self._observed - centre) ** 2
        means = [weights @ np.abs(self._errors), squares, weights @ self._errors]
        mae, square, bias = (part / total for part in means)
        measured: np.ndarray = np.array(
            [mae, np.sqrt(square), bias, 1 - float(over(squares, spread))]
        )
        return measured

    def curves(self) -> list[Curve]:
        return []

    def counts(self) -> dict[str, int]:
        return {}

    def table(self) -> tuple[list[str], list[list[int]]] | None:
        return None
