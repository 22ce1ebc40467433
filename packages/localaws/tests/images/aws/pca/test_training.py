"""Jobs of PCA, from the files that SageMaker puts there to the model and what the log says."""

from __future__ import annotations

import re
import tomllib
from typing import Any

import numpy as np
import pytest
from built_in import mxnet_arrays, tables
from built_in.record_protobuf import Record, Tensor

from .conftest import AWS, Job

ROWS = (np.random.default_rng(5).normal(size=(120, 3)) * [5, 2, 0.1] + [1, 2, 3]).round(3)


def recordio(rows: np.ndarray, *, sparse: bool = False) -> bytes:
    keys = np.arange(3, dtype=np.uint64) if sparse else None
    values = rows.astype(np.float32)
    return tables.write(Record({"values": Tensor(row, keys, (3,))}, {}) for row in values)


def test_the_archive_has_what_mxnet_loads(job: Job) -> None:
    job.channel("train", ROWS)

    job.run()

    arrays = mxnet_arrays.load((job.base / "model/model_algo-1").read_bytes())
    assert isinstance(arrays, dict)
    assert {name: a.shape for name, a in arrays.items()} == {"mean": (1, 3), "s": (2,), "v": (3, 2)}
    assert arrays["s"][0] < arrays["s"][1]
    assert arrays["mean"][0] == pytest.approx(ROWS.mean(axis=0), rel=1e-5)


@pytest.mark.parametrize("sparse", [False, True], ids=["dense", "sparse"])
def test_recordio_protobuf_gives_the_model_of_csv(job: Job, sparse: bool) -> None:
    job.channel("train", ROWS)
    of_csv = job.run()
    job.bytes_of("train", recordio(ROWS, sparse=sparse))

    assert job.run().components.vectors == pytest.approx(of_csv.components.vectors, abs=1e-5)


def test_without_a_mean_subtracted_the_model_has_none(job: Job) -> None:
    job.channel("train", ROWS)
    job.hyperparameters(subtract_mean="False")

    model = job.run()

    assert not model.components.mean.any()
    assert b"mean" not in (job.base / "model/model_algo-1").read_bytes()


def test_random_combinations_have_the_number_of_extra_components(
    job: Job, monkeypatch: pytest.MonkeyPatch
) -> None:
    from algorithm import training

    asked: list[int] = []
    learn = training.randomized
    monkeypatch.setattr(
        training,
        "randomized",
        lambda *a, extra, **k: asked.append(extra) or learn(*a, extra=extra, **k),
    )
    job.channel("train", ROWS)
    for extra in ("-1", "0", "7"):
        job.hyperparameters(algorithm_mode="randomized", extra_components=extra)
        job.run()

    assert asked == [10, 0, 7]


def test_projections_are_answered_with_the_largest_component_last(job: Job) -> None:
    job.channel("train", ROWS)
    model = job.run()

    responses = model.predict(ROWS.astype(np.float32))

    projected = np.array([answer["projection"] for answer in responses])
    assert projected.shape == (120, 2)
    assert projected[:, 1].std() > projected[:, 0].std()
    assert projected.mean(axis=0) == pytest.approx([0, 0], abs=1e-4)


def test_the_log_has_the_lines_of_aws_and_the_metrics_of_the_image(
    job: Job, capsys: pytest.CaptureFixture[str]
) -> None:
    job.channel("train", ROWS)
    job.channel("test", ROWS[:40])

    model = job.run()

    log = capsys.readouterr().out
    metrics = tomllib.loads((AWS / "pca/image.toml").read_text())["metrics"]
    found = {m["name"]: re.findall(m["regex"], log) for m in metrics}
    assert found["train:progress"] == ["100"]
    assert len(found["train:throughput"]) == 1
    assert float(found["test:rmse"][0]) == pytest.approx(_rmse(model, ROWS[:40]), rel=1e-4)
    assert "'algorithm_mode': 'regular', 'subtract_mean': 'true', 'extra_components': '-1'" in log
    assert '"Total Records Seen": {"sum": 120.0' in log


def test_a_job_without_test_data_says_so(job: Job, capsys: pytest.CaptureFixture[str]) -> None:
    job.channel("train", ROWS)

    job.run()

    assert "Test data is not provided." in capsys.readouterr().out


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        (
            {"mini_batch_size": None},
            "No value(s) were specified for 'mini_batch_size' which are required hyperparameter(s)",
        ),
        ({"num_components": "4"}, "num_components is 4, but the data have 3 features"),
        ({"num_components": "0"}, "num_components: '0' is not valid"),
        ({"algorithm_mode": "fast"}, "must be one of regular, randomized"),
        ({"extra_components": "-2"}, "extra_components: '-2' is not valid"),
        ({"components": "2"}, "'components' was unexpected"),
    ],
)
def test_a_wrong_hyperparameter_is_named(job: Job, changes: dict[str, Any], words: str) -> None:
    job.channel("train", ROWS)
    job.hyperparameters(**changes)

    assert words in job.refusal()


def test_a_feature_dim_that_the_data_contradict_is_warned_of(
    job: Job, capsys: pytest.CaptureFixture[str]
) -> None:
    job.channel("train", ROWS)
    job.hyperparameters(feature_dim="500")

    model = job.run()

    assert model.columns == 3
    log = capsys.readouterr().out
    assert "3 feature(s) found in 'data'." in log
    assert "feature_dim is 500, but the data have 3 features: the data count" in log


def test_sparse_rows_are_as_wide_as_feature_dim_says(job: Job) -> None:
    values, keys = np.ones(1, np.float32), np.zeros(1, np.uint64)
    rows = [Record({"values": Tensor(values * number, keys)}, {}) for number in range(9)]
    job.bytes_of("train", tables.write(rows))

    assert job.run().columns == 3


def test_data_that_are_cut_off_are_named(job: Job) -> None:
    job.bytes_of("train", recordio(ROWS)[:-3])

    assert "Unable to read recordIO-protobuf" in job.refusal()


def test_test_data_of_other_columns_are_refused_before_anything_is_learned(job: Job) -> None:
    job.channel("train", ROWS)
    job.channel("test", ROWS[:, :2])

    assert "The test channel has rows of 2 features" in job.refusal()


def test_a_channel_of_another_name_is_refused(job: Job) -> None:
    job.channel("train", ROWS)
    job.channel("validation", ROWS)

    assert "validation" in job.refusal()


def _rmse(model: Any, rows: np.ndarray) -> float:
    centred = rows - model.components.mean
    missed = centred - centred @ model.components.vectors @ model.components.vectors.T
    return float(np.sqrt((missed**2).sum(axis=1).mean()))


def test_several_instances_are_refused(job: Job) -> None:
    job.channel("train", ROWS)
    job.configure("resourceconfig", {"current_host": "algo-1", "hosts": ["algo-1", "algo-2"]})

    assert job.refusal() == (
        "The job has 2 instances; this image trains on one: set InstanceCount to 1"
    )
