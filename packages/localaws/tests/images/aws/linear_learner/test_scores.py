"""Measures agree with scikit-learn's."""

from __future__ import annotations

import numpy as np
import pytest
from learner import losses
from learner.model import Model
from learner.scores import scores
from sklearn import metrics

VALUES = {
    "margin": 1.0, "quantile": 0.5, "loss_insensitivity": 0.01, "huber_delta": 1.0, "f_beta": 2.0,
    "accuracy_top_k": 2,
}  # fmt: skip
NUMBERS = np.random.default_rng(0)
FEATURES = NUMBERS.normal(size=(200, 3))


def measured(predictor_type, loss, weights, labels, threshold=0.0):
    model = Model(predictor_type, loss, weights, np.zeros(weights.shape[1]), threshold)
    found = scores(model, losses.chosen(loss, VALUES), FEATURES, labels, VALUES)
    return {one.name: one.value for one in found}


def test_of_a_binary_classifier():
    labels = (FEATURES[:, 0] + NUMBERS.normal(size=200) > 0).astype(float)
    found = measured("binary_classifier", "logistic", np.array([[2.0], [1], [0]]), labels, 0.6)
    score = 1 / (1 + np.exp(-(FEATURES @ [2, 1, 0])))
    said = score > 0.6
    assert found == pytest.approx(
        {
            "binary_classification_cross_entropy_objective": metrics.log_loss(labels, score),
            "binary_classification_accuracy": metrics.accuracy_score(labels, said),
            "binary_f_2.000": metrics.fbeta_score(labels, said, beta=2),
            "precision": metrics.precision_score(labels, said),
            "recall": metrics.recall_score(labels, said),
            "roc_auc_score": metrics.roc_auc_score(labels, score),
        }
    )


def test_of_one_class_only_there_is_no_curve():
    found = measured("binary_classifier", "logistic", np.ones((3, 1)), np.zeros(200), 0.5)
    assert "roc_auc_score" not in found
    assert found["recall"] == 0


def test_of_a_multiclass_classifier():
    labels = NUMBERS.integers(0, 4, 200).astype(float)
    weights = NUMBERS.normal(size=(3, 4))
    found = measured("multiclass_classifier", "softmax_loss", weights, labels)
    outputs = FEATURES @ weights
    said = outputs.argmax(axis=1)
    ranks = (-outputs).argsort(axis=1).argsort(axis=1)[np.arange(200), labels.astype(int)]
    options = {"average": "macro", "zero_division": 0}
    assert found == pytest.approx(
        {
            "multiclass_cross_entropy_objective": metrics.log_loss(
                labels, np.exp(outputs) / np.exp(outputs).sum(axis=1, keepdims=True)
            ),
            "multiclass_accuracy": metrics.accuracy_score(labels, said),
            "multiclass_top_k_accuracy_2": metrics.top_k_accuracy_score(labels, outputs, k=2),
            "dcg": (1 / np.log2(ranks + 2)).mean(),
            "macro_recall": metrics.recall_score(labels, said, **options),
            "macro_precision": metrics.precision_score(labels, said, **options),
            "macro_f_2.000": metrics.fbeta_score(labels, said, beta=2, **options),
        }
    )


def test_of_a_regressor():
    labels = NUMBERS.normal(size=200)
    found = measured("regressor", "absolute_loss", np.ones((3, 1)), labels)
    predicted = FEATURES.sum(axis=1)
    assert found == pytest.approx(
        {
            "absolute_loss_objective": metrics.mean_absolute_error(labels, predicted),
            "mse": metrics.mean_squared_error(labels, predicted),
            "absolute_loss": metrics.mean_absolute_error(labels, predicted),
        }
    )
