"""A training job: what it prints, what it leaves, by version of the image."""

from __future__ import annotations

import pickle
import re

import numpy as np
import pytest
import xgboost

from .conftest import BINARY, ROUNDS, Job, csv_text, libsvm_text, rows


def metrics_lines(output: str) -> list[str]:
    return [line for line in output.splitlines() if re.match(r"\[\d+\]\t", line)]


def test_each_round_prints_its_metrics_as_sagemaker_reads_them(
    job: Job, capsys: pytest.CaptureFixture[str]
) -> None:
    job.hyperparameters(**BINARY, eval_metric="auc,error")
    job.run()
    lines = metrics_lines(capsys.readouterr().out)
    number = r"\d\.\d{5}"
    cells = [
        f"{data}-{name}:{number}" for data in ("train", "validation") for name in ("auc", "error")
    ]
    assert len(lines) == 3
    for round_number, line in enumerate(lines):
        assert re.fullmatch(rf"\[{round_number}\]\t" + r"\t".join(cells), line)


def test_the_log_says_what_is_trained_on(job: Job, capsys: pytest.CaptureFixture[str]) -> None:
    job.run()
    output = capsys.readouterr().out
    assert "Train matrix has 200 rows and 3 columns" in output
    assert "Validation matrix has 80 rows" in output
    assert re.search(r"^\[\d{4}-\d\d-\d\d:\d\d:\d\d:\d\d:INFO\] ", output)


def test_the_model_is_the_bare_librarys(job: Job) -> None:
    job.run()
    table = np.array(rows(200), np.float32)
    data = xgboost.DMatrix(table[:, 1:], label=table[:, 0])
    bare = xgboost.train({"max_depth": 3, "objective": "binary:logistic"}, data, 3)
    np.testing.assert_array_equal(job.model().predict(data), bare.predict(data))


@pytest.mark.parametrize("version", ["0.72", "0.90-2", "1.0-1", "1.2-2"])
def test_until_1_2_the_model_is_a_pickled_booster(job: Job, version: str) -> None:
    job.run(version)
    model = pickle.loads((job.base / "model/xgboost-model").read_bytes())
    assert isinstance(model, xgboost.Booster)


@pytest.mark.parametrize("version", ["1.3-1", "1.7-1", "3.0-5"])
def test_since_1_3_the_model_is_in_xgboosts_own_format(job: Job, version: str) -> None:
    job.run(version)
    assert job.model().num_boosted_rounds() == 3


@pytest.mark.parametrize("version", ["0.72", "1.7-1"])
def test_the_default_objective_is_regression(
    job: Job, version: str, capsys: pytest.CaptureFixture[str]
) -> None:
    job.hyperparameters(**ROUNDS)
    job.run(version)
    assert "train-rmse:" in capsys.readouterr().out


def test_the_metrics_that_aws_adds_are_computed(
    job: Job, capsys: pytest.CaptureFixture[str]
) -> None:
    names = (
        "accuracy,balanced_accuracy,f1,f1_binary,f1_macro,mse,precision,precision_macro,"
        "precision_micro,r2,recall,recall_macro,recall_micro"
    )
    job.hyperparameters(**{**BINARY, "num_round": "20"}, eval_metric=names + ",error")
    job.run()
    last = dict(
        cell.split(":") for cell in metrics_lines(capsys.readouterr().out)[-1].split("\t")[1:]
    )
    assert {f"validation-{name}" for name in names.split(",")} <= last.keys()
    error = float(last["validation-error"])
    assert float(last["validation-accuracy"]) == pytest.approx(1 - error, abs=2e-5)


def test_a_tuning_jobs_metric_is_evaluated_too(
    job: Job, capsys: pytest.CaptureFixture[str]
) -> None:
    job.hyperparameters(**BINARY, _tuning_objective_metric="validation:auc", eval_metric="error")
    job.run()
    assert re.search(r"validation-auc:.*validation-error:", capsys.readouterr().out)


def test_weights_of_a_csv_are_its_second_column(job: Job) -> None:
    table = rows(200)
    weighted = [[label, 0.0 if label else 1.0, *cells] for label, *cells in table]
    job.channel("train", csv_text(weighted))
    job.without("validation")
    job.hyperparameters(**BINARY, csv_weights="1", min_child_weight="0")
    job.run()
    model = job.model()
    assert model.num_features() == 3
    assert model.predict(xgboost.DMatrix(np.array([[0.9, 0.9, 0.5]])))[0] < 0.5  # it saw no label 1


@pytest.mark.parametrize(
    "content_type", ["libsvm", "text/libsvm", "text/x-libsvm; charset=utf8", None]
)
def test_libsvm_is_the_default_and_trains_the_same_model(
    job: Job, content_type: str | None
) -> None:
    job.run()
    from_csv = job.model().save_raw("json")
    for name, count, seed in (("train", 200, 1), ("validation", 80, 2)):
        job.channel(name, libsvm_text(rows(count, seed)), content_type)
    job.run()
    assert job.model().save_raw("json") == from_csv


def test_ranking_is_within_the_queries_of_libsvm(
    job: Job, capsys: pytest.CaptureFixture[str]
) -> None:
    # Within each query the better row is last, over all queries the labels follow nothing.
    lines = [
        f"{row} qid:{query} 0:{query * (row - 0.5)}" for query in range(1, 9) for row in (0, 1)
    ]
    job.channel("train", "\n".join(lines), "libsvm")
    job.without("validation")
    job.hyperparameters(
        **{**ROUNDS, "num_round": "10"},
        objective="rank:pairwise",
        eval_metric="ndcg",
        min_child_weight="0",
    )
    job.run()
    assert metrics_lines(capsys.readouterr().out)[-1].endswith("train-ndcg:1.00000")


def test_parquet_trains_the_same_model(job: Job, tmp_path_factory: pytest.TempPathFactory) -> None:
    import pyarrow as pa
    import pyarrow.parquet as pq

    job.run()
    from_csv = job.model().save_raw("json")
    file = tmp_path_factory.mktemp("parquet") / "table.parquet"
    columns = list(zip(*rows(200), strict=True))
    pq.write_table(pa.table({str(index): column for index, column in enumerate(columns)}), file)
    job.channel("train", file.read_bytes(), "application/x-parquet")
    job.run()
    assert job.model().save_raw("json") == from_csv


def test_recordio_trains_the_same_model(job: Job) -> None:
    from built_in import tables
    from built_in.record_protobuf import Record, Tensor

    job.run()
    from_csv = job.model().save_raw("json")
    records = [
        Record(
            {"values": Tensor(np.array(cells, np.float32))},
            {"values": Tensor(np.array([label], np.float32))},
        )
        for label, *cells in rows(200)
    ]
    job.channel("train", tables.write(records), "application/x-recordio-protobuf")
    job.run()
    assert job.model().save_raw("json") == from_csv


def test_all_files_of_a_channel_are_read_except_hidden_ones(
    job: Job, capsys: pytest.CaptureFixture[str]
) -> None:
    job.channel("train", csv_text(rows(50, seed=3)), file="day=1/part-0.csv")
    job.channel("train", csv_text(rows(25, seed=4)), file="day=1/deeper/part-1.csv")
    for hidden in ("_SUCCESS", ".part-0.csv.crc", "_temporary/part-9.csv"):
        job.channel("train", "not data", file=hidden)
    job.channel("train", "", file="empty.csv")
    job.run()
    assert "Train matrix has 275 rows" in capsys.readouterr().out


def test_windows_line_ends_and_other_delimiters_change_nothing(job: Job) -> None:
    job.run()
    plain = job.model().save_raw("json")
    text = csv_text(rows(200))
    for changed in (text.replace("\n", "\r\n"), text.replace(",", ";"), text.replace(",", "\t")):
        job.channel("train", changed, "csv")
        job.run()
        assert job.model().save_raw("json") == plain


def test_early_stopping_keeps_the_best_round(job: Job, capsys: pytest.CaptureFixture[str]) -> None:
    noise = [[float(index % 2), *row[1:]] for index, row in enumerate(rows(80, seed=5))]
    job.channel("validation", csv_text(noise))
    stopping = {"num_round": "50", "early_stopping_rounds": "2", "eval_metric": "logloss"}
    job.hyperparameters(**{**BINARY, **stopping})
    job.run()
    lines = metrics_lines(capsys.readouterr().out)
    losses = [float(line.rpartition(":")[2]) for line in lines]
    assert len(lines) < 50
    assert job.model().num_boosted_rounds() == losses.index(min(losses)) + 1


def test_cross_validation_leaves_a_model_for_each_fold(
    job: Job, capsys: pytest.CaptureFixture[str]
) -> None:
    job.hyperparameters(**BINARY, _kfold="3", _num_cv_round="2")
    job.run()
    names = sorted(file.name for file in (job.base / "model").iterdir())
    assert names == [f"xgboost-model-{fold}" for fold in range(6)]
    predictions = (job.base / "output/data/predictions.csv").read_text().splitlines()
    assert len(predictions) == 280
    label, chance, most = map(float, predictions[0].split(","))
    assert label in (0, 1)
    assert most in (0, 1)
    assert 0 < chance < 1
    output = capsys.readouterr().out
    assert "The metrics of round 2 cross validation\n[3]\ttrain-logloss:" in output
