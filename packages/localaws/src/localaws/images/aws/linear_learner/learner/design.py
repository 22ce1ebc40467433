"""The features of a data set as the matrix that a solver multiplies with, shifted and scaled.

Dense features are shifted and scaled once. Sparse ones stay sparse: their shift is taken off the products.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
from scipy import sparse

MOST_IN_DOUBLES = 50_000_000  # numbers; beyond, they are kept as float32


@dataclass(frozen=True)
class Design:
    """``matrix`` is (rows, features); ``taken_off`` each feature where it is sparse, else 0."""

    matrix: Any
    taken_off: np.ndarray | None

    @classmethod
    def of(cls, features: Any, shift: np.ndarray, scale: np.ndarray) -> Design:
        if sparse.issparse(features):
            scaled = sparse.csr_matrix(features.astype(np.float64) @ sparse.diags(1 / scale))
            return cls(scaled, shift / scale if shift.any() else None)
        kind = np.float64 if features.size <= MOST_IN_DOUBLES else np.float32
        return cls(((features - shift) / scale).astype(kind, copy=False), None)

    @property
    def shape(self) -> tuple[int, int]:
        rows, columns = self.matrix.shape
        return int(rows), int(columns)

    def outputs(self, weights: np.ndarray) -> np.ndarray:
        """The product with weights of (features, outputs)."""
        product: np.ndarray = self.matrix @ weights
        return product if self.taken_off is None else product - self.taken_off @ weights

    def slopes(self, slopes: np.ndarray) -> np.ndarray:
        """The sum over rows of features times slopes of (rows, outputs)."""
        product: np.ndarray = self.matrix.T @ slopes
        if self.taken_off is not None:
            product = product - np.outer(self.taken_off, slopes.sum(axis=0))
        return product

    def part(self, rows: np.ndarray) -> Design:
        return Design(self.matrix[rows], self.taken_off)
