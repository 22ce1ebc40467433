"""The components of a matrix, against scikit-learn's, and what AWS's models look like."""

from __future__ import annotations

import numpy as np
import pytest
from algorithm import decomposition
from algorithm.decomposition import Components, randomized, regular
from scipy.sparse import csr_matrix, random_array
from sklearn.decomposition import PCA, TruncatedSVD

ROWS = np.random.default_rng(7).normal(size=(200, 6)).astype(np.float32) * [9, 5, 3, 2, 1, 0.5] + 4


def exact(rows: object = ROWS, count: int = 3, *, subtract_mean: bool = True) -> Components:
    return regular(rows, count, subtract_mean=subtract_mean, batch=64)


def test_components_are_those_of_scikit_learn_with_the_largest_last() -> None:
    reference = PCA(3).fit(ROWS.astype(np.float64))

    found = exact()

    assert found.singular_values == pytest.approx(reference.singular_values_[::-1], rel=1e-6)
    assert np.abs(reference.components_[::-1] @ found.vectors) == pytest.approx(np.eye(3), abs=1e-6)
    assert found.mean == pytest.approx(reference.mean_, rel=1e-6)


def test_a_projection_is_of_the_centred_row_on_each_component() -> None:
    found = exact()

    assert found.project(ROWS[:2]) == pytest.approx((ROWS[:2] - found.mean) @ found.vectors)


def test_the_largest_entry_of_each_component_is_positive() -> None:
    vectors = exact(count=6).vectors

    assert (vectors[np.abs(vectors).argmax(axis=0), range(6)] > 0).all()


def test_without_its_mean_subtracted_a_matrix_has_the_components_of_its_rows_as_they_are() -> None:
    reference = TruncatedSVD(2, algorithm="arpack").fit(ROWS.astype(np.float64))

    found = exact(count=2, subtract_mean=False)

    assert found.singular_values == pytest.approx(reference.singular_values_[::-1], rel=1e-6)
    assert not found.mean.any()


def test_batches_of_any_size_give_the_same_components() -> None:
    whole = regular(ROWS, 3, subtract_mean=True, batch=1000)

    assert regular(ROWS, 3, subtract_mean=True, batch=7).vectors == pytest.approx(whole.vectors)


@pytest.mark.parametrize("subtract_mean", [True, False])
def test_sparse_rows_have_the_components_of_dense_ones(subtract_mean: bool) -> None:
    sparse = random_array((80, 20), density=0.2, rng=np.random.default_rng(1), format="csr")

    found = exact(csr_matrix(sparse), subtract_mean=subtract_mean)

    dense = exact(sparse.todense(), subtract_mean=subtract_mean)
    assert found.vectors == pytest.approx(dense.vectors, abs=1e-8)
    assert found.project(csr_matrix(sparse)) == pytest.approx(dense.project(sparse.todense()))


@pytest.mark.parametrize("subtract_mean", [True, False])
def test_wide_rows_have_the_same_components_without_products_of_all_columns(
    monkeypatch: pytest.MonkeyPatch, subtract_mean: bool
) -> None:
    by_covariance = exact(subtract_mean=subtract_mean)
    monkeypatch.setattr(decomposition, "WIDEST_COVARIANCE", 5)

    by_rows = exact(csr_matrix(ROWS), subtract_mean=subtract_mean)

    assert by_rows.singular_values == pytest.approx(by_covariance.singular_values, rel=1e-6)
    assert by_rows.vectors == pytest.approx(by_covariance.vectors, abs=1e-5)


def test_more_components_than_rows_are_orthogonal_and_without_variance() -> None:
    found = exact(ROWS[:2], count=4)

    assert found.singular_values[:3] == pytest.approx([0, 0, 0], abs=1e-5)
    assert found.vectors.T @ found.vectors == pytest.approx(np.eye(4), abs=1e-9)


def test_random_combinations_find_the_components_of_a_matrix_that_has_no_more() -> None:
    of_rank_2 = (
        ROWS @ np.outer([1, 2, 3, 4, 5, 6], [1, 0, 0, 0, 1, 1]) + ROWS @ np.eye(6)[:, [0] * 6]
    )

    found = randomized(of_rank_2, 2, extra=10, subtract_mean=True, batch=50)

    reference = exact(of_rank_2, count=2)
    assert np.abs(reference.vectors.T @ found.vectors).max(axis=0) == pytest.approx(1, abs=0.2)
    assert found.vectors @ found.vectors.T == pytest.approx(
        reference.vectors @ reference.vectors.T, abs=1e-6
    )


def test_more_random_combinations_come_nearer_to_the_components() -> None:
    best = exact(count=2)

    def captured(extra: int) -> float:
        found = randomized(ROWS, 2, extra=extra, subtract_mean=True, batch=50)
        return float((found.project(ROWS) ** 2).sum() / (best.project(ROWS) ** 2).sum())

    assert captured(2) < captured(200) == pytest.approx(1, abs=0.02)


def test_singular_values_of_random_combinations_are_of_the_size_of_the_exact_ones() -> None:
    found = randomized(ROWS, 2, extra=400, subtract_mean=True, batch=50)

    assert found.singular_values == pytest.approx(exact(count=2).singular_values, rel=0.1)
    assert found.mean == pytest.approx(ROWS.mean(axis=0), rel=1e-5)
