"""Loss functions of a linear model's raw outputs: the loss of each row, and its slope by the output.

The formulas are those of AWS's notebook on Linear Learner's loss functions
(amazon-sagemaker-examples, linear_learner_class_weights_loss_functions).

The ones with a kink have a smooth stand-in, in which ``width`` is how much of the kink is rounded: its loss is at
most ``width / 4`` above the exact one (twice that where there are two kinks). With width 0 they are exact.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import numpy as np
from scipy.special import expit

Sloped = tuple[np.ndarray, np.ndarray]


@dataclass(frozen=True)
class Loss:
    """``objective`` is its name in the log.

    ``of(outputs, labels, width)`` has losses of (rows,), and slopes of the outputs' shape.
    """

    objective: str
    of: Callable[[np.ndarray, np.ndarray, float], Sloped]
    has_kink: bool = False

    def each(self, outputs: np.ndarray, labels: np.ndarray) -> np.ndarray:
        """The exact loss of each row."""
        return self.of(outputs, labels, 0.0)[0]


def chosen(name: str, values: dict[str, Any]) -> Loss:
    """The loss of this name, with what the hyperparameters say of it."""
    margin, quantile = values["margin"], values["quantile"]
    insensitivity, delta = values["loss_insensitivity"], values["huber_delta"]
    return {
        "logistic": Loss("binary_classification_cross_entropy_objective", _logistic),
        "hinge_loss": Loss("hinge_loss_objective", _hinge(margin), has_kink=True),
        "softmax_loss": Loss("multiclass_cross_entropy_objective", _softmax),
        "squared_loss": Loss("mse_objective", _squared),
        "absolute_loss": Loss("absolute_loss_objective", _tilted(1.0, 1.0, 0.0), has_kink=True),
        "eps_insensitive_squared_loss": Loss(
            "eps_insensitive_squared_loss_objective",
            _squared_beyond(insensitivity),
            has_kink=True,
        ),
        "eps_insensitive_absolute_loss": Loss(
            "eps_insensitive_absolute_loss_objective",
            _tilted(1.0, 1.0, insensitivity),
            has_kink=True,
        ),
        "quantile_loss": Loss(
            "quantile_loss_objective", _tilted(1 - quantile, quantile, 0.0), has_kink=True
        ),
        "huber_loss": Loss("huber_loss_objective", _huber(delta)),
    }[name]


def _logistic(outputs: np.ndarray, labels: np.ndarray, width: float) -> Sloped:
    signs: np.ndarray = 2 * labels - 1
    return np.logaddexp(0, -signs * outputs), expit(outputs) - labels


def _hinge(margin: float) -> Callable[[np.ndarray, np.ndarray, float], Sloped]:
    """An output above a half says 1, and ``margin / 2`` beyond it costs nothing any more."""

    def of(outputs: np.ndarray, labels: np.ndarray, width: float) -> Sloped:
        signs: np.ndarray = 2 * labels - 1
        losses, slopes = _above(margin / 2 - signs * (outputs - 0.5), width)
        return losses, -signs * slopes

    return of


def _softmax(outputs: np.ndarray, labels: np.ndarray, width: float) -> Sloped:
    rows: np.ndarray = np.arange(len(labels))
    right: np.ndarray = labels.astype(np.intp)
    lowered = outputs - outputs.max(axis=1, keepdims=True)
    slopes = np.exp(lowered)
    totals = slopes.sum(axis=1, keepdims=True)
    losses = np.log(totals[:, 0]) - lowered[rows, right]
    slopes /= totals
    slopes[rows, right] -= 1
    return losses, slopes


def _squared(outputs: np.ndarray, labels: np.ndarray, width: float) -> Sloped:
    errors = outputs - labels
    return errors**2, 2 * errors


def _squared_beyond(insensitivity: float) -> Callable[[np.ndarray, np.ndarray, float], Sloped]:
    """The square of an error without that of the insensitivity: what is beyond, squared, and twice what is beyond
    times the insensitivity, which has the kink."""
    kinked = _tilted(2 * insensitivity, 2 * insensitivity, insensitivity)

    def of(outputs: np.ndarray, labels: np.ndarray, width: float) -> Sloped:
        errors = outputs - labels
        beyond = np.sign(errors) * np.maximum(np.abs(errors) - insensitivity, 0)
        losses, slopes = kinked(outputs, labels, width)
        return beyond**2 + losses, 2 * beyond + slopes

    return of


def _tilted(
    over: float, under: float, insensitivity: float
) -> Callable[[np.ndarray, np.ndarray, float], Sloped]:
    """What an output costs that is one above its label, and one below."""

    def of(outputs: np.ndarray, labels: np.ndarray, width: float) -> Sloped:
        errors = outputs - labels
        above, above_slopes = _above(errors - insensitivity, width)
        below, below_slopes = _above(-errors - insensitivity, width)
        return over * above + under * below, over * above_slopes - under * below_slopes

    return of


def _huber(delta: float) -> Callable[[np.ndarray, np.ndarray, float], Sloped]:
    def of(outputs: np.ndarray, labels: np.ndarray, width: float) -> Sloped:
        errors = outputs - labels
        near = np.clip(errors, -delta, delta)
        return near * (errors - near / 2), near

    return of


def _above(values: np.ndarray, width: float) -> Sloped:
    """How far values are above 0, with the kink there rounded over ``width`` to both sides."""
    if not width:
        return np.maximum(values, 0), (values > 0).astype(values.dtype)
    rounded = np.clip(values + width, 0, 2 * width)
    return rounded**2 / (4 * width) + np.maximum(values - width, 0), rounded / (2 * width)
