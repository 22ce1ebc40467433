"""Jobs of K-Means, from the files that SageMaker puts there to the model and what the log says."""

from __future__ import annotations

import json
import re
import tomllib
from typing import Any

import numpy as np
import pytest
from algorithm.distances import mean_square_distance
from built_in import mxnet_arrays, tables
from built_in.record_protobuf import Record, Tensor

from .conftest import AWS, Job

CORNERS = np.array([(0, 0), (5, 0), (0, 5), (5, 5)])
ROWS = (CORNERS.repeat(100, axis=0) + np.random.default_rng(3).normal(0, 0.3, (400, 2))).round(3)


def recordio(rows: np.ndarray, *, sparse: bool = False) -> bytes:
    keys = np.arange(2, dtype=np.uint64) if sparse else None
    values = rows.astype(np.float32)
    return tables.write(Record({"values": Tensor(row, keys, (2,))}, {}) for row in values)


def near_the_corners(centers: np.ndarray) -> bool:
    return mean_square_distance(CORNERS.astype(np.float32), centers) < 0.05


def measured(log: str) -> dict[str, list[str]]:
    metrics = tomllib.loads((AWS / "kmeans/image.toml").read_text())["metrics"]
    return {m["name"]: re.findall(m["regex"], log) for m in metrics}


def test_the_archive_has_what_mxnet_loads(job: Job) -> None:
    job.channel("train", ROWS)

    job.run()

    arrays = mxnet_arrays.load((job.base / "model/model_algo-1").read_bytes())
    assert isinstance(arrays, list)
    assert [array.shape for array in arrays] == [(4, 2)]
    assert near_the_corners(arrays[0].astype(np.float64))


@pytest.mark.parametrize("sparse", [False, True], ids=["dense", "sparse"])
def test_recordio_protobuf_gives_the_centers_of_csv(job: Job, sparse: bool) -> None:
    job.channel("train", ROWS)
    of_csv = job.run()
    job.bytes_of("train", recordio(ROWS, sparse=sparse))

    assert job.run().centers == pytest.approx(of_csv.centers, abs=1e-4)


@pytest.mark.parametrize(
    "changes",
    [
        {"init_method": "kmeans++"},
        {"local_lloyd_init_method": "random", "local_lloyd_num_trials": "20"},
        {"mini_batch_size": "100", "epochs": "3"},
        {"mini_batch_size": "100", "epochs": "3", "half_life_time_size": "200"},
        {"extra_center_factor": "1", "init_method": "kmeans++", "epochs": "5"},
        {"extra_center_factor": "4", "local_lloyd_max_iter": "50", "local_lloyd_tol": "0"},
        {"force_dense": "True", "k": "4", "_num_kv_servers": "auto"},
    ],
    ids=lambda changes: " ".join(changes),
)
def test_every_way_to_train_finds_the_clusters(job: Job, changes: dict[str, str]) -> None:
    job.channel("train", ROWS)
    job.hyperparameters(**changes)

    assert near_the_corners(job.run().centers)


def test_a_row_is_answered_with_its_closest_cluster_and_its_distance(job: Job) -> None:
    job.channel("train", ROWS)
    model = job.run()

    [answer] = model.predict(np.array([[5.0, 5.0]], np.float32))

    center = model.centers[int(answer["closest_cluster"])]
    assert center == pytest.approx([5, 5], abs=0.2)
    assert answer["distance_to_cluster"] == pytest.approx(np.linalg.norm(center - 5), rel=1e-5)
    assert isinstance(answer["closest_cluster"], float)


def test_both_measures_of_both_channels_are_in_the_log(
    job: Job, capsys: pytest.CaptureFixture[str]
) -> None:
    job.channel("train", ROWS)
    job.channel("test", ROWS[::7])
    job.hyperparameters(eval_metrics='["msd", "ssd"]')

    model = job.run()

    found = measured(capsys.readouterr().out)
    for channel, rows in (("train", ROWS), ("test", ROWS[::7])):
        mean = mean_square_distance(rows.astype(np.float32), model.centers)
        assert float(found[f"{channel}:msd"][0]) == pytest.approx(mean, rel=1e-4)
        assert float(found[f"{channel}:ssd"][0]) == pytest.approx(mean * len(rows), rel=1e-4)


def test_without_saying_so_only_the_mean_is_measured(
    job: Job, capsys: pytest.CaptureFixture[str]
) -> None:
    job.channel("train", ROWS)

    job.run()

    log = capsys.readouterr().out
    assert {name: len(values) for name, values in measured(log).items() if values} == {
        "train:msd": 1,
        "train:progress": 1,
        "train:throughput": 1,
    }
    assert "'extra_center_factor' was set to 'auto', evaluated to 10." in log
    assert "shrinking 40 centers into 4" in log
    assert (
        len(re.findall(r"local kmeans attempt #\d\. Current mean square distance \S+", log)) == 10
    )
    assert "Test data is not provided." in log


def test_the_measure_of_the_best_attempt_is_that_of_the_model(
    job: Job, capsys: pytest.CaptureFixture[str]
) -> None:
    job.channel("train", ROWS)

    job.run()

    log = capsys.readouterr().out
    attempts = [float(value) for value in re.findall(r"square distance (\S+)", log)]
    assert min(attempts) == pytest.approx(float(measured(log)["train:msd"][0]), abs=1e-6)


def test_progress_is_told_for_each_epoch(job: Job, capsys: pytest.CaptureFixture[str]) -> None:
    job.channel("train", ROWS)
    job.hyperparameters(epochs="4")

    job.run()

    assert measured(capsys.readouterr().out)["train:progress"] == ["25", "50", "75", "100"]


def test_the_same_job_gives_the_same_model(job: Job) -> None:
    job.channel("train", ROWS)

    assert job.run().centers.tolist() == job.run().centers.tolist()


def test_rows_in_order_of_their_cluster_are_mixed_before_the_first_batch(job: Job) -> None:
    job.channel("train", ROWS)
    job.hyperparameters(mini_batch_size="50")

    assert near_the_corners(job.run().centers)


def test_few_rows_have_fewer_extra_centers(job: Job, capsys: pytest.CaptureFixture[str]) -> None:
    job.channel("train", ROWS[::40])

    job.run()

    assert "'auto', evaluated to 2." in capsys.readouterr().out


def test_no_more_extra_centers_are_made_than_there_are_rows(
    job: Job, capsys: pytest.CaptureFixture[str]
) -> None:
    job.channel("train", ROWS)
    job.hyperparameters(extra_center_factor="101")

    job.run()

    log = capsys.readouterr().out
    assert "k * extra_center_factor is 404, more than the 400 rows" in log
    assert "shrinking 400 centers into 4" in log


def test_a_batch_may_be_smaller_than_the_number_of_centers(job: Job) -> None:
    job.channel("train", ROWS)
    job.hyperparameters(mini_batch_size="10")

    assert near_the_corners(job.run().centers)


def test_a_single_cluster_is_the_mean(job: Job) -> None:
    job.channel("train", ROWS)
    job.hyperparameters(k="1")

    assert job.run().centers == pytest.approx(ROWS.mean(axis=0)[None], abs=0.3)


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        (
            {"k": None, "feature_dim": None},
            "No value(s) were specified for 'feature_dim', 'k' which are required",
        ),
        ({"k": "0"}, "k: '0' is not valid"),
        ({"k": "401"}, "k is 401, but the train channel has 400 rows"),
        ({"extra_center_factor": "many"}, "auto or a whole number of at least 1"),
        ({"init_method": "best"}, "must be one of random, kmeans++"),
        ({"local_lloyd_tol": "2"}, "local_lloyd_tol: '2' is not valid"),
        ({"eval_metrics": '["mse"]'}, 'must be a JSON list such as ["msd"]'),
        ({"eval_metrics": "msd,ssd"}, "must be a JSON list"),
        ({"half_life_time_size": "-1"}, "half_life_time_size: '-1' is not valid"),
        ({"clusters": "4"}, "'clusters' was unexpected"),
        ({"feature_dim": "3"}, "has rows of 2 features, but feature_dim is 3"),
    ],
    ids=lambda value: json.dumps(value)[:40],
)
def test_a_wrong_hyperparameter_is_named(job: Job, changes: dict[str, Any], words: str) -> None:
    job.channel("train", ROWS)
    job.hyperparameters(**changes)

    assert words in job.refusal()


def test_several_instances_are_refused(job: Job) -> None:
    job.channel("train", ROWS)
    job.configure("resourceconfig", {"current_host": "algo-1", "hosts": ["algo-1", "algo-2"]})

    assert job.refusal() == (
        "The job has 2 instances; this image trains on one: set InstanceCount to 1"
    )
