"""The script as the image runs it: arguments and variables in, a model with what serves it out."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from pathlib import Path

import pytest
from conftest import ROOT, SAMPLE

FOLDER = ROOT / "training" / "script"


@pytest.fixture(scope="module")
def data(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("train")
    (folder / "rentals.csv").write_bytes((SAMPLE / "rentals.csv").read_bytes())
    return folder


def train(data: Path, model: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    model.mkdir(exist_ok=True)
    return subprocess.run(
        [sys.executable, str(FOLDER / "train.py"), *arguments],
        env={**os.environ, "SM_CHANNEL_TRAIN": str(data), "SM_MODEL_DIR": str(model)},
        cwd=model,
        capture_output=True,
        text=True,
    )


@pytest.fixture(scope="module")
def trained(data: Path, tmp_path_factory: pytest.TempPathFactory) -> tuple[str, Path]:
    """What the script said, and the folder of its model."""
    model = tmp_path_factory.mktemp("model")
    ended = train(data, model, "--epochs", "8", "--learning_rate", "0.02")
    assert ended.returncode == 0, ended.stderr
    return ended.stdout, model


def test_it_learns_more_than_the_mean(trained: tuple[str, Path]) -> None:
    said, _ = trained
    errors = [float(found) for found in re.findall(r"validation:mae=([0-9.]+);", said)]
    assert len(errors) == 8
    assert errors[-1] < 25
    assert "1920 rows trained on; always the mean: 69.1 rentals off" in said


def test_the_model_has_beside_it_what_serves_it(trained: tuple[str, Path]) -> None:
    _, model = trained
    found = sorted(path.relative_to(model).as_posix() for path in model.rglob("*.p*"))
    assert found == ["code/inference.py", "code/network.py", "model.pth"]


def test_a_training_that_was_interrupted_goes_on_to_the_same_model(
    data: Path, tmp_path: Path
) -> None:
    import torch

    folder = tmp_path / "checkpoints"
    folder.mkdir()
    alone = train(data, tmp_path / "alone", "--epochs", "3")
    train(data, tmp_path / "first", "--epochs", "2", "--checkpoints", str(folder))
    then = train(data, tmp_path / "then", "--epochs", "3", "--checkpoints", str(folder))
    assert "goes on after epoch 2" in then.stdout
    assert re.findall("epoch=.*", then.stdout) == re.findall("epoch=3.*", alone.stdout)
    one, other = (
        torch.load(tmp_path / name / "model.pth", weights_only=True)["state"]
        for name in ("alone", "then")
    )
    assert all(torch.equal(one[name], other[name]) for name in one)
    assert [path.name for path in folder.iterdir()] == ["checkpoint.pt"]


def test_a_checkpoint_of_other_hyperparameters_is_not_gone_on_from(
    data: Path, tmp_path: Path
) -> None:
    folder = tmp_path / "checkpoints"
    folder.mkdir()
    train(data, tmp_path / "first", "--epochs", "1", "--checkpoints", str(folder))
    then = train(
        data, tmp_path / "then", "--epochs", "1", "--hidden", "8", "--checkpoints", str(folder)
    )
    assert then.returncode == 0, then.stderr
    assert "begins anew" in then.stdout
    assert "epoch=1 " in then.stdout


def test_it_is_served_by_its_own_functions(trained: tuple[str, Path]) -> None:
    import inference

    _, model = trained
    network = inference.model_fn(str(model))
    rows = inference.input_fn(
        "hour,workday,temperature,humidity,wind\n8,1,20,0.5,1\n3,1,20,0.5,1\n", "text/csv"
    )
    rush_hour, night = inference.predict_fn(rows, network)
    assert rush_hour > 5 * night >= 0
    text, kind = inference.output_fn([rush_hour, night], "*/*")
    assert (text, kind) == (f"{rush_hour:.1f}\n{night:.1f}\n", "text/csv")
    assert inference.output_fn([1.5], "application/json") == ("[1.5]", "application/json")


@pytest.mark.parametrize(
    ("body", "kind", "sentence"),
    [
        ("1,2,3\n", "text/csv", "A row has the columns hour"),
        ("", "text/csv", "there is at least one"),
        ("[]", "application/json", "there is at least one"),
        ("{}", "application/json", "A row has the columns"),
        ("x", "text/plain", "text/csv or application/json, and not text/plain"),
        ("8,1,warm,0.5,1\n", "text/csv", "could not convert"),
    ],
)
def test_a_request_of_another_form_is_refused(body: str, kind: str, sentence: str) -> None:
    import inference

    with pytest.raises(ValueError, match=sentence):
        inference.input_fn(body, kind)


@pytest.mark.parametrize(
    ("content", "sentence"),
    [
        ("hour,rentals\n1,2\n", "has no column workday, temperature, humidity, wind."),
        (
            "hour,workday,temperature,humidity,wind,rentals\n1,1,1,1,1,many\n",
            "line 2: a cell is no",
        ),
        ("hour,workday,temperature,humidity,wind,rentals\n1,1,1,1,1,1\n", "too few to train on."),
    ],
)
def test_data_that_cannot_be_used_end_the_script_with_a_sentence(
    tmp_path: Path, content: str, sentence: str
) -> None:
    (tmp_path / "rentals.csv").write_text(content)
    ended = train(tmp_path, tmp_path / "model")
    assert ended.returncode == 1
    assert sentence in ended.stderr
    assert "Traceback" not in ended.stderr


def test_the_recipe_makes_the_sample_again_byte_for_byte(tmp_path: Path) -> None:
    import recipe

    recipe.write_sample(tmp_path)
    for name in ("rentals.csv", "payload.csv"):
        assert (tmp_path / name).read_bytes() == (SAMPLE / name).read_bytes()
