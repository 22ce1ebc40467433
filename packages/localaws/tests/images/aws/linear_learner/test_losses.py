"""Losses are those of AWS's notebook, and their slopes are their slopes."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from learner.losses import chosen

VALUES = {"margin": 1.0, "quantile": 0.8, "loss_insensitivity": 0.25, "huber_delta": 0.5}
NUMBERS = st.floats(-5, 5)
BINARY = ("logistic", "hinge_loss")
REGRESSION = (
    "squared_loss", "absolute_loss", "eps_insensitive_squared_loss", "eps_insensitive_absolute_loss",
    "quantile_loss", "huber_loss",
)  # fmt: skip


def of(name, output, label, width=0.0):
    losses, slopes = chosen(name, VALUES).of(np.array([output]), np.array([label]), width)
    return float(losses[0]), float(slopes[0])


@pytest.mark.parametrize(
    ("name", "output", "label", "loss"),
    [
        ("logistic", 0, 1, np.log(2)),
        ("hinge_loss", 0.25, 1, 0.75),  # ((m + 1) / 2 - output)⁺
        ("hinge_loss", 0.25, 0, 0.25),  # ((m - 1) / 2 + output)⁺
        ("hinge_loss", 1.5, 1, 0),
        ("squared_loss", 3, 1, 4),
        ("absolute_loss", 3, 1, 2),
        ("eps_insensitive_squared_loss", 2, 1, 1 - 0.25**2),
        ("eps_insensitive_squared_loss", 1.2, 1, 0),
        ("eps_insensitive_absolute_loss", 0, 1, 0.75),
        ("quantile_loss", 0, 1, 0.8),  # too low costs the quantile
        ("quantile_loss", 2, 1, 0.2),
        ("huber_loss", 1.25, 1, 0.25**2 / 2),
        ("huber_loss", 3, 1, 2 * 0.5 - 0.5**2 / 2),
    ],
)
def test_a_loss_is_as_it_is_written(name, output, label, loss):
    assert of(name, output, label)[0] == pytest.approx(loss)


@given(st.sampled_from(REGRESSION + BINARY), NUMBERS, st.booleans(), st.sampled_from([0.3, 0.01]))
def test_slopes_are_those_of_the_rounded_loss(name, output, label, width):
    step = 1e-6
    above, below = (of(name, output + side, float(label), width)[0] for side in (step, -step))
    assert of(name, output, float(label), width)[1] == pytest.approx(
        (above - below) / (2 * step), abs=1e-3
    )


@given(st.sampled_from(REGRESSION + BINARY), NUMBERS, st.booleans(), st.floats(0.001, 1))
def test_a_rounded_loss_is_little_above_the_exact_one(name, output, label, width):
    difference = of(name, output, float(label), width)[0] - of(name, output, float(label))[0]
    assert -1e-12 <= difference <= width / 2 + 1e-12


def test_softmax_has_a_slope_for_each_class():
    losses, slopes = chosen("softmax_loss", VALUES).of(np.array([[1.0, 2, 3]]), np.array([2.0]), 0)
    chances = np.exp([1, 2, 3]) / np.exp([1, 2, 3]).sum()
    assert losses[0] == pytest.approx(-np.log(chances[2]))
    np.testing.assert_allclose(slopes[0], chances - [0, 0, 1])
