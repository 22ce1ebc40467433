"""What an endpoint of K-Means answers, in each format, and what is no model."""

from __future__ import annotations

import json
from pathlib import Path

import numpy as np
import pytest
from algorithm import model
from algorithm.serving import FORM
from built_in import mxnet_arrays, tables
from built_in.serving import ModelError, ServedModel


@pytest.fixture
def served(tmp_path: Path) -> ServedModel:
    model.save(np.array([[0.0, 0], [5, 5]]), tmp_path, "algo-1")
    return ServedModel(model.load(tmp_path), form=FORM)


def test_json_has_the_closest_cluster_and_its_distance(served: ServedModel) -> None:
    answer = served.invoke("text/csv", "application/json", b"3,4\n5,3\n")

    assert json.loads(answer.body) == {
        "predictions": [
            {"closest_cluster": 1.0, "distance_to_cluster": pytest.approx(5**0.5)},
            {"closest_cluster": 1.0, "distance_to_cluster": 2.0},
        ]
    }


def test_csv_has_the_cluster_and_then_the_distance(served: ServedModel) -> None:
    answer = served.invoke("text/csv", "text/csv", b"0,3\n5,3\n")

    assert (answer.body, answer.media_type) == (b"0.0,3.0\n1.0,2.0\n", "text/csv")


def test_json_lines_have_one_each(served: ServedModel) -> None:
    answer = served.invoke("text/csv", "application/jsonlines", b"0,3")

    assert answer.body == b'{"closest_cluster": 0.0, "distance_to_cluster": 3.0}\n'


def test_recordio_protobuf_has_them_as_labels(served: ServedModel) -> None:
    answer = served.invoke("text/csv", "application/x-recordio-protobuf", b"0,3")

    [record] = tables.read(answer.body)
    assert {name: value.values.tolist() for name, value in record.label.items()} == {
        "closest_cluster": [0],
        "distance_to_cluster": [3],
    }


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (None, "there is no K-Means model in"),
        (b"PK", "is cut off, or no file of MXNet's arrays"),
        (mxnet_arrays.dump({"s": np.ones(2)}), "it is not one table of centers"),
        (mxnet_arrays.dump([np.ones(2)]), "it is not one table of centers"),
    ],
)
def test_what_is_no_model_is_said_to_be_none(
    tmp_path: Path, content: bytes | None, words: str
) -> None:
    if content is not None:
        (tmp_path / "model_algo-1").write_bytes(content)

    with pytest.raises(ModelError, match=words):
        model.load(tmp_path)
