"""Trained coefficients reach the optimum that scikit-learn finds on the same data, within 1 % of the loss."""

from __future__ import annotations

import numpy as np
import pytest
from scipy.sparse import csr_matrix
from sklearn.linear_model import (
    ElasticNet,
    LinearRegression,
    LogisticRegression,
    QuantileRegressor,
    Ridge,
)
from sklearn.svm import LinearSVC

from .jobs import csv, recordio, standard, unscaled

ROWS = 600
FEATURES = unscaled(ROWS)
STANDARD = standard(FEATURES)
NUMBERS = np.random.default_rng(1)
SIGNAL = STANDARD @ NUMBERS.normal(size=STANDARD.shape[1])
CLASSES = (NUMBERS.random(ROWS) < 1 / (1 + np.exp(0.5 - SIGNAL))).astype(float)
TARGETS = 100 + 7 * SIGNAL + 3 * NUMBERS.standard_t(2, size=ROWS)
THREE = np.argmax(STANDARD[:, :3] + NUMBERS.gumbel(size=(ROWS, 3)), axis=1).astype(float)
WITHIN = 1.01

LOSSES = {
    "squared_loss": np.square,
    "absolute_loss": np.abs,
    "quantile_loss": lambda errors: np.where(errors > 0, 0.9 * errors, -0.1 * errors),
}


def logistic(outputs):
    return float(np.logaddexp(0, (1 - 2 * CLASSES) * outputs).mean())


@pytest.mark.parametrize(
    "hyperparameters",
    [
        {},
        {"normalize_data": "false"},
        {"wd": "0", "l1": "0", "num_models": "1", "epochs": "1"},
        {"optimizer": "sgd", "unbias_data": "false"},
    ],
)
def test_logistic_regression(job, hyperparameters):
    job.channel("train", csv(FEATURES, CLASSES))
    model = job.run(predictor_type="binary_classifier", **hyperparameters)
    best = LogisticRegression(C=np.inf, tol=1e-9, max_iter=1000).fit(STANDARD, CLASSES)
    reference = logistic(best.decision_function(STANDARD))
    assert logistic(model.outputs(FEATURES.astype(float))) < WITHIN * reference
    assert job.measured("train binary_classification_cross_entropy_objective")[-1] == pytest.approx(
        reference, rel=0.01
    )


def test_logistic_regression_on_sparse_rows(job):
    dense = np.where(NUMBERS.random(FEATURES.shape) < 0.3, FEATURES, 0).astype(np.float32)
    job.channel("train", recordio(csr_matrix(dense), CLASSES), None)
    model = job.run(predictor_type="binary_classifier", feature_dim="6")
    best = LogisticRegression(C=np.inf, tol=1e-9, max_iter=1000).fit(standard(dense), CLASSES)
    reference = logistic(best.decision_function(standard(dense)))
    assert logistic(model.outputs(dense.astype(float))) < WITHIN * reference


def test_logistic_regression_with_a_penalty(job):
    job.channel("train", csv(FEATURES, CLASSES))
    model = job.run(predictor_type="binary_classifier", wd="0.1", l1="0", num_models="1")
    best = LogisticRegression(C=1 / (0.1 * ROWS), tol=1e-9, max_iter=1000).fit(STANDARD, CLASSES)
    weights = model.weights[:, 0] * FEATURES.std(axis=0, dtype=float)
    np.testing.assert_allclose(weights, best.coef_[0], atol=1e-3)


def test_logistic_regression_of_weighted_examples(job):
    job.channel("train", csv(FEATURES, CLASSES))
    model = job.run(
        predictor_type="binary_classifier", positive_example_weight_mult="balanced", num_models="1"
    )
    best = LogisticRegression(C=np.inf, class_weight="balanced", tol=1e-9, max_iter=1000)
    outputs = best.fit(STANDARD, CLASSES).decision_function(STANDARD)
    np.testing.assert_allclose(model.outputs(FEATURES.astype(float)), outputs, atol=1e-2)


def test_hinge_loss(job):
    job.channel("train", csv(FEATURES, CLASSES))
    model = job.run(predictor_type="binary_classifier", loss="hinge_loss", num_models="1")
    best = LinearSVC(loss="hinge", C=100, tol=1e-5, max_iter=1_000_000).fit(STANDARD, CLASSES)
    signs = 2 * CLASSES - 1

    def hinge(decisions):
        return np.maximum(1 - signs * decisions, 0).mean()

    decisions = 2 * (model.outputs(FEATURES.astype(float)) - 0.5)  # AWS's margin is from 0 to 1
    assert hinge(decisions) < WITHIN * hinge(best.decision_function(STANDARD))


@pytest.mark.parametrize("weights", ["false", "true"])
def test_softmax_regression(job, weights):
    job.channel("train", csv(FEATURES, THREE))
    model = job.run(
        predictor_type="multiclass_classifier", num_classes="3", balance_multiclass_weights=weights
    )
    best = LogisticRegression(
        C=np.inf, tol=1e-9, max_iter=1000, class_weight="balanced" if weights == "true" else None
    ).fit(STANDARD, THREE)
    scores = model.scores(model.outputs(FEATURES.astype(float)))
    right = np.arange(ROWS), THREE.astype(int)
    reference = -np.log(best.predict_proba(STANDARD)[right]).mean()
    assert -np.log(scores[right]).mean() < WITHIN * reference


@pytest.mark.parametrize(
    ("loss", "best"),
    [
        ("squared_loss", LinearRegression()),
        ("absolute_loss", QuantileRegressor(quantile=0.5, alpha=0)),
        ("quantile_loss", QuantileRegressor(quantile=0.9, alpha=0)),
    ],
)
@pytest.mark.parametrize("normalized", ["true", "false"])
def test_regression(job, loss, best, normalized):
    job.channel("train", recordio(FEATURES, TARGETS), None)
    model = job.run(
        predictor_type="regressor",
        loss=loss,
        quantile="0.9",
        normalize_data=normalized,
        num_models="1",
    )
    reference = LOSSES[loss](TARGETS - best.fit(STANDARD, TARGETS).predict(STANDARD)).mean()
    errors = TARGETS - model.outputs(FEATURES.astype(float))
    assert LOSSES[loss](errors).mean() < WITHIN * reference


def test_regression_without_a_bias(job):
    job.channel("train", csv(FEATURES, TARGETS))
    model = job.run(predictor_type="regressor", use_bias="false", num_models="1")
    best = LinearRegression(fit_intercept=False).fit(FEATURES.astype(float), TARGETS)
    assert model.bias == 0
    reference = ((TARGETS - best.predict(FEATURES.astype(float))) ** 2).mean()
    errors = TARGETS - model.outputs(FEATURES.astype(float))
    assert (errors**2).mean() < WITHIN * reference


def test_l2_and_l1_penalties_are_on_normalized_features_and_labels(job):
    job.channel("train", csv(FEATURES, TARGETS))
    scaled = (TARGETS - TARGETS.mean()) / TARGETS.std()
    size = FEATURES.std(axis=0, dtype=float) / TARGETS.std()
    ridge = job.run(predictor_type="regressor", wd="0.2", l1="0", num_models="1")
    best = Ridge(alpha=0.1 * ROWS).fit(STANDARD, scaled)
    np.testing.assert_allclose(ridge.weights[:, 0] * size, best.coef_, atol=1e-3)
    lasso = job.run(predictor_type="regressor", wd="0", l1="0.3", num_models="1")
    best = ElasticNet(alpha=0.15, l1_ratio=1, tol=1e-9).fit(STANDARD, scaled)
    np.testing.assert_allclose(lasso.weights[:, 0] * size, best.coef_, atol=1e-3)
    assert (np.abs(lasso.weights[:, 0] * size) < 1e-6).sum() == (best.coef_ == 0).sum() > 0


@pytest.mark.parametrize(
    ("optimizer", "rate"), [("adam", "0.02"), ("sgd", "0.5"), ("rmsprop", "0.02")]
)
def test_descent_by_mini_batches_gets_near_it(job, optimizer, rate):
    job.channel("train", csv(FEATURES, CLASSES))
    model = job.run(
        predictor_type="binary_classifier", optimizer=optimizer, learning_rate=rate,
        mini_batch_size="20", early_stopping_patience="50", epochs="30", num_models="1",
        lr_scheduler_step="20", lr_scheduler_factor="0.9",
    )  # fmt: skip
    best = LogisticRegression(C=np.inf, tol=1e-9, max_iter=1000).fit(STANDARD, CLASSES)
    reference = logistic(best.decision_function(STANDARD))
    assert reference < logistic(model.outputs(FEATURES.astype(float))) < 1.05 * reference


def test_descent_depends_on_its_learning_rate_and_stops_early(job):
    job.channel("train", csv(FEATURES, CLASSES))
    slow = job.run(predictor_type="binary_classifier", learning_rate="0.0001", num_models="1")
    fast = job.run(
        predictor_type="binary_classifier", learning_rate="0.5", num_models="1", epochs="90"
    )
    assert logistic(slow.outputs(FEATURES.astype(float))) > logistic(
        fast.outputs(FEATURES.astype(float))
    )
    assert "Early stop condition met" in job.log
    assert job.log.count("#throughput_metric") < 90
