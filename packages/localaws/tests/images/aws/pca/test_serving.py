"""What an endpoint of PCA answers, in each format, and what is no model."""

from __future__ import annotations

import json
from pathlib import Path

import numpy as np
import pytest
from algorithm import model
from algorithm.decomposition import Components
from algorithm.serving import FORM
from built_in import mxnet_arrays, tables
from built_in.serving import ModelError, ServedModel

# The mean of the rows is (1, 1, 1); what is learned is that they differ in the third feature, then in the first.
LEARNED = Components(np.ones(3), np.array([[1.0, 0], [0, 0], [0, 1]]), np.array([1.0, 2.0]))


@pytest.fixture
def served(tmp_path: Path) -> ServedModel:
    model.save(LEARNED, tmp_path, "algo-1", with_mean=True)
    return ServedModel(model.load(tmp_path), form=FORM)


def test_json_has_a_projection_for_each_row(served: ServedModel) -> None:
    answer = served.invoke("text/csv", "application/json", b"1,2,3\n4,5,6\n")

    assert (answer.status, answer.media_type) == (200, "application/json")
    assert json.loads(answer.body) == {
        "projections": [{"projection": [0.0, 2.0]}, {"projection": [3.0, 5.0]}]
    }


def test_json_lines_have_one_each(served: ServedModel) -> None:
    body = json.dumps({"features": [1, 2, 3]}).encode()
    answer = served.invoke("application/jsonlines", "application/jsonlines", body)

    assert answer.body == b'{"projection": [0.0, 2.0]}\n'


def test_recordio_protobuf_has_them_as_labels(served: ServedModel) -> None:
    answer = served.invoke("text/csv", "application/x-recordio-protobuf", b"1,2,3\n4,5,6\n")

    records = list(tables.read(answer.body))
    assert [record.label["projection"].values.tolist() for record in records] == [[0, 2], [3, 5]]
    assert not records[0].features


def test_sparse_rows_are_projected_as_dense_ones(served: ServedModel) -> None:
    sparse = {"data": {"features": {"keys": [2], "shape": [3], "values": [3]}}}
    body = json.dumps({"instances": [sparse]}).encode()

    answer = served.invoke("application/json", None, body)

    assert json.loads(answer.body) == {"projections": [{"projection": [-1.0, 2.0]}]}


def test_csv_is_not_written(served: ServedModel) -> None:
    assert served.invoke("text/csv", "text/csv", b"1,2,3").media_type == "application/json"


def test_rows_of_other_columns_are_refused(served: ServedModel) -> None:
    answer = served.invoke("text/csv", None, b"1,2")

    assert answer.status == 400
    assert b"rows have 2 features, the model was trained on 3" in answer.body


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (None, "there is no PCA model in"),
        (b"PK", "is cut off, or no file of MXNet's arrays"),
        (mxnet_arrays.dump([np.ones((2, 2))]), "it has no arrays s and v"),
        (mxnet_arrays.dump({"s": np.ones(2)}), "it has no arrays s and v"),
    ],
)
def test_what_is_no_model_is_said_to_be_none(
    tmp_path: Path, content: bytes | None, words: str
) -> None:
    if content is not None:
        (tmp_path / "model_algo-1").write_bytes(content)

    with pytest.raises(ModelError, match=words):
        model.load(tmp_path)
