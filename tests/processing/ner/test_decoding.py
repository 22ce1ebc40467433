"""Scores become entities: the best tag that IOB2 allows, and where each begins and ends."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays
from scoring.decoding import Found, entities

LABELS = ("O", "B-P", "I-P", "B-L", "I-L")
SCORES = st.integers(0, 12).flatmap(
    lambda units: arrays(np.float32, (units, 5), elements=st.floats(-9, 9, width=32))
)


def scores(*tags: str) -> np.ndarray:
    return np.array([[9 if label == tag else 0 for label in LABELS] for tag in tags], np.float32)


def spans(*tags: str) -> list[tuple[str, int, int]]:
    return [(found.type, found.first, found.end) for found in entities(scores(*tags), LABELS)]


def test_entities_begin_and_go_on() -> None:
    assert spans("O", "B-P", "I-P", "B-P", "O", "B-L") == [("P", 1, 3), ("P", 3, 4), ("L", 5, 6)]


def test_nothing_goes_on_that_has_not_begun() -> None:
    assert spans("O", "I-P", "I-P") == []
    assert spans("B-L", "I-P") == [("L", 0, 1)]


def test_the_score_is_the_mean_probability_of_its_tags() -> None:
    (found,) = entities(np.array([[0, 1, 0, 0, 0]], np.float32), LABELS)
    assert found == Found("P", 0, 1, pytest.approx(np.e / (np.e + 4)))


@given(SCORES)
def test_entities_are_in_order_and_never_overlap(given_scores: np.ndarray) -> None:
    edges = [0]
    for found in entities(given_scores, LABELS):
        edges += [found.first, found.end]
        assert 0 < found.score <= 1
        assert found.first < found.end <= len(given_scores)
    assert edges == sorted(edges)
