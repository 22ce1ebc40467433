"""A whole job: what its log says, which model it leaves, what it refuses."""

from __future__ import annotations

import json
import re
import tomllib

import numpy as np
import pytest
from scipy.sparse import csr_matrix

from .conftest import AWS
from .jobs import csv, recordio, unscaled

FEATURES = unscaled(300, columns=4)
SIGNAL = (FEATURES[:, 0] - FEATURES[:, 0].mean()) / FEATURES[:, 0].std()
NUMBERS = np.random.default_rng(2)
CLASSES = (SIGNAL + 0.5 * NUMBERS.normal(size=300) > 0.8).astype(float)
TARGETS = 5 + SIGNAL
BINARY = {"predictor_type": "binary_classifier"}
METRICS = tomllib.loads((AWS / "linear_learner/image.toml").read_text(encoding="utf-8"))["metrics"]


@pytest.fixture
def channels(job):
    for name, rows in (
        ("train", slice(0, 200)),
        ("validation", slice(200, 250)),
        ("test", slice(250, 300)),
    ):
        job.channel(name, csv(FEATURES[rows], CLASSES[rows]))
    return job


def found_by_awss_definitions(log):
    return {one["name"] for one in METRICS if re.search(one["regex"], log)}


def test_a_binary_classifier_is_measured_by_awss_definitions(channels):
    channels.run(**BINARY)
    assert found_by_awss_definitions(channels.log) == {
        "train:objective_loss", "train:progress", "train:throughput",
        *(
            f"{channel}:{name}"
            for channel in ("validation", "test")
            for name in (
                "objective_loss", "binary_classification_accuracy", "binary_f_beta", "precision",
                "recall", "roc_auc_score",
            )
        ),
        "validation:objective_loss:final",
    }  # fmt: skip
    assert channels.log.rstrip().splitlines()[-1].startswith("#metrics {")
    assert "completed 100 % of epochs" in channels.log
    assert "#validation_score (algo-1) : ('roc_auc_score', " in channels.log


def test_without_other_channels_the_training_data_are_what_is_measured(job):
    job.channel("train", csv(FEATURES, CLASSES))
    job.run(**BINARY)
    assert "#train_score (algo-1) : ('recall', " in job.log
    assert "Test data is not provided." in job.log
    assert "criteria=binary_classification_cross_entropy_objective" in job.log


def test_multiclass_and_regression_have_measures_of_their_own(job):
    job.channel("train", csv(FEATURES, np.digitize(SIGNAL, [-1, 1]).astype(float)))
    job.channel("test", csv(FEATURES, np.digitize(SIGNAL, [-1, 1]).astype(float)))
    job.run(predictor_type="multiclass_classifier", num_classes="3", accuracy_top_k="2")
    assert {
        "test:multiclass_accuracy", "test:multiclass_top_k_accuracy", "test:dcg", "test:macro_f_beta",
        "test:macro_precision", "test:macro_recall", "test:objective_loss",
    } <= found_by_awss_definitions(job.log)  # fmt: skip
    job.channel("train", csv(FEATURES, TARGETS))
    job.channel("test", csv(FEATURES, TARGETS))
    job.run(predictor_type="regressor")
    assert {"test:mse", "test:absolute_loss"} <= found_by_awss_definitions(job.log)


def test_the_threshold_is_chosen_on_the_validation_data(channels):
    accurate = channels.run(**BINARY)
    eager = channels.run(
        **BINARY,
        binary_classifier_model_selection_criteria="precision_at_target_recall",
        target_recall="0.99",
    )
    [recall] = channels.measured("validation recall")
    assert eager.threshold < accurate.threshold
    assert recall == 1
    scores = eager.scores(eager.outputs(FEATURES[200:250].astype(float)))
    assert min(scores[CLASSES[200:250] == 1]) > eager.threshold


def test_only_as_many_samples_calibrate_as_are_asked_for(channels):
    shown = np.append(CLASSES[200:210], 1 - CLASSES[210:250])  # later ones would say the opposite
    channels.channel("validation", csv(FEATURES[200:250], shown))
    few = channels.run(**BINARY, num_calibration_samples="10", num_models="1")
    all_of_them = channels.run(**BINARY, num_models="1")
    scores = few.scores(few.outputs(FEATURES[200:210].astype(float)))
    right = [((scores > one.threshold) == shown[:10]).mean() for one in (few, all_of_them)]
    assert right[0] > right[1]


@pytest.mark.parametrize(
    ("hyperparameters", "count"),
    [
        ({}, 4),
        ({"num_models": "1"}, 1),
        ({"num_models": "9"}, 9),
        ({"num_models": "3", "wd": "0.1", "l1": "0"}, 3),
        ({"positive_example_weight_mult": "auto"}, 4),
        ({"num_models": "9", "_tuning_objective_metric": "validation:recall"}, 1),
    ],
)
def test_models_are_trained_side_by_side(channels, hyperparameters, count):
    channels.run(**BINARY, **hyperparameters)
    models = re.findall(r'"epoch": 0, "model": (\d+)}, "Metrics": {"train_', channels.log)
    assert models == [str(number) for number in range(count)]


def test_the_best_model_is_the_one_that_is_best_on_the_validation_data(channels):
    channels.run(
        **BINARY, num_models="8", wd="0.5", l1="0", epochs="2",
        binary_classifier_model_selection_criteria="loss_function",
    )  # fmt: skip
    lines = re.findall(
        r'"epoch": 1, "model": \d+}, "Metrics": {"validation_\w+": {"sum": ([0-9.e-]+)',
        channels.log,
    )
    [chosen] = channels.measured("validation binary_classification_cross_entropy_objective")[-1:]
    assert chosen == min(map(float, lines))


def test_sparse_and_dense_rows_learn_the_same(job):
    rows = FEATURES * (NUMBERS.random(FEATURES.shape) < 0.5)
    learned = []
    for content in (recordio(rows, CLASSES), recordio(csr_matrix(rows), CLASSES)):
        job.channel("train", content, None)
        model = job.run(**BINARY, wd="0", l1="0", num_models="1")
        learned.append(np.append(model.weights, model.bias))
    np.testing.assert_allclose(*learned, rtol=1e-2, atol=1e-5)


def test_the_same_job_learns_the_same(channels):
    for hyperparameters in ({}, {"learning_rate": "0.01"}):
        first, second = (channels.run(**BINARY, **hyperparameters) for _ in range(2))
        assert first.weights.tolist() == second.weights.tolist()


def test_the_configuration_is_in_the_log_with_its_defaults(channels):
    channels.run(**BINARY, use_bias="True")
    [line] = [line for line in channels.log.splitlines() if "Final configuration" in line]
    assert "'use_bias': 'True'" in line
    assert "'early_stopping_patience': '3'" in line


def test_what_has_no_effect_is_said(channels):
    channels.run(**BINARY, optimizer="sgd", init_bias="1", epochs="3")
    assert "WARNING" in channels.log
    assert "these have no effect here: optimizer, init_bias." in channels.log
    channels.run(**BINARY, optimizer="sgd", learning_rate="0.1")
    assert "no effect" not in channels.log


@pytest.mark.parametrize(
    ("hyperparameters", "words"),
    [
        ({}, "No value(s) were specified for 'predictor_type'"),
        ({"predictor_type": "classifier"}, "must be one of binary_classifier"),
        ({**BINARY, "loss": "squared_loss"}, "it must be auto or one of logistic, hinge_loss"),
        ({"predictor_type": "regressor", "loss": "logistic"}, "one of squared_loss, absolute_loss"),
        ({"predictor_type": "multiclass_classifier"}, "num_classes must be at least 3"),
        (
            {**BINARY, "feature_dim": "5"},
            "feature_dim is 5, but the rows of the train channel have 4",
        ),
        ({**BINARY, "epoch": "5"}, "not allowed ('epoch' was unexpected)"),
        (
            {**BINARY, "epochs": "0"},
            "epochs: '0' is not valid, it must be a whole number of at least 1",
        ),
        (
            {**BINARY, "wd": "-1"},
            "wd: '-1' is not valid, it must be auto or a number of at least 0",
        ),
        (
            {**BINARY, "positive_example_weight_mult": "many"},
            "auto or balanced or a number above 0",
        ),
        ({**BINARY, "target_recall": "1"}, "a number above 0 and below 1"),
    ],
)
def test_hyperparameters_that_cannot_be_meant_are_refused(channels, hyperparameters, words):
    assert words in channels.refusal(**hyperparameters)


@pytest.mark.parametrize(
    ("labels", "hyperparameters", "words"),
    [
        ([0, 1, 2], BINARY, "The label of row 3 of the train channel is 2: predictor_type binary"),
        ([0, 0.5, 1], BINARY, "The label of row 2 of the train channel is 0.5"),
        (
            [0, 3, 1],
            {"predictor_type": "multiclass_classifier", "num_classes": "3"},
            "The label of row 2 of the train channel is 3: num_classes 3 takes whole numbers from 0 to 2",
        ),
        ([0, np.nan, 1], BINARY, "NaN or infinite values: the label of row 2 is one"),
    ],
)
def test_labels_outside_the_classes_are_refused(job, labels, hyperparameters, words):
    job.channel("train", csv(FEATURES[:3], np.array(labels)))
    assert words in job.refusal(**hyperparameters)


def test_data_that_do_not_fit_are_refused(job):
    job.channel("train", csv(FEATURES, CLASSES))
    job.channel("test", csv(FEATURES[:, :3], CLASSES))
    assert "rows of the test channel have 3 features, those of the train channel 4" in job.refusal(
        **BINARY
    )
    job.channel("test", csv(FEATURES[:, 1:], FEATURES[:, 0]), "text/csv;label_size=0")
    assert "The test channel has no labels" in job.refusal(**BINARY)
    job.channel("train", recordio(FEATURES, CLASSES)[:-7], None)
    assert "record 300 ends before its" in job.refusal(**BINARY)


def test_several_instances_are_refused(channels):
    path = channels.base / "input/config/resourceconfig.json"
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(json.dumps({"current_host": "algo-2", "hosts": ["algo-1", "algo-2"]}))
    assert "set InstanceCount to 1" in channels.refusal(**BINARY)
