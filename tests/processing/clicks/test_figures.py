"""The figures are what scikit-learn finds, and calibration says what it means."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from impressions.figures import measure
from impressions.wording import summary, text
from sklearn import metrics

ROWS = st.lists(
    st.tuples(st.booleans(), st.sampled_from([0.0, 0.1, 0.25, 0.5, 0.75, 0.9, 1.0])), min_size=1
)


@given(ROWS)
def test_log_loss_and_auc_are_those_of_scikit_learn(rows: list[tuple[bool, float]]) -> None:
    clicked = np.array([row[0] for row in rows])
    scores = np.array([row[1] for row in rows])
    found = measure(clicked, scores)
    clipped = np.clip(scores, 1e-7, 1 - 1e-7)
    assert found.log_loss == pytest.approx(
        metrics.log_loss(clicked, clipped, labels=[False, True]), rel=1e-5, abs=1e-6
    )
    if clicked.any() and not clicked.all():
        assert found.auc == pytest.approx(metrics.roc_auc_score(clicked, scores))
    else:
        assert found.auc is None
    assert sum(one.rows for one in found.bins) == len(rows)
    assert 0 <= found.calibration_error <= 1
    assert summary(found)
    assert text(found)


def test_a_probability_that_comes_true_is_calibrated_and_twice_it_is_not() -> None:
    clicked = np.tile([True, False, False, False], 250)
    right, twice = (measure(clicked, np.full(1000, p)) for p in (0.25, 0.5))
    assert right.calibration == pytest.approx(1)
    assert right.calibration_error == pytest.approx(0, abs=1e-9)
    assert right.normalised_entropy == pytest.approx(1)
    assert twice.calibration == pytest.approx(2)
    assert twice.calibration_error == pytest.approx(0.25)


def test_without_a_click_there_is_nothing_to_compare_with() -> None:
    found = measure(np.array([False, False]), np.array([0.1, 0.2]))
    assert (found.auc, found.calibration, found.normalised_entropy) == (None, None, None)
    assert "AUC undefined" in summary(found)
