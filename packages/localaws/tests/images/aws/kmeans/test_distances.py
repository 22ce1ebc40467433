"""Distances of rows from their closest center."""

from __future__ import annotations

import numpy as np
import pytest
from algorithm import distances
from algorithm.distances import closest
from scipy.sparse import csr_matrix

ROWS = np.random.default_rng(2).normal(1000, 1, size=(50, 3)).astype(np.float32)
CENTERS = ROWS[:4].astype(np.float64) + 0.01


def by_hand() -> np.ndarray:
    return np.linalg.norm(ROWS[:, None] - CENTERS[None], axis=2)


@pytest.mark.parametrize("rows", [ROWS, csr_matrix(ROWS)], ids=["dense", "sparse"])
@pytest.mark.parametrize("at_once", [1, 12, 1 << 22])
def test_closest_center_and_distance(
    monkeypatch: pytest.MonkeyPatch, rows: object, at_once: int
) -> None:
    monkeypatch.setattr(distances, "AT_ONCE", at_once)

    nearest, found = closest(rows, CENTERS)

    assert nearest.tolist() == by_hand().argmin(axis=1).tolist()
    assert found == pytest.approx(by_hand().min(axis=1), abs=1e-4)


def test_a_dense_row_at_its_center_is_at_no_distance_at_all() -> None:
    _, found = closest(ROWS, ROWS.astype(np.float64))

    assert not found.any()


def test_no_rows_have_no_distances() -> None:
    assert [len(part) for part in closest(ROWS[:0], CENTERS)] == [0, 0]
