"""What a training job refuses, and in which words: by name, with file and line where one is known."""

from __future__ import annotations

import pytest

from .conftest import BINARY, ROUNDS, Job, csv_text, libsvm_text, rows

GOOD = csv_text(rows(5))


@pytest.mark.parametrize(
    ("content", "refusal"),
    [
        (
            "label,age,job\n" + GOOD,
            "train/part-0.csv, line 1: it looks like a header (label,age,job",
        ),
        (
            GOOD + "1,0.5,red,0.5\n",
            "train/part-0.csv, line 6: column 3 is 'red', which is not a number",
        ),
        (GOOD + "1,0.5,0.5\n", "train/part-0.csv, line 6: it has 3 columns, the first row has 4"),
        (
            "\n" + GOOD + "\n2,1,1,1\n",
            "train/part-0.csv, line 8: the label is 2, but objective binary",
        ),
        (GOOD + "-1,1,1,1\n3,1,1,1\n", "; rows that are wrong too: 1."),
        (GOOD + ",1,1,1\n", "line 6: the label is nan, but a label must be a number"),
        (GOOD + "1,1e39,1,1\n", "line 6: a feature is infinite or too large"),
        ("1\n0\n", "line 1: no delimiter found in '1'"),
        ("", "No data in the train channel"),
        ("\n\n", "train/part-0.csv, line 1: no delimiter found in ''"),
    ],
)
def test_csv_that_cannot_be_trained_on(job: Job, content: str, refusal: str) -> None:
    job.channel("train", content)
    assert refusal in job.refusal()


def test_what_is_wrong_in_a_later_file_is_found_there(job: Job) -> None:
    job.channel("train", GOOD + "\n7,1,1,1\n", file="part-1.csv")
    assert job.refusal().startswith("train/part-1.csv, line 7: the label is 7")


@pytest.mark.parametrize(
    ("line", "refusal"),
    [
        ("1 -1:2", "line 6: '-1:2' has a bad index: it must be a whole number from 0 to"),
        ("1 one:2", "line 6: 'one:2' has a bad index"),
        ("1 1:x", "line 6: '1:x' has a value that is not a number"),
        ("1 1:1 1:2", "line 6: it has the index 1 more than once"),
        ("yes 1:1", "line 6: it begins with 'yes', where a row has label or label:weight"),
        ("0.2,0.3,0.4", "line 6: it begins with '0.2,0.3,0.4'"),
    ],
)
def test_libsvm_that_cannot_be_trained_on(job: Job, line: str, refusal: str) -> None:
    job.channel("train", libsvm_text(rows(5)) + line + "\n", "libsvm", file="part-0.csv")
    assert f"train/part-0.csv, {refusal}" in job.refusal()


def test_what_is_not_parquet_or_recordio(job: Job) -> None:
    job.channel("train", GOOD, "application/x-parquet")
    assert "train/part-0.csv: it is not Parquet" in job.refusal()
    job.channel("train", GOOD, "application/x-recordio-protobuf")
    assert "train/part-0.csv: record 1 does not begin with RecordIO's magic" in job.refusal()


def test_files_with_different_columns(job: Job) -> None:
    job.channel("train", "1,2\n0,3\n", file="part-1.csv")
    refusal = "Columns of features: 1 in train/part-1.csv, but 3 in train/part-0.csv."
    assert job.refusal() == refusal


def test_a_validation_channel_with_other_columns(job: Job) -> None:
    job.channel("validation", "1,2\n0,3\n")
    assert "Columns of features: 1 in validation/part-0.csv, but 3 in train/" in job.refusal()


def test_an_empty_validation_channel(job: Job) -> None:
    job.channel("validation", "")
    assert "No data in the validation channel" in job.refusal()


def test_no_train_channel(job: Job) -> None:
    job.without("train")
    assert job.refusal() == "The train channel is missing; the job has the channels: validation."


def test_an_unknown_channel(job: Job) -> None:
    job.channel("test", GOOD)
    assert job.refusal() == "Channel test is unknown; known are train, validation, code."


@pytest.mark.parametrize("content_type", ["text/plain", "application/json"])
def test_an_unknown_content_type(job: Job, content_type: str) -> None:
    job.channel("train", GOOD, content_type)
    assert f"ContentType '{content_type}' of channel train is unknown; known" in job.refusal()


def test_more_than_one_label(job: Job) -> None:
    job.channel("train", GOOD, "text/csv; label_size=2")
    assert "label_size must be 1" in job.refusal()
    job.channel("train", GOOD, "text/csv;label_size=1")
    job.run()


def test_pipe_mode(job: Job) -> None:
    job.channel("train", GOOD, TrainingInputMode="Pipe")
    assert "Channel train is in Pipe mode" in job.refusal()


def test_early_stopping_without_validation(job: Job) -> None:
    job.without("validation")
    job.hyperparameters(**BINARY, early_stopping_rounds="2")
    assert "early_stopping_rounds needs a validation channel" in job.refusal()


def test_labels_that_are_no_classes(job: Job) -> None:
    job.hyperparameters(**ROUNDS, objective="multi:softmax", num_class="3")
    job.channel("train", "0,1\n2,1\n1.5,1\n")
    job.without("validation")
    refusal = (
        "train/part-0.csv, line 3: the label is 1.5, but objective multi:softmax with num_class 3"
    )
    assert job.refusal().startswith(refusal)


def test_a_negative_weight(job: Job) -> None:
    job.hyperparameters(**BINARY, csv_weights="1")
    job.channel("train", "1,1,5\n0,-2,4\n")
    job.without("validation")
    assert "line 2: the weight is -2, but a weight must be" in job.refusal()


def test_several_instances(job: Job) -> None:
    job.configure("resourceconfig", {"hosts": ["algo-1", "algo-2"], "current_host": "algo-1"})
    assert "set InstanceCount to 1" in job.refusal()


def test_what_only_xgboost_itself_finds_is_said_in_its_words(job: Job) -> None:
    job.hyperparameters(**BINARY, base_score="7")
    assert job.refusal().startswith("XGBoost refuses to train: base_score must be in (0,1)")
    job.hyperparameters(**ROUNDS, objective="multi:softmax", num_class="3", eval_metric="f1_binary")
    job.channel("train", "0,1\n1,2\n2,3\n")
    job.without("validation")
    assert "Target is multiclass but average='binary'" in job.refusal()


def test_csv_without_its_content_type_is_given_a_hint(job: Job) -> None:
    job.channel("train", GOOD, None)
    assert job.refusal().endswith("CSV needs the content type text/csv.")
