"""The principal components of a matrix, in the two ways that AWS's developer guide describes (how-pca-works).

Both read the rows batch by batch and keep a summary: the sums of the rows and of their products (regular), or random
combinations of the rows (randomized, after which the components are an approximation).
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any

import numpy as np
from scipy.linalg import eigh
from scipy.sparse import issparse
from scipy.sparse.linalg import LinearOperator, svds

WIDEST_COVARIANCE = 4096  # columns of which the products of all pairs are kept: 128 MiB
SEED = 0  # AWS's run differs each time; ours can be repeated


@dataclass(frozen=True)
class Components:
    """What is learned.

    Attributes:
        mean: of (columns,), zero where none is subtracted.
        vectors: of (columns, components), the one of the largest singular value last, as in AWS's models.
        singular_values: of (components,), ascending.
    """

    mean: np.ndarray
    vectors: np.ndarray
    singular_values: np.ndarray

    def project(self, rows: Any) -> np.ndarray:
        """The rows in the components' space: of (rows, components)."""
        projected: np.ndarray = rows @ self.vectors - self.mean @ self.vectors
        return projected


def regular(matrix: Any, count: int, *, subtract_mean: bool, batch: int) -> Components:
    """The components exactly: of the rows' covariance, or, of wide rows, of the rows themselves."""
    rows, columns = matrix.shape
    if columns <= WIDEST_COVARIANCE or count >= min(rows, columns):
        return _by_covariance(matrix, count, subtract_mean, batch)
    return _by_rows(matrix, count, subtract_mean)


def randomized(
    matrix: Any, count: int, *, extra: int, subtract_mean: bool, batch: int
) -> Components:
    """The components of ``count + extra`` random combinations of the rows."""
    columns = matrix.shape[1]
    random = np.random.default_rng(SEED)
    size = count + extra
    sketch, signs_sum, rows_sum = np.zeros((size, columns)), np.zeros(size), np.zeros(columns)
    for rows in batches(matrix, batch):
        signs = random.choice((-1.0, 1.0), (size, rows.shape[0]))
        sketch += _dense(signs @ rows)
        signs_sum += signs.sum(axis=1)
        rows_sum += _sum(rows)
    mean = rows_sum / matrix.shape[0] if subtract_mean else np.zeros(columns)
    centred = sketch - np.outer(signs_sum, mean)
    _, values, vectors = np.linalg.svd(centred, full_matrices=False)
    # Each of the combinations has the length of the whole: together they are `size` times as long.
    return _ordered(mean, vectors[:count].T, values[:count] / np.sqrt(size))


def batches(matrix: Any, size: int) -> Iterator[Any]:
    """The rows of a matrix, so many at a time, in double precision."""
    for start in range(0, matrix.shape[0], size):
        yield matrix[start : start + size].astype(np.float64)


def _by_covariance(matrix: Any, count: int, subtract_mean: bool, batch: int) -> Components:
    rows, columns = matrix.shape
    products, total = _products(batches(matrix, batch), columns)
    mean = total / rows if subtract_mean else np.zeros(columns)
    products -= rows * np.outer(mean, mean)
    squares, vectors = eigh(products, subset_by_index=(columns - count, columns - 1))
    return _ordered(mean, vectors, np.sqrt(np.maximum(squares, 0)))


def _products(parts: Iterable[Any], columns: int) -> tuple[np.ndarray, np.ndarray]:
    products, total = np.zeros((columns, columns)), np.zeros(columns)
    for rows in parts:
        products += _dense(rows.T @ rows)
        total += _sum(rows)
    return products, total


def _by_rows(matrix: Any, count: int, subtract_mean: bool) -> Components:
    """By Lanczos' method: the mean is subtracted in each product, so that sparse rows stay sparse."""
    rows, columns = matrix.shape
    mean = _sum(matrix) / rows if subtract_mean else np.zeros(columns)
    double = matrix.astype(np.float64)
    centred = LinearOperator(
        (rows, columns),
        matvec=lambda v: double @ v.ravel() - mean @ v.ravel(),
        rmatvec=lambda u: double.T @ u.ravel() - mean * u.sum(),
        dtype=np.float64,
    )
    _, values, vectors = svds(centred, k=count, rng=np.random.default_rng(SEED))
    return _ordered(mean, vectors.T, values)


def _ordered(mean: np.ndarray, vectors: np.ndarray, values: np.ndarray) -> Components:
    """Ascending, and each vector's largest entry positive: a component's sign means nothing."""
    order = np.argsort(values, kind="stable")
    vectors, values = vectors[:, order], values[order]
    largest = vectors[np.abs(vectors).argmax(axis=0), np.arange(vectors.shape[1])]
    return Components(mean, vectors * np.where(largest < 0, -1.0, 1.0), values)


def _sum(rows: Any) -> np.ndarray:
    total: np.ndarray = np.asarray(rows.sum(axis=0, dtype=np.float64)).ravel()
    return total


def _dense(matrix: Any) -> np.ndarray:
    dense: np.ndarray = np.asarray(matrix.todense() if issparse(matrix) else matrix)
    return dense
