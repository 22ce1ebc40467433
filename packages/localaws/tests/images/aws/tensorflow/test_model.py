"""A SavedModel, made here and served."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
import tensorflow
from sagemaker_tensorflow_container.training import not_servable
from script_mode.folders import Folders
from tensorflow_model_serving.model import ModelError, find
from tensorflow_model_serving.service import Service, load, refused


class Sum(tensorflow.Module):  # type: ignore[misc, unused-ignore]
    """Adds up each row; a second signature has two inputs."""

    @tensorflow.function(input_signature=[tensorflow.TensorSpec([None, 2], tensorflow.float32)])
    def rows(self, x):  # type: ignore[no-untyped-def]
        return {"sum": tensorflow.reduce_sum(x, axis=1)}

    @tensorflow.function(
        input_signature=[
            tensorflow.TensorSpec([None], tensorflow.float32, name=name) for name in ("a", "b")
        ]
    )
    def two(self, a, b):  # type: ignore[no-untyped-def]
        return {"sum": a + b, "difference": a - b}


@pytest.fixture(scope="module")
def base(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("ml")
    made = Sum()
    signatures = {"serving_default": made.rows, "two": made.two}
    tensorflow.saved_model.save(made, str(folder / "model/export/2"), signatures)
    return folder


@pytest.fixture(scope="module")
def service(base: Path) -> Service:
    return load(None, Folders(base))  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("request_", "response"),
    [
        ({"instances": [[1, 2], [3, 4]]}, {"predictions": [3.0, 7.0]}),
        ({"inputs": [[1, 2]]}, {"outputs": [3.0]}),
        (
            {"signature_name": "two", "instances": [{"a": 3, "b": 1}]},
            {"predictions": [{"difference": 2.0, "sum": 4.0}]},
        ),
        (
            {"signature_name": "two", "inputs": {"a": [3], "b": [1]}},
            {"outputs": {"difference": [2.0], "sum": [4.0]}},
        ),
    ],
)
def test_rows_and_inputs_are_predicted(
    service: Service, request_: object, response: object
) -> None:
    answer = service.invoke(json.dumps(request_).encode(), "application/json", None)
    assert (answer.status, json.loads(answer.body)) == (200, response)


@pytest.mark.parametrize(
    ("request_", "word"),
    [
        ({"instances": [[1, "x"]]}, ""),
        ({"instances": [[1], [1, 2]]}, ""),
        ({"instances": [[1, 2]], "signature_name": "none"}, "no signature none, but: "),
        ({"instances": [1], "signature_name": "two"}, "must be given by their names"),
        ({"instances": [{"a": 1}], "signature_name": "two"}, "must give the inputs"),
    ],
)
def test_what_the_model_does_not_take_is_400(service: Service, request_: object, word: str) -> None:
    answer = service.invoke(json.dumps(request_).encode(), "application/json", None)
    assert answer.status == 400
    assert word in json.loads(answer.body)["error"]


def test_another_type_is_415(service: Service) -> None:
    assert service.invoke(b"", "image/png", None).status == 415


def test_without_a_numbered_savedmodel_it_is_said_what_was_looked_for(tmp_path: Path) -> None:
    with pytest.raises(ModelError, match="no folder whose name is a number"):
        find(tmp_path)


def test_the_newest_version_is_served(tmp_path: Path) -> None:
    for version in ("9", "10"):
        (tmp_path / version).mkdir()
        (tmp_path / version / "saved_model.pb").touch()
    assert find(tmp_path).name == "10"


def test_handlers_that_call_tensorflow_serving_are_refused_by_name(tmp_path: Path) -> None:
    (tmp_path / "model/code").mkdir(parents=True)
    environment = {"SAGEMAKER_BASE_DIR": str(tmp_path)}
    assert refused(environment) is None
    (tmp_path / "model/code/inference.py").touch()
    assert "inference.py is not supported" in str(refused(environment))
    assert "MULTI_MODEL" in str(refused({"SAGEMAKER_MULTI_MODEL": "true"}))


def test_after_training_it_is_said_what_could_not_be_served(base: Path, tmp_path: Path) -> None:
    assert not_servable(base / "model") is None
    assert "No model artifact" in str(not_servable(tmp_path))
    (tmp_path / "model.keras").touch()
    assert "SavedModel directory structure" in str(not_servable(tmp_path))
    (tmp_path / "mine").mkdir()
    (tmp_path / "mine/saved_model.pb").touch()
    assert 'under directory "mine"' in str(not_servable(tmp_path))
