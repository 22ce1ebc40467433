"""The training job end to end on a tiny corpus, most of it within this process for speed."""

from __future__ import annotations

import json
import os
import re
import shutil
import signal
import subprocess
import sys
from pathlib import Path

import pytest
import torch
from safetensors.torch import load_file
from tagger import training_job
from tagger.failure import JobError
from tagger.paths import Paths

from .conftest import IMAGE, LABELS, write_channel, write_job

METRIC = r"validation:f1=([0-9.eE+-]+)"


def never() -> bool:
    return False


def train(base, stopped=never):
    training_job.run(Paths(base), stopped)


def start(base):
    environment = {**os.environ, "SAGEMAKER_BASE_DIR": str(base)}
    return subprocess.Popen(
        [str(IMAGE / "train")],
        env={**environment, "PATH": f"{Path(sys.executable).parent}:{os.environ['PATH']}"},
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )


class StopAfter:
    """Says stop from the n-th time on that it is asked."""

    def __init__(self, times):
        self.left = times

    def __call__(self):
        self.left -= 1
        return self.left < 0


def metrics(base):
    return json.loads((base / "model/metrics.json").read_text())


def test_the_program_trains_and_leaves_a_model_that_stands_alone(job):
    process = start(job)
    output, errors = process.communicate(timeout=300)
    assert process.returncode == 0, errors
    assert len(re.findall(METRIC, output)) == 2
    assert re.search(r"^epoch=1 train:loss=[\d.]+ validation:loss=[\d.]+ ", output, re.MULTILINE)
    assert re.search(r"test:precision=[\d.]+ test:recall=[\d.]+ test:f1=[\d.]+;", output)
    assert re.search(r"progress: epoch 2/2, step 8/8, [\d.]+ sentences/s", output)
    assert {path.name for path in (job / "model").iterdir()} == {
        "config.json",
        "labels.json",
        "metrics.json",
        "model.safetensors",
        "tokenizer.json",
    }
    config = json.loads((job / "model/config.json").read_text())
    assert [config["id2label"][str(index)] for index in range(5)] == LABELS
    assert not (job / "output/failure").exists()


def test_a_learnable_corpus_is_learned(trained):
    assert metrics(trained)["test"]["overall"]["f1"] > 0.9
    assert set(metrics(trained)["test"]["types"]) == {"person", "place"}
    assert metrics(trained)["test"]["types"]["place"]["support"] == 16


def test_a_pretrained_channel_is_where_training_starts(trained, job):
    shutil.copytree(trained / "model", job / "input/data/pretrained")
    (job / "input/config/hyperparameters.json").write_text('{"epochs": "1"}')
    train(job)
    assert metrics(job)["history"][0]["overall"]["f1"] > 0.9


def test_a_checkpoint_of_another_task_gets_a_new_head(trained, job):
    pretrained = job / "input/data/pretrained"
    shutil.copytree(trained / "model", pretrained)
    config = json.loads((pretrained / "config.json").read_text())
    config["id2label"] = {"0": "NEGATIVE", "1": "POSITIVE"}
    config["label2id"] = {"NEGATIVE": 0, "POSITIVE": 1}
    (pretrained / "config.json").write_text(json.dumps(config))
    train(job)
    assert json.loads((job / "model/config.json").read_text())["id2label"]["1"] == "B-person"


@pytest.mark.parametrize("asked", [3, 8, 12, 30])
def test_a_job_that_was_stopped_goes_on_as_if_it_had_not_been(tmp_path, asked):
    whole = write_job(tmp_path / "whole", epochs="3")
    train(whole)
    broken = write_job(tmp_path / "broken", epochs="3")
    train(broken, StopAfter(asked))
    assert list((broken / "checkpoints").iterdir())
    train(broken)
    for one, other in zip(metrics(whole)["history"], metrics(broken)["history"], strict=True):
        assert one["train_loss"] == pytest.approx(other["train_loss"])
        assert one["overall"] == pytest.approx(other["overall"])
    left, right = (load_file(base / "model/model.safetensors") for base in (whole, broken))
    assert all(torch.allclose(left[name], right[name], atol=1e-6) for name in left)


def test_a_stopped_job_leaves_the_best_model_so_far(job):
    train(job, StopAfter(12))
    assert metrics(job)["epoch"] == 1
    assert "test" not in metrics(job)
    assert (job / "model/model.safetensors").exists()


def test_a_job_without_a_place_for_checkpoints_writes_none(tmp_path, capsys):
    base = write_job(tmp_path / "ml", keeps=False)
    train(base)
    assert not (base / "checkpoints").exists()
    assert "saved" not in capsys.readouterr().out
    assert (base / "model/model.safetensors").exists()


def test_a_broken_last_checkpoint_gives_way_to_the_one_before(job, capsys):
    train(job)
    *_, last = sorted((job / "checkpoints").iterdir())
    last.write_bytes(last.read_bytes()[:1000])
    train(job)
    output = capsys.readouterr().out
    assert "trying the one before" in output
    assert "resuming from checkpoint-00000008.pt" in output


def test_a_checkpoint_of_another_job_is_refused(job):
    train(job)
    (job / "input/config/hyperparameters.json").write_text('{"learning_rate": "0.01"}')
    with pytest.raises(JobError, match=r"another batch_size, epochs, learning_rate: start it"):
        train(job)


def test_training_stops_when_nothing_improves(tmp_path, capsys):
    base = write_job(
        tmp_path / "ml", epochs="50", learning_rate="1e-9", early_stopping_patience="2"
    )
    for tags in (base / "input/data/validation").iterdir():
        tags.unlink()
    write_channel(base / "input/data/validation", range(2))
    train(base)
    assert "stopping early" in capsys.readouterr().out
    assert len(metrics(base)["history"]) < 50


def test_sigterm_saves_a_checkpoint_and_the_model_and_ends_with_0(tmp_path):
    base = write_job(tmp_path / "ml", epochs="200", early_stopping_patience="200")
    process = start(base)
    for line in process.stdout:
        if line.startswith("saved"):
            process.send_signal(signal.SIGTERM)
            break
    output, errors = process.communicate(timeout=120)
    assert process.returncode == 0, errors
    assert "(stopped)" in output
    assert (base / "model/model.safetensors").exists()
    assert list((base / "checkpoints").glob("checkpoint-*.pt"))
    assert not [path for path in base.rglob("*") if ".part" in path.name]


def break_labels(job):
    path = job / "input/data/tokenizer/labels.json"
    path.write_text(json.dumps({"labels": ["O", "I-person"]}))


def break_resources(job):
    path = job / "input/config/resourceconfig.json"
    path.write_text(json.dumps({"hosts": ["algo-1", "algo-2"]}))


def add_corrupted_checkpoint(job):
    folder = job / "input/data/pretrained"
    folder.mkdir()
    (folder / "config.json").write_text('{"model_type": "bert"}')
    (folder / "model.safetensors").write_bytes(b"not weights")


def add_checkpoint_without_encoder(job):
    from transformers import BertConfig, BertForTokenClassification

    folder = job / "input/data/pretrained"
    small = BertConfig(vocab_size=64, hidden_size=16, num_hidden_layers=1, num_attention_heads=2)
    BertForTokenClassification(small).save_pretrained(folder)
    config = json.loads((folder / "config.json").read_text())
    (folder / "config.json").write_text(json.dumps({**config, "num_hidden_layers": 2}))


def add_checkpoint_of_few_tokens(job):
    from transformers import BertConfig, BertForTokenClassification

    small = BertConfig(vocab_size=9, hidden_size=16, num_hidden_layers=1, num_attention_heads=2)
    BertForTokenClassification(small).save_pretrained(job / "input/data/pretrained")


def empty_split(job):
    shutil.rmtree(job / "input/data/validation")
    write_channel(job / "input/data/validation", range(0))


@pytest.mark.parametrize(
    ("break_it", "sentence"),
    [
        (lambda job: shutil.rmtree(job / "input/data/train"), "has no channel 'train'"),
        (lambda job: shutil.rmtree(job / "input/data/tokenizer"), "has no channel 'tokenizer'"),
        (lambda job: (job / "input/data/test/part-0.parquet").unlink(), "'test' holds no .parquet"),
        (
            lambda job: (job / "input/data/train/part-0.parquet").write_bytes(b"x" * 99),
            "cannot read part-0.parquet",
        ),
        (empty_split, "'validation' has no rows: the split is empty"),
        (
            lambda job: write_channel(job / "input/data/test", range(9), label_shift=3),
            "has label id [567], but labels.json names 5",
        ),
        (lambda job: (job / "input/data/tokenizer/labels.json").unlink(), "labels.json is missing"),
        (break_labels, "'I-person' has no B- beside it"),
        (
            lambda job: (job / "input/data/tokenizer/tokenizer.json").write_text("{}"),
            "tokenizer.json is broken",
        ),
        (break_resources, "trains on one instance, but the job has 2"),
        (add_corrupted_checkpoint, "The checkpoint 'pretrained' cannot be loaded"),
        (add_checkpoint_without_encoder, "lacks 16 weights of its encoder"),
        (add_checkpoint_of_few_tokens, "knows 9 tokens, but the tokenizer has 25"),
    ],
)
def test_what_the_user_can_mend_is_a_sentence(job, break_it, sentence):
    break_it(job)
    with pytest.raises(JobError, match=sentence):
        train(job)


def test_a_failed_program_leaves_the_sentence_in_the_failure_file_and_no_traceback(job):
    (job / "input/config/hyperparameters.json").write_text('{"epochs": "many", "lr": "1"}')
    process = start(job)
    _, errors = process.communicate(timeout=120)
    assert process.returncode == 1
    sentence = (job / "output/failure").read_text()
    assert sentence.startswith("Hyperparameters refused: epochs ")
    assert "lr is unknown" in sentence
    assert "Traceback" not in errors
    assert not (job / "model").exists()
