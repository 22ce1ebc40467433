"""Intervals hold the value, are narrower for more rows, and are of the same drawings for both models."""

from __future__ import annotations

import numpy as np
import pytest
from evaluating.classification import Classification
from evaluating.problems import Unusable
from evaluating.resampling import compare
from hypothesis import given, settings
from hypothesis import strategies as st

PAIRS = st.lists(st.tuples(st.integers(0, 1), st.integers(0, 1)), min_size=1, max_size=12)


def scores(pairs: list) -> Classification:
    observed, predicted = np.array(pairs).T
    return Classification(["no", "yes"], observed, predicted)


@settings(max_examples=8, deadline=None)
@given(PAIRS)
def test_a_value_lies_in_its_interval(pairs: list) -> None:
    for one in compare(scores(pairs), None).candidate.values():
        if one.value is not None:
            assert one.low is not None
            assert one.high is not None
            assert one.low <= one.value <= one.high


def test_more_rows_make_a_metric_surer() -> None:
    def width(times: int) -> float:
        found = compare(scores([(0, 0), (0, 1), (1, 1), (1, 1)] * times), None).candidate
        return float(found["", "accuracy"].high or 0) - float(found["", "accuracy"].low or 0)

    assert width(100) < width(10) / 2


def test_the_same_model_has_no_lead_over_itself() -> None:
    one = scores([(0, 0), (0, 1), (1, 1), (1, 0)] * 5)
    lead = compare(one, one).difference["", "accuracy"]
    assert (lead.value, lead.low, lead.high) == (0, 0, 0)


def test_a_lead_is_measured_by_the_same_drawings() -> None:
    """Both miss the same hard rows: the lead is surer than either of the two."""
    champion = [(0, 0), (1, 0), (1, 1), (0, 1)] * 20
    candidate = [(0, 0), (1, 0), (1, 1), (0, 1)] * 19 + [(0, 0), (1, 0), (1, 1), (0, 0)]
    found = compare(scores(candidate), scores(champion))
    lead, alone = found.difference["", "accuracy"], found.candidate["", "accuracy"]
    assert lead.value == pytest.approx(1 / 80)
    assert float(lead.high or 0) - float(lead.low or 0) < 0.1
    assert float(alone.high or 0) - float(alone.low or 0) > 0.2


def test_the_same_seed_gives_the_same() -> None:
    one = scores([(0, 0), (0, 1), (1, 1)] * 9)
    assert compare(one, None) == compare(one, None)
    assert compare(one, None) != compare(one, None, seed=7)


def test_an_undefined_metric_has_no_interval() -> None:
    found = compare(scores([(0, 0), (0, 0)]), None)
    assert found.candidate["", "precision"].as_dict() == {"value": None, "low": None, "high": None}
    assert found.champion == found.difference == {}


def test_what_cannot_be_compared_is_told() -> None:
    with pytest.raises(Unusable, match="no row to measure"):
        compare(Classification(["a"], np.zeros(0), np.zeros(0)), None)
    with pytest.raises(Unusable, match="asked about 1 rows and the champion about 2"):
        compare(scores([(0, 0)]), scores([(0, 0), (1, 1)]))
