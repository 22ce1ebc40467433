"""The figures, held against scikit-learn's."""

from __future__ import annotations

import math

import numpy as np
import pytest
from campaign import wording
from campaign.figures import measure
from hypothesis import given
from hypothesis import strategies as st
from sklearn import metrics

# Few different scores, so that there are ties; 1/64 is exact in every format.
ROWS = st.lists(st.tuples(st.booleans(), st.integers(1, 63)), min_size=1, max_size=60)


def split(rows: list) -> tuple:
    return np.array([yes for yes, _ in rows]), np.array([score for _, score in rows]) / 64


@given(ROWS)
def test_counts_and_rates_are_those_of_scikit_learn(rows: list) -> None:
    yes, scores = split(rows)
    figures = measure(yes, scores)
    table = metrics.confusion_matrix(yes, scores > 0.5, labels=[False, True])
    assert [[figures.tn, figures.fp], [figures.fn, figures.tp]] == table.tolist()
    assert figures.overall == pytest.approx(metrics.accuracy_score(yes, scores > 0.5))
    assert figures.log_loss == pytest.approx(metrics.log_loss(yes, scores, labels=[False, True]))
    if figures.precision is not None and figures.recall is not None:
        expected = metrics.precision_recall_fscore_support(
            yes, scores > 0.5, average="binary", zero_division=0
        )
        assert (figures.precision, figures.recall, figures.f1) == pytest.approx(expected[:3])


@given(ROWS.filter(lambda rows: len({yes for yes, _ in rows}) == 2))
def test_the_areas_under_the_curves_are_those_of_scikit_learn(rows: list) -> None:
    yes, scores = split(rows)
    curves = measure(yes, scores).curves
    assert curves is not None
    assert curves.auc == pytest.approx(metrics.roc_auc_score(yes, scores))
    assert curves.average_precision == pytest.approx(metrics.average_precision_score(yes, scores))


def test_what_has_no_value_is_called_undefined() -> None:
    figures = measure(np.zeros(4, bool), np.full(4, 0.25))
    assert (figures.precision, figures.recall, figures.f1, figures.curves) == (None,) * 4
    assert wording.summary(figures) == (
        "Overall 100.0 %, precision undefined, recall undefined, AUC undefined, log loss 0.29 on 4 rows."
    )


def test_certainty_that_is_wrong_costs_much_but_not_everything() -> None:
    assert 30 < measure(np.array([True]), np.array([0.0])).log_loss < math.inf


def test_the_text_has_the_table_with_shares_of_its_columns() -> None:
    yes = np.repeat([False, False, True, True], [1078, 15, 114, 28])
    scores = np.repeat([0.1, 0.9, 0.1, 0.9], [1078, 15, 114, 28])
    lines = wording.text(measure(yes, scores), [("50%", 0.75)]).splitlines()
    assert lines[0] == "Overall classification rate: 89.6 % (always no: 88.5 %)"
    assert lines[2:6] == [
        "Predicted   no                  yes",
        "Observed",
        "no          90 % (1,078)        35 % (15)",
        "yes         10 % (114)          65 % (28)",
    ]
    assert lines[-1].split() == ["50%", "75.0", "%"]
