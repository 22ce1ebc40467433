"""Whether a container runs a user's script or the algorithm, and what serves with a user's module."""

from __future__ import annotations

import json
from pathlib import Path

import numpy
import pytest
import xgboost
from handler import Handler
from real_images import meant
from sagemaker_inference.errors import UnsupportedFormatError
from user_script import is_multi_model, serves, trains


def told(base: Path, **hyperparameters: str) -> dict[str, str]:
    (base / "input/config").mkdir(parents=True)
    (base / "input/config/hyperparameters.json").write_text(json.dumps(hyperparameters))
    return {"SAGEMAKER_BASE_DIR": str(base)}


def test_a_script_that_is_named_is_run(tmp_path: Path) -> None:
    assert trains(told(tmp_path, sagemaker_program='"train.py"', num_round="2"))
    assert trains({"SAGEMAKER_PROGRAM": "train.py"})


@pytest.mark.parametrize("hyperparameters", [{}, {"num_round": "2"}, {"sagemaker_program": '""'}])
def test_else_the_algorithm_is(tmp_path: Path, hyperparameters: dict[str, str]) -> None:
    assert not trains(told(tmp_path, **hyperparameters))


def test_what_cannot_be_read_is_left_to_the_algorithm(tmp_path: Path) -> None:
    assert not trains({"SAGEMAKER_BASE_DIR": str(tmp_path)})


def test_a_module_that_is_named_serves() -> None:
    assert serves({"SAGEMAKER_PROGRAM": "inference.py"})
    assert not serves({})
    assert is_multi_model({"SAGEMAKER_MULTI_MODEL": "true"})


@pytest.fixture(scope="module")
def booster() -> xgboost.Booster:
    rows = numpy.array([[0.0, 1.0], [1.0, 0.0]] * 10)
    return xgboost.train({"objective": "reg:squarederror"}, xgboost.DMatrix(rows, rows[:, 0]), 3)


@pytest.mark.parametrize(
    ("body", "kind"),
    [("0,1\n1,0\n", "text/csv"), (b"0:0 1:1\n0:1 1:0\n", "text/libsvm")],
)
def test_rows_are_read_and_predicted(
    booster: xgboost.Booster, body: bytes | str, kind: str
) -> None:
    handler = Handler()
    low, high = handler.default_predict_fn(handler.default_input_fn(body, kind), booster)
    assert low < 0.5 < high


def test_predictions_are_written_as_they_are_wanted() -> None:
    write = Handler().default_output_fn
    assert write(numpy.array([1.5]), "*/*") in ("1.5\n", b"1.5\n")
    assert json.loads(write(numpy.array([1.5]), "a/b, application/json")) == [1.5]
    with pytest.raises(UnsupportedFormatError):
        write(numpy.array([1.5]), "image/png")


def test_an_unknown_type_is_refused_and_a_model_must_be_loaded_by_the_user() -> None:
    with pytest.raises(UnsupportedFormatError):
        Handler().default_input_fn(b"", "image/png")
    with pytest.raises(NotImplementedError, match="provide a model_fn"):
        Handler().default_model_fn("/opt/ml/model")


def test_the_image_that_is_meant_has_its_own_xgboost(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("VERSION", "1.7-1")
    assert (meant().packages, meant().python) == ({"xgboost": "1.7.4"}, "3.8")
