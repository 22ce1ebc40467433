"""Selectable inference: which facts of a prediction ``SAGEMAKER_INFERENCE_OUTPUT`` asks for.

Which objective has which, and how they come from the one number that XGBoost predicts (or the one of
each class), is as in AWS's image, even where it is odd: the raw scores of a margin are (1 - margin,
margin). A fact that an objective has not, is NaN.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from typing import Any

import numpy as np

Fact = float | int | list[float] | list[int]

_PREDICTS_SCORES = (
    "reg:squarederror",
    "reg:logistic",
    "reg:gamma",
    "reg:absoluteerror",
    "reg:tweedie",
)
_CLASSIFIES = ("predicted_label", "labels", "raw_score", "raw_scores")
_WITH_PROBABILITIES = (*_CLASSIFIES, "probability", "probabilities")
FACTS: dict[str, tuple[str, ...]] = {
    **dict.fromkeys(_PREDICTS_SCORES, ("predicted_score",)),
    "binary:logistic": _WITH_PROBABILITIES,
    "binary:logitraw": _CLASSIFIES,
    "binary:hinge": _CLASSIFIES,
    "multi:softmax": _CLASSIFIES,
    "multi:softprob": _WITH_PROBABILITIES,
}


class NotSelectable(ValueError):
    """The model's objective has no facts to select from."""


def select(
    predictions: np.ndarray, keys: Sequence[str], objective: str, classes: int
) -> list[dict[str, Fact]]:
    """The facts of each prediction, in the order of ``keys``.

    Raises:
        NotSelectable: for this objective there are none.
    """
    if objective not in FACTS:
        raise NotSelectable(
            f"SAGEMAKER_INFERENCE_OUTPUT cannot be used with the objective {objective}; "
            f"it can with {', '.join(FACTS)}"
        )
    facts = {key: _fact(key, objective, classes) for key in keys}
    return [{key: fact(one) for key, fact in facts.items()} for one in predictions.tolist()]


def _fact(key: str, objective: str, classes: int) -> Callable[[Any], Fact]:
    """How a fact comes from a prediction: a number, or a list with one for each class."""
    if key not in FACTS[objective]:
        return lambda one: math.nan
    if key == "predicted_label":
        return _label(objective)
    if key == "labels":
        labels = [0, 1] if objective.startswith("binary:") else list(range(classes))
        return lambda one: labels
    if objective == "multi:softprob":
        return max if key in ("probability", "raw_score") else (lambda one: one)
    if key in ("probabilities", "raw_scores"):
        return lambda one: [1.0 - one, one]
    return lambda one: one  # probability, raw_score, predicted_score


def _label(objective: str) -> Callable[[Any], Fact]:
    if objective == "multi:softprob":
        return lambda one: one.index(max(one))
    if objective == "binary:logistic":
        return lambda one: int(one > 0.5)
    if objective == "binary:logitraw":
        return lambda one: int(one > 0)
    return lambda one: one  # multi:softmax and binary:hinge predict the class itself, as a float
