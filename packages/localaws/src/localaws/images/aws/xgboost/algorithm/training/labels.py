"""Whether labels and weights are such as the objective can be trained on.

XGBoost itself would refuse most of it, without a word of where it is.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import numpy as np

from .dataset import Dataset
from .errors import UserError

_FROM_0_TO_1 = ("binary:logistic", "binary:logitraw", "binary:hinge", "reg:logistic")
_NOT_NEGATIVE = ("count:poisson", "reg:tweedie")


def check(dataset: Dataset, values: Mapping[str, Any]) -> None:
    """Check a channel for the objective and ``num_class`` of the hyperparameters.

    Raises:
        UserError: naming the first row that is wrong, with its file and line.
    """
    labels, objective = dataset.labels, values["objective"]
    _refuse(dataset, ~np.isfinite(labels), "a label must be a number")
    if objective in _FROM_0_TO_1:
        wrong = (labels < 0) | (labels > 1)
        _refuse(dataset, wrong, f"objective {objective} needs labels 0 and 1")
    elif objective.startswith("multi:"):
        classes = values["num_class"]
        wrong = (labels < 0) | (labels >= classes) | (labels != np.floor(labels))
        needs = f"objective {objective} with num_class {classes} needs labels 0 to {classes - 1}"
        _refuse(dataset, wrong, needs)
    elif objective in _NOT_NEGATIVE:
        _refuse(dataset, labels < 0, f"objective {objective} needs labels of at least 0")
    elif objective == "reg:gamma":
        _refuse(dataset, labels <= 0, f"objective {objective} needs labels above 0")
    if dataset.weights is not None:
        wrong = ~(np.isfinite(dataset.weights) & (dataset.weights >= 0))
        _refuse(dataset, wrong, "a weight must be a number of at least 0", dataset.weights)


def _refuse(
    dataset: Dataset, wrong: np.ndarray, why: str, values: np.ndarray | None = None
) -> None:
    if not wrong.any():
        return
    row = int(wrong.argmax())
    kind, value = ("label", dataset.labels) if values is None else ("weight", values)
    count = int(wrong.sum())
    others = f"; rows that are wrong too: {count - 1}" if count > 1 else ""
    raise UserError(f"{dataset.whereabouts(row)}: the {kind} is {value[row]:g}, but {why}{others}.")
