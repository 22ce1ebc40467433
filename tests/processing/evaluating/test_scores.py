"""Metrics by hand, and what they are of drawings."""

from __future__ import annotations

import math

import numpy as np
import pytest
from evaluating.classification import Classification
from evaluating.entities import NONE, Entities
from evaluating.problems import Unusable
from evaluating.regression import Regression
from hypothesis import given
from hypothesis import strategies as st

YES = st.lists(st.tuples(st.booleans(), st.integers(0, 10)), min_size=1, max_size=30)


def binary(rows: list) -> Classification:
    yes = np.array([int(one) for one, _ in rows])
    score = np.array([value / 10 for _, value in rows])
    return Classification(
        ["no", "yes"], yes, (score > 0.5).astype(int), np.stack([1 - score, score], axis=1)
    )


def measured(scores: object, weights: list) -> dict:
    """By metric; None where it is undefined."""
    found = scores.measure(np.array(weights, dtype=float)).tolist()  # type: ignore[attr-defined]
    keys = scores.keys()  # type: ignore[attr-defined]
    assert len(keys) == len(found)
    return {key: None if math.isnan(value) else value for key, value in zip(keys, found)}


def test_two_labels_are_measured_by_the_second() -> None:
    found = measured(binary([(True, 9), (True, 2), (False, 8), (False, 1)]), [1, 1, 1, 1])
    assert found["", "accuracy"] == found["", "precision"] == found["", "recall"] == 0.5
    assert found["", "f1"] == found["yes", "f1"] == 0.5
    assert found["", "auc"] == 0.75
    assert found["", "average_precision"] == pytest.approx((1 + 2 / 3) / 2)
    expected = -sum(map(math.log, (0.9, 0.2, 0.2, 0.9))) / 4
    assert found["", "log_loss"] == pytest.approx(expected)


def test_what_was_never_predicted_has_no_precision_and_one_label_alone_no_auc() -> None:
    found = measured(binary([(True, 1), (True, 2)]), [1, 1])
    assert found["", "precision"] is None
    assert found["", "auc"] is None
    assert found["", "recall"] == found["", "f1"] == 0
    assert found["no", "recall"] is None


@given(YES)
def test_a_row_that_is_drawn_twice_counts_as_two_rows(rows: list) -> None:
    weights = [number % 3 for number in range(1, len(rows) + 1)]
    repeated = [row for row, weight in zip(rows, weights) for _ in range(weight)]
    assert measured(binary(rows), weights) == pytest.approx(
        measured(binary(repeated), [1] * len(repeated)), nan_ok=True
    )


@given(YES)
def test_auc_is_the_chance_that_a_yes_scores_above_a_no(rows: list) -> None:
    hits = [value for one, value in rows if one]
    others = [value for one, value in rows if not one]
    wins = [1.0 if a > b else 0.5 if a == b else 0.0 for a in hits for b in others]
    found = measured(binary(rows), [1] * len(rows))["", "auc"]
    assert found == (pytest.approx(sum(wins) / len(wins)) if wins else None)


def test_more_labels_are_measured_by_the_mean_of_all() -> None:
    scores = Classification(["a", "b", "c"], np.array([0, 0, 1, 1]), np.array([0, 1, 1, 1]))
    found = measured(scores, [1, 1, 1, 1])
    assert (found["a", "recall"], found["b", "recall"], found["c", "recall"]) == (0.5, 1, None)
    assert found["", "recall"] == 0.75
    assert found["", "accuracy"] == 0.75
    assert ("", "auc") not in found
    assert scores.table() == (["a", "b", "c"], [[1, 1, 0], [0, 2, 0], [0, 0, 0]])
    assert scores.counts() == {"a": 2, "b": 2, "c": 0}


def test_an_entity_is_found_where_its_place_and_type_are_right() -> None:
    scores = Entities(
        [[(0, 1, "PER"), (3, 5, "ORG")], [(2, 3, "LOC")]],
        [[(0, 1, "PER"), (3, 5, "LOC")], [(2, 4, "LOC")]],
    )
    found = measured(scores, [1, 1])
    assert found["", "precision"] == found["", "recall"] == found["", "f1"] == pytest.approx(1 / 3)
    assert found["PER", "f1"] == 1
    assert found["ORG", "precision"] is None
    assert found["LOC", "recall"] == 0
    labels, counts = scores.table() or ([], [])
    assert labels == ["LOC", "ORG", "PER", NONE]
    assert counts == [[0, 0, 0, 1], [1, 0, 0, 0], [0, 0, 1, 0], [1, 0, 0, 0]]
    assert measured(scores, [1, 0])["", "f1"] == 0.5


def test_numbers_are_measured_by_how_far_off_they_are() -> None:
    found = measured(Regression(np.array([1.0, 2.0, 3.0]), np.array([1.0, 3.0, 5.0])), [1, 1, 1])
    assert found["", "mae"] == found["", "bias"] == 1
    assert found["", "rmse"] == pytest.approx(math.sqrt(5 / 3))
    assert found["", "r2"] == pytest.approx(1 - 5 / 2)
    constant = Regression(np.array([2.0, 2.0]), np.array([2.0, 1.0]))
    assert measured(constant, [1, 1])["", "r2"] is None


def test_what_is_not_about_the_same_rows_is_refused() -> None:
    with pytest.raises(Unusable, match="2 predictions for 3 rows"):
        Classification(["a"], np.zeros(3), np.zeros(2))
    with pytest.raises(Unusable, match="an observed label is none of the 2"):
        Classification(["a", "b"], np.array([2]), np.array([0]))
    with pytest.raises(Unusable, match="a probability that is no number"):
        Classification(["a", "b"], np.array([1]), np.array([0]), np.array([[math.nan, 1]]))
    with pytest.raises(Unusable, match="predictions for 1 sentences, but the test split has 0"):
        Entities([], [[]])
    with pytest.raises(Unusable, match="something that is no number"):
        Regression(np.array([1.0]), np.array([math.inf]))
