"""The threshold is the best there is by the criterion: a property, against trying every one."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from learner.thresholds import Cuts, calibrated

VALUES = {"target_recall": 0.8, "target_precision": 0.75, "f_beta": 2.0}
ROWS = st.lists(
    st.tuples(st.sampled_from([0.1, 0.25, 0.5, 0.6, 0.9]), st.booleans()), min_size=1, max_size=12
)


def metrics_at(scores, labels, threshold):
    said = scores > threshold
    right = (said & (labels == 1)).sum()
    precision = right / said.sum() if said.any() else 0
    recall = right / labels.sum() if labels.any() else 0
    return {
        "accuracy": (said == labels).mean(),
        "f1": f(precision, recall, 1),
        "f_beta": f(precision, recall, 2),
        "precision": precision,
        "recall": recall,
    }


def f(precision, recall, beta):
    below = beta**2 * precision + recall
    return (1 + beta**2) * precision * recall / below if below else 0


def chosen(scores, labels, criterion):
    values = {**VALUES, "binary_classifier_model_selection_criteria": criterion}
    return calibrated(np.array(scores), np.array(labels, float), 0.7, values)


@given(ROWS, st.sampled_from(["accuracy", "f1", "f_beta"]))
def test_no_other_threshold_is_better(rows, criterion):
    scores, labels = (np.array(column, float) for column in zip(*rows, strict=True))
    found = chosen(scores, labels, criterion)
    best = max(metrics_at(scores, labels, at)[criterion] for at in (0, 0.2, 0.4, 0.55, 0.7, 1))
    assert metrics_at(scores, labels, found.threshold)[criterion] == pytest.approx(best)
    assert found.value == pytest.approx(best)


@given(ROWS, st.sampled_from([("precision", "recall", 0.8), ("recall", "precision", 0.75)]))
def test_one_measure_is_held_at_its_target(rows, which):
    wanted, held, target = which
    scores, labels = (np.array(column, float) for column in zip(*rows, strict=True))
    found = chosen(scores, labels, f"{wanted}_at_target_{held}")
    there = metrics_at(scores, labels, found.threshold)
    every = [metrics_at(scores, labels, at) for at in (0, 0.2, 0.4, 0.55, 0.7, 1)]
    reaching = [one[wanted] for one in every if one[held] >= target]
    if reaching:
        assert there[held] >= target
        assert there[wanted] == pytest.approx(max(reaching))
    else:
        assert there[held] == pytest.approx(max(one[held] for one in every))


@pytest.mark.parametrize("criterion", ["loss_function", "cross_entropy_loss"])
def test_where_the_loss_decides_the_threshold_is_a_half(criterion):
    found = chosen([0.1, 0.2], [0, 1], criterion)
    assert (found.threshold, found.value) == (0.5, -0.7)


def test_of_equally_good_thresholds_it_is_the_one_next_to_a_half():
    assert chosen([0.1, 0.4, 0.8, 0.9], [0, 0, 1, 1], "accuracy").threshold == pytest.approx(0.6)


def test_cuts_go_from_none_to_all():
    cuts = Cuts.of(np.array([0.3, 0.3, 0.7]), np.array([0.0, 1, 1]))
    assert cuts.true_positives.tolist() == [0, 1, 2]
    assert cuts.false_positives.tolist() == [0, 0, 1]
    assert cuts.thresholds[0] > 0.7
    assert cuts.thresholds[-1] < 0.3
