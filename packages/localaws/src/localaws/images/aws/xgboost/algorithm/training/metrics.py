"""Evaluation metrics: their names, and those that AWS's image computes itself.

The others are XGBoost's own. A computed metric sees predictions as XGBoost transforms them:
probabilities, or one column of them a class; for ``binary:logitraw`` margins, as it has no other.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

HIGHER_IS_BETTER = (
    "accuracy", "auc", "aucpr", "balanced_accuracy", "f1", "f1_binary", "f1_macro", "map", "ndcg",
    "precision", "precision_macro", "precision_micro", "r2", "recall", "recall_macro",
    "recall_micro",
)  # fmt: skip
LOWER_IS_BETTER = (
    "aft-nloglik", "cox-nloglik", "error", "gamma-deviance", "gamma-nloglik",
    "interval-regression-accuracy", "logloss", "mae", "mape", "merror", "mlogloss", "mphe", "mse",
    "poisson-nloglik", "rmse", "rmsle", "tweedie-nloglik",
)  # fmt: skip
NAMES = (*HIGHER_IS_BETTER, *LOWER_IS_BETTER)
WITH_THRESHOLD = ("error", "map", "ndcg")  # also written as error@0.3

_SCORES = ("f1", "precision", "recall")


@dataclass(frozen=True)
class Metrics:
    """What is evaluated in each round, in this order. ``native`` are XGBoost's, ``computed`` ours;
    ``stopping`` is the one that early stopping looks at, None: the last that is evaluated."""

    native: tuple[str, ...]
    computed: tuple[str, ...]
    stopping: str | None


def is_known(name: str) -> bool:
    base, at, threshold = name.partition("@")
    if not at:
        return name in NAMES
    try:
        float(threshold)
    except ValueError:
        return False
    return base in WITH_THRESHOLD


def choose(eval_metric: Sequence[str], tuning_objective: str | None) -> Metrics:
    """Union of what is asked for and what a tuning job optimises, such as ``validation:auc``."""
    names = list(dict.fromkeys(eval_metric))
    stopping = names[-1] if names else None
    if tuning_objective is not None:
        stopping = tuning_objective.partition(":")[2]
        names = sorted({*names, stopping})
    computed = tuple(name for name in names if is_computed(name))
    native = tuple(name for name in names if name not in computed)
    return Metrics(native, computed, stopping)


def is_computed(name: str) -> bool:
    """Whether XGBoost does not know the metric and we compute it."""
    return name in ("accuracy", "balanced_accuracy", "mse", "r2") or name.split("_")[0] in _SCORES


def is_maximised(name: str) -> bool:
    return name.partition("@")[0] in HIGHER_IS_BETTER


def custom_metric(
    names: Sequence[str], objective: str
) -> Callable[[np.ndarray, Any], list[tuple[str, float]]]:
    """What XGBoost calls after each round for each data set."""
    are_margins = objective == "binary:logitraw"

    def evaluate(predictions: np.ndarray, data: Any) -> list[tuple[str, float]]:
        labels = data.get_label()
        return [(name, _score(name, labels, predictions, are_margins)) for name in names]

    return evaluate


def _score(name: str, labels: np.ndarray, predictions: np.ndarray, are_margins: bool) -> float:
    from sklearn import metrics  # few jobs need it

    if name == "mse":
        return float(metrics.mean_squared_error(labels, predictions))
    if name == "r2":
        return float(metrics.r2_score(labels, predictions))
    classes = _classes(predictions, are_margins=are_margins)
    if name == "accuracy":
        return float(metrics.accuracy_score(labels, classes))
    if name == "balanced_accuracy":
        return float(metrics.balanced_accuracy_score(labels, classes))
    kind, _, average = name.partition("_")
    default = "macro" if kind == "f1" else "binary"
    score = getattr(metrics, f"{kind}_score")
    return float(score(labels, classes, average=average or default, zero_division=0))


def _classes(predictions: np.ndarray, *, are_margins: bool) -> np.ndarray:
    classes: np.ndarray
    if predictions.ndim > 1:
        classes = predictions.argmax(axis=1)
    else:
        classes = (predictions > 0 if are_margins else predictions.round()).astype(int)
    return classes
