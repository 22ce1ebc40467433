"""What a model is worth on a data set, by the names that AWS's log has for it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np

from .hyperparameter_table import BINARY, MULTICLASS
from .losses import Loss
from .model import Model


@dataclass(frozen=True)
class Score:
    """One measure; ``is_loss`` where less is better."""

    name: str
    value: float
    is_loss: bool = False


def scores(
    model: Model, loss: Loss, features: Any, labels: np.ndarray, values: dict[str, Any]
) -> list[Score]:
    """Every measure of a model on these rows, the objective first."""
    outputs = model.outputs(features)
    objective = Score(loss.objective, float(loss.each(outputs, labels).mean()), is_loss=True)
    if model.predictor_type == BINARY:
        return [objective, *_binary(model, model.scores(outputs), labels, values["f_beta"])]
    if model.predictor_type == MULTICLASS:
        return [objective, *_multiclass(outputs, labels.astype(np.intp), values)]
    errors = outputs - labels
    return [
        objective,
        Score("mse", float((errors**2).mean()), is_loss=True),
        Score("absolute_loss", float(np.abs(errors).mean()), is_loss=True),
    ]


def _binary(model: Model, scores: np.ndarray, labels: np.ndarray, beta: float) -> list[Score]:
    said = model.labels(scores)
    right = float((said & (labels == 1)).sum())
    precision, recall = _ratio(right, said.sum()), _ratio(right, (labels == 1).sum())
    found = [
        Score("binary_classification_accuracy", float((said == labels).mean())),
        Score(f"binary_f_{beta:.3f}", f_score(precision, recall, beta)),
        Score("precision", precision),
        Score("recall", recall),
    ]
    positives, count = int(labels.sum()), len(labels)
    if 0 < positives < count:  # else there is no curve
        above = _ranks(scores)[labels == 1].sum() - positives * (positives + 1) / 2
        found.append(Score("roc_auc_score", float(above / (positives * (count - positives)))))
    return found


def _ranks(scores: np.ndarray) -> np.ndarray:
    """Which place each score has among all, from 1; equal ones share the middle of theirs."""
    _, groups, counts = np.unique(scores, return_inverse=True, return_counts=True)
    places: np.ndarray = (np.cumsum(counts) - (counts - 1) / 2)[groups]
    return places


def _multiclass(outputs: np.ndarray, labels: np.ndarray, values: dict[str, Any]) -> list[Score]:
    classes, top, beta = outputs.shape[1], values["accuracy_top_k"], values["f_beta"]
    own = outputs[np.arange(len(labels)), labels]
    ranks = (outputs > own[:, None]).sum(axis=1)  # how many classes are before the right one
    said = np.argmax(outputs, axis=1)
    said_of = np.bincount(said, minlength=classes)
    are_of = np.bincount(labels, minlength=classes)
    right_of = np.bincount(labels[said == labels], minlength=classes)
    there = are_of > 0
    precision = [_ratio(a, b) for a, b in zip(right_of[there], said_of[there], strict=True)]
    recall = [_ratio(a, b) for a, b in zip(right_of[there], are_of[there], strict=True)]
    f_scores = [f_score(p, r, beta) for p, r in zip(precision, recall, strict=True)]
    return [
        Score("multiclass_accuracy", float((said == labels).mean())),
        Score(f"multiclass_top_k_accuracy_{top}", float((ranks < top).mean())),
        Score("dcg", float((1 / np.log2(ranks + 2)).mean())),
        Score("macro_recall", float(np.mean(recall))),
        Score("macro_precision", float(np.mean(precision))),
        Score(f"macro_f_{beta:.3f}", float(np.mean(f_scores))),
    ]


def f_score(precision: float, recall: float, beta: float) -> float:
    return _ratio((1 + beta**2) * precision * recall, beta**2 * precision + recall)


def _ratio(part: float, whole: float) -> float:
    return float(part) / float(whole) if whole else 0.0
