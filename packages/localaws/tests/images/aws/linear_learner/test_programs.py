"""``train`` and ``serve`` as SageMaker runs them: exit codes, failure file, a served model."""

from __future__ import annotations

import json
import os
import signal
import socket
import subprocess
import sys
import urllib.request

import numpy as np
import pytest
from built_in.serving import ModelError
from learner.model import Model, load

from .conftest import AWS

PROGRAMS = AWS / "linear_learner"


def environment(base, **more):
    return {**os.environ, "SAGEMAKER_BASE_DIR": str(base), **more}


def test_a_users_mistake_ends_with_2_and_a_sentence(tmp_path):
    config = tmp_path / "input/config"
    config.mkdir(parents=True)
    (config / "hyperparameters.json").write_text('{"predictor_type": "none"}')
    (config / "inputdataconfig.json").write_text("{}")
    run = subprocess.run(
        [sys.executable, PROGRAMS / "train"],
        env=environment(tmp_path),
        capture_output=True,
        text=True,
    )
    assert run.returncode == 2
    assert "Customer Error: Hyperparameter predictor_type: 'none'" in run.stdout
    assert "Traceback" not in run.stdout + run.stderr
    assert (
        (tmp_path / "output/failure")
        .read_text()
        .startswith("ClientError: Hyperparameter predictor_type: 'none' is not valid")
    )


def test_a_model_is_served_until_sigterm(tmp_path):
    weights = np.array([[1.0], [-1.0]])
    Model("binary_classifier", "logistic", weights, np.array([0.0]), 0.5).save(tmp_path / "model")
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    serving = subprocess.Popen(
        [sys.executable, PROGRAMS / "serve"],
        env=environment(tmp_path, SAGEMAKER_BIND_TO_PORT=str(port)),
        stdout=subprocess.PIPE,
        text=True,
    )
    try:
        assert serving.stdout is not None
        assert "serving a linear binary_classifier model" in serving.stdout.readline()
        request = urllib.request.Request(
            f"http://127.0.0.1:{port}/invocations", b"2,0\n0,2\n", {"Content-Type": "text/csv"}
        )
        with urllib.request.urlopen(request) as answer:
            predictions = json.loads(answer.read())["predictions"]
        assert [one["predicted_label"] for one in predictions] == [1, 0]
        assert predictions[0]["score"] == pytest.approx(1 / (1 + np.exp(-2)))
        serving.send_signal(signal.SIGTERM)
        assert serving.wait(30) == 0
    finally:
        serving.kill()
        serving.communicate()


def test_each_kind_of_model_says_what_aws_has_it_say():
    rows = np.array([[1.0, 2.0]], np.float32)
    regressor = Model("regressor", "squared_loss", np.array([[1.0], [2.0]]), np.array([3.0]))
    assert regressor.predict(rows) == [{"score": 8.0}]
    hinge = Model("binary_classifier", "hinge_loss", np.array([[1.0], [2.0]]), np.array([3.0]), 9)
    assert hinge.predict(rows) == [{"score": 8.0, "predicted_label": 0}]
    classes = Model("multiclass_classifier", "softmax_loss", np.eye(2, 3), np.zeros(3))
    [prediction] = classes.predict(rows)
    assert prediction["predicted_label"] == 1
    assert sum(prediction["score"]) == pytest.approx(1)


@pytest.mark.parametrize(
    ("files", "words"),
    [
        ({}, "has no model_algo-1, but nothing"),
        ({"xgboost-model": b"x"}, "has no model_algo-1, but xgboost-model"),
        ({"model_algo-1": b"PK but no archive"}, "AWS's own image is a network of MXNet"),
        ({"model_algo-1": b""}, "cannot be loaded"),
    ],
)
def test_what_is_no_model_is_not_served(tmp_path, files, words):
    for name, content in files.items():
        (tmp_path / name).write_bytes(content)
    with pytest.raises(ModelError, match=words):
        load(tmp_path)


def test_a_saved_model_is_the_same_again(tmp_path):
    model = Model("regressor", "huber_loss", np.array([[0.1], [1 / 3]]), np.array([2e-9]), 0.25)
    model.save(tmp_path)
    again = load(tmp_path)
    assert (again.weights == model.weights).all()
    assert (again.bias, again.threshold, again.loss) == (model.bias, 0.25, "huber_loss")
