"""Training an image on a folder, on the best runtime of this machine."""

from __future__ import annotations

import json
import signal
import subprocess
from collections.abc import Callable
from pathlib import Path

import pytest

from .conftest import Program

Run = Callable[..., subprocess.CompletedProcess[str]]


@pytest.fixture
def data(tmp_path: Path) -> Path:
    file = tmp_path / "data" / "rows.csv"
    file.parent.mkdir()
    file.write_text("1,2\n")
    return file


def test_what_is_missing_is_written_as_sagemaker_would(
    image: Callable[..., Path], run: Run, data: Path, tmp_path: Path
) -> None:
    ml = tmp_path / "new"
    ended = run(
        "train",
        image(),
        ml,
        f"--channel=points={data}",
        "--set=a=1",
        "--set=b=x=y",
        "--content-type=x/y",
    )
    assert ended.returncode == 0, ended.stderr
    line, summary, *files = ended.stdout.splitlines()
    assert line == ("settings {'a': '1', 'b': 'x=y'} channels ['points'] files ['points/rows.csv']")
    assert summary.startswith("Trained in ")
    assert files == ["  model/model.txt  19 bytes"]
    channels = json.loads((ml / "input/config/inputdataconfig.json").read_text())
    assert channels["points"]["ContentType"] == "x/y"
    resources = json.loads((ml / "input/config/resourceconfig.json").read_text())
    assert (resources["current_host"], resources["hosts"]) == ("algo-1", ["algo-1"])


def test_a_plain_process_trains_as_well(
    image: Callable[..., Path], run: Run, data: Path, tmp_path: Path
) -> None:
    ml = tmp_path / "ml"
    ended = run("train", image(), ml, f"--channel=points={data}", "--runtime", "process")
    assert "Trained in" in ended.stdout, ended.stderr
    assert "(process: asked for)" in ended.stdout
    assert "they can read and change whatever you can" in ended.stderr
    assert (ml / "model/model.txt").read_text() == "['points/rows.csv']"


def test_a_folder_that_has_everything_stays_as_it_is(
    image: Callable[..., Path], run: Run, data: Path, tmp_path: Path
) -> None:
    ml = tmp_path / "test_dir"
    (ml / "input/config").mkdir(parents=True)
    (ml / "input/config/hyperparameters.json").write_text('{"mine": "1"}')
    (ml / "input/data/own").mkdir(parents=True)
    (ml / "input/data/own/a.csv").write_text("1")
    ended = run("train", image(), ml, f"--default-channel=training={data}")
    assert ended.stdout.startswith("settings {'mine': '1'} channels ['own'] files ['own/a.csv']"), (
        ended.stderr
    )
    assert (ml / "input/config/hyperparameters.json").read_text() == '{"mine": "1"}'


def test_nothing_of_an_earlier_trial_is_there_in_the_next(
    image: Callable[..., Path], run: Run, data: Path, tmp_path: Path
) -> None:
    ml, folder = tmp_path / "ml", image()
    first = run("train", folder, ml, f"--channel=one={data}", "--set=name=first.txt")
    assert "model/first.txt" in first.stdout, first.stderr
    second = run("train", folder, ml, f"--default-channel=training={data.parent}")
    assert second.stdout.startswith(
        "settings {} channels ['training'] files ['training/rows.csv']"
    ), second.stderr
    assert [path.name for path in (ml / "model").iterdir()] == ["model.txt"]


def test_a_failure_is_told_in_the_programs_own_words_and_its_model_is_not_served(
    image: Callable[..., Path], run: Run, tmp_path: Path
) -> None:
    ml, folder = tmp_path / "ml", image()
    failed = run("train", folder, ml, "--set=fail=epochs must be a number")
    assert failed.returncode == 1
    assert failed.stderr.endswith(
        "local mode: train failed with exit code 3: epochs must be a number\n"
    )
    served = run("serve", folder, ml, "--port=0")
    assert served.returncode == 1
    assert "did not end well: train again" in served.stderr
    again = run("train", folder, ml)
    assert again.returncode == 0, again.stderr
    assert not (ml / "output/failure").exists()


def test_a_model_of_the_users_own_is_not_emptied_unless_forced(
    image: Callable[..., Path], run: Run, tmp_path: Path
) -> None:
    ml, folder = tmp_path / "ml", image()
    (ml / "model").mkdir(parents=True)
    (ml / "model/precious.bin").write_text("weeks of work")
    refused = run("train", folder, ml)
    assert refused.returncode == 1
    assert "model/precious.bin is not local mode's own" in refused.stderr
    assert "--force" in refused.stderr
    assert (ml / "model/precious.bin").read_text() == "weeks of work"
    forced = run("train", folder, ml, "--force")
    assert forced.returncode == 0, forced.stderr
    assert [path.name for path in (ml / "model").iterdir()] == ["model.txt"]


def test_a_program_without_a_run_bit_is_refused_in_dockers_words(
    image: Callable[..., Path], run: Run, tmp_path: Path
) -> None:
    ended = run("train", image(mode="644"), tmp_path / "ml")
    assert ended.returncode == 1
    assert ended.stderr.endswith('failed with exit code 126: exec: "train": permission denied\n')


def test_an_image_that_cannot_run_leaves_the_earlier_model(
    image: Callable[..., Path], run: Run, tmp_path: Path
) -> None:
    ml, folder = tmp_path / "ml", image()
    assert run("train", folder, ml).returncode == 0
    (folder / "train").write_text("#!/bin/sh\ncp /opt/ml/input/data/x /opt/ml/model/\n")
    refused = run("train", folder, ml, "--runtime", "process")
    assert refused.returncode == 1
    assert "/opt/program/train has /opt/ml written into it" in refused.stderr
    assert (ml / "model/model.txt").exists()
    assert [path.name for path in ml.iterdir() if path.name.startswith(".earlier")] == []
    again = run("train", folder, ml, "--set=name=x")
    assert "No such file" in again.stderr + again.stdout  # it ran: the earlier model was its own


def test_ctrl_c_ends_the_program(
    image: Callable[..., Path], run: Run, start: Program, tmp_path: Path
) -> None:
    process = start("train", folder := image(), tmp_path / "ml", "--set=wait=1")
    assert process.stdout is not None
    while "waiting" not in (line := process.stdout.readline()):
        assert line, "it ended before"
    process.send_signal(signal.SIGINT)
    _, said = process.communicate(timeout=20)
    assert process.returncode == 130
    assert said.endswith("local mode: interrupted\n")
    assert run("train", folder, tmp_path / "ml").returncode == 0


@pytest.mark.parametrize(
    ("dockerfile", "sentence"),
    [
        (
            "FROM python:3.11\nINSTALL six\n",
            "local mode: Dockerfile line 2: unknown instruction: INSTALL",
        ),
        (
            "FROM python:3.11\nENV A='b\n",
            "local mode: Dockerfile line 2: ENV: the quote ' has no end",
        ),
        ("FROM python:3.11\nRUN pip install 'six\n", "local mode: Dockerfile line 2: "),
        ("FROM python:3.11\nRUN apt-get install -y not-here-x\n", "not-here-x"),
    ],
)
def test_a_dockerfile_that_cannot_be_built_is_a_sentence_with_its_line(
    image: Callable[..., Path], run: Run, tmp_path: Path, dockerfile: str, sentence: str
) -> None:
    ended = run("train", image(dockerfile=dockerfile), tmp_path / "ml")
    assert ended.returncode == 1
    assert sentence in ended.stderr
    assert len(ended.stderr.splitlines()) == 1
    assert not (tmp_path / "ml").exists()


@pytest.mark.parametrize(
    ("arguments", "code", "sentence"),
    [
        (["train", "nowhere", "ml"], 2, "nowhere is no image folder: it has no Dockerfile"),
        (["train", "{image}", "ml", "--channel=a=nowhere"], 2, "no file or folder nowhere"),
        (["train", "{image}", "ml", "--channel=a/b=."], 2, "expected NAME=PATH"),
        (["train", "{image}", "ml", "--set=a"], 2, "expected KEY=VALUE, got 'a'"),
        (["train", "{image}", "ml", "--set=a=1", "--set=a=2"], 2, "--set a is given twice"),
        (["train", "{image}", "ml", "--runtime=vm"], 2, "invalid choice: 'vm'"),
        (["train", "{image}", "{image}/train"], 2, "train is a file: name the folder"),
        (["train", "{image}", "{image}/ml", "--channel=a={image}"], 1, "must lie apart"),
        (["train", "{image}", "{image}/..", "--channel=a={image}"], 1, "must lie apart"),
        (["serve", "{image}", "ml", "--port=x"], 2, "'x' is no port number"),
    ],
)
def test_a_mistake_is_one_sentence(
    image: Callable[..., Path], run: Run, arguments: list[str], code: int, sentence: str
) -> None:
    folder = image()
    ended = run(*(word.format(image=folder) for word in arguments))
    assert (ended.returncode, len(ended.stderr.splitlines())) == (code, 1), ended.stderr
    assert sentence in ended.stderr
