"""Centers that batches of rows move, and the k that they become."""

from __future__ import annotations

import numpy as np
import pytest
from algorithm.distances import closest, mean_square_distance
from algorithm.lloyd import Lloyd, initial
from algorithm.web_scale import Centers, shrunk
from scipy.sparse import csr_matrix
from sklearn.cluster import KMeans

LLOYD = Lloyd(most_iterations=300, tolerance=0.0001, init_method="kmeans++")
random = np.random.default_rng(3)
BLOBS = np.concatenate(
    [random.normal(at, 0.3, (100, 2)) for at in ((0, 0), (5, 0), (0, 5), (5, 5))]
).astype(np.float32)
random.shuffle(BLOBS)


def trained(
    rows: object = BLOBS, k: int = 4, factor: int = 10, method: str = "random"
) -> np.ndarray:
    centers = Centers.among(rows, k * factor, method)
    for start in range(0, 400, 100):
        centers.update(rows[start : start + 100], 0)  # type: ignore[index]
    return shrunk(
        centers, k, LLOYD, 10, lambda found: mean_square_distance(rows, found), lambda *_: None
    )


@pytest.mark.parametrize("method", ["random", "kmeans++"])
def test_the_centers_are_those_of_scikit_learn(method: str) -> None:
    best = KMeans(4, n_init=10, random_state=0).fit(BLOBS)

    found = trained(method=method)

    assert mean_square_distance(BLOBS, found) == pytest.approx(best.inertia_ / 400, rel=0.05)


def test_sparse_rows_give_the_centers_of_dense_ones() -> None:
    assert trained(csr_matrix(BLOBS)) == pytest.approx(trained(BLOBS), rel=1e-4)


def test_a_center_moves_to_the_weighted_mean_of_what_it_was_and_of_its_new_rows() -> None:
    centers = Centers(np.array([[0.0], [10.0]]), np.array([3.0, 1.0]))

    centers.update(np.array([[4.0]]), 0)

    assert centers.positions.tolist() == [[1.0], [10.0]]
    assert centers.weights.tolist() == [4.0, 1.0]


def test_what_was_seen_before_loses_half_of_its_weight_after_that_many_rows() -> None:
    centers = Centers(np.array([[0.0]]), np.array([4.0]))

    centers.update(np.array([[6.0], [6.0]]), 2)

    assert centers.weights.tolist() == [4.0]
    assert centers.positions.tolist() == [[3.0]]


def test_attempts_are_told_and_the_best_is_taken() -> None:
    told: list[float] = []
    centers = Centers.among(BLOBS, 40, "random")
    centers.update(BLOBS, 0)

    found = shrunk(
        centers,
        4,
        Lloyd(1, 0.0, "random"),
        5,
        lambda some: mean_square_distance(BLOBS, some),
        lambda attempt, loss: told.append(loss),
    )

    assert len(told) == 5
    assert mean_square_distance(BLOBS, found) == min(told) < max(told)


def test_centers_that_no_row_is_closest_to_are_the_first_to_go() -> None:
    centers = Centers(np.array([[0.0], [1.0], [2.0]]), np.array([0.0, 1.0, 1.0]))

    found = shrunk(centers, 2, LLOYD, 3, lambda _: 0.0, lambda *_: None)

    assert found.tolist() == [[1.0], [2.0]]


def test_initial_centers_are_different_rows() -> None:
    chosen = initial(BLOBS, 400, "random", np.random.RandomState(0))

    assert sorted(map(tuple, chosen)) == sorted(map(tuple, BLOBS.astype(np.float64)))


def test_lloyd_stops_where_little_is_won() -> None:
    weights = np.ones(len(BLOBS))
    early = Lloyd(300, 1.0, "random").centers(
        BLOBS.astype(float), weights, 4, np.random.RandomState(1)
    )
    late = Lloyd(300, 0.0, "random").centers(
        BLOBS.astype(float), weights, 4, np.random.RandomState(1)
    )

    assert mean_square_distance(BLOBS, late) <= mean_square_distance(BLOBS, early)
    assert len(set(closest(BLOBS, late)[0])) > 1
