"""The training job on folders: what it learns, what it logs, what it leaves, what it refuses."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest
from tree import model, training
from tree.failure import JobError

from .conftest import ROOT, SAMPLES

SHARED = ROOT.parent / "shared/data/iris"


def train(channel: Path, text: str, **hyperparameters: str) -> Path:
    """Train on one file of that content; the model's folder, which lies beside the channel."""
    (channel / "data.csv").write_text(text)
    settings = channel.parent / "hyperparameters.json"
    settings.write_text(json.dumps(hyperparameters))
    training.run(channel, settings, channel.parent)
    return channel.parent


def said_accuracy(log: str) -> float:
    found = re.search(r"accuracy=([0-9.]+)", log)
    assert found
    return float(found[1])


def test_the_sample_is_learnt_well(channel, capsys):
    folder = train(channel, (SAMPLES / "iris.csv").read_text())
    assert said_accuracy(capsys.readouterr().out) > 0.9
    rows = [row.split(",") for row in (SAMPLES / "iris.csv").read_text().splitlines()]
    guesses = model.load(folder).predict([[float(cell) for cell in row[1:]] for row in rows])
    right = sum(guess == row[0] for guess, row in zip(guesses, rows, strict=True))
    assert right / len(rows) > 0.95


@pytest.mark.shared_data
@pytest.mark.skipif(not SHARED.exists(), reason="the public data are not here")
def test_the_famous_table_is_learnt_well(channel, capsys):
    train(channel, (SHARED / "iris.csv").read_text())
    assert said_accuracy(capsys.readouterr().out) > 0.9


def test_the_tree_is_as_large_as_the_hyperparameters_allow(channel):
    sample = (SAMPLES / "iris.csv").read_text()
    assert model.load(train(channel, sample, max_leaf_nodes="2")).get_n_leaves() == 2
    assert model.load(train(channel, sample, max_depth="1")).get_depth() == 1
    assert model.load(train(channel, sample, min_samples_leaf="60")).get_n_leaves() == 2


def test_the_same_seed_makes_the_same_model(channel):
    sample = (SAMPLES / "iris.csv").read_text()
    first = (train(channel, sample, seed="1") / model.FILE).read_bytes()
    assert (train(channel, sample, seed="1") / model.FILE).read_bytes() == first


def test_labels_that_are_numbers_stay_as_they_were_written(channel):
    trained = model.load(train(channel, "01,1\n01,2\n10,8\n10,9\n"))
    assert trained.predict([[1], [9]]).tolist() == ["01", "10"]


def test_cross_validation_is_left_out_where_a_label_has_one_row(channel, capsys):
    folder = train(channel, "a,1\na,2\nb,9\n")
    assert "No cross-validation: a label has one row only." in capsys.readouterr().out
    assert model.load(folder).predict([[9]]).tolist() == ["b"]


def test_one_label_is_nothing_to_learn_and_no_model_is_left(channel):
    with pytest.raises(JobError, match="Every row has the label 'a'"):
        train(channel, "a,1\na,2\n")
    assert not (channel.parent / model.FILE).exists()
