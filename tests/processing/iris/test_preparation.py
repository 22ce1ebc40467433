"""Rows to splits: by what they say, wherever they lie."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.processing.iris.conftest import ROOT, SAMPLE  # isort: skip

ROWS = SAMPLE.read_text().splitlines()


def splits(
    run: Callable[..., int], folder: Path, files: dict[str, str], *more: str
) -> dict[str, set[str]]:
    """The rows of each split."""
    data, output = folder / "data", folder / "output"
    for name, text in files.items():
        (data / name).parent.mkdir(parents=True, exist_ok=True)
        (data / name).write_text(text)
    assert run("prepare", "--data", data, "--output", output, *more) == 0
    return {
        name: set((output / name / f"{name}.csv").read_text().splitlines())
        for name in ("train", "test")
    }


def test_every_row_is_in_one_split(run: Callable[..., int], tmp_path: Path) -> None:
    made = splits(run, tmp_path, {"iris.csv": "\n".join(ROWS)})
    assert made["train"] | made["test"] == set(ROWS)
    assert not made["train"] & made["test"]
    assert 15 <= len(made["test"]) <= 45


def test_data_that_grow_at_the_front_move_no_row(run: Callable[..., int], tmp_path: Path) -> None:
    before = splits(run, tmp_path / "a", {"iris.csv": "\n".join(ROWS[60:])})
    grown = {"a/new.csv": "\n".join(ROWS[:60]), "iris.csv": "\n".join(ROWS[:59:-1])}
    after = splits(run, tmp_path / "b", grown)
    assert before["test"] <= after["test"]
    assert before["train"] <= after["train"]


def test_a_row_whose_label_or_spelling_is_corrected_stays_where_it_is(
    run: Callable[..., int], tmp_path: Path
) -> None:
    before = splits(run, tmp_path / "a", {"iris.csv": "\n".join(ROWS)})
    corrected = [f"virginica,{row.split(',', 1)[1]}0" for row in ROWS]
    after = splits(run, tmp_path / "b", {"iris.csv": "\n".join(corrected)})
    for name in before:
        assert {row.split(",", 1)[1] for row in before[name]} == {
            row.split(",", 1)[1] for row in after[name]
        }


def test_markers_and_hidden_files_are_no_data(run: Callable[..., int], tmp_path: Path) -> None:
    hidden = {
        "_SUCCESS": "done",
        ".DS_Store": "x",
        "_temporary/part.csv": "no,row",
        "iris.csv": "\n".join(ROWS),
    }
    made = splits(run, tmp_path, hidden)
    assert made["train"] | made["test"] == set(ROWS)


@pytest.mark.parametrize(
    ("files", "more", "sentence"),
    [
        ({"_SUCCESS": ""}, (), "The channel 'data' has no files: it needs CSV, label first."),
        ({"x.csv": "a,1\nb,x\n"}, (), "x.csv, line 2: column 2 must be a number, but is 'x'."),
        ({"x.csv": "a,1\n"}, (), "split would be empty: of 1 rows"),
        ({"x.csv": "a,1\n"}, ("--test-fraction", "1"), "leave no row to train on"),
        ({"x.csv": "a,1\n"}, ("--test-fraction", "most"), "'most' is no number"),
    ],
)
def test_what_cannot_be_divided_is_told_in_a_sentence(
    run: Callable[..., int],
    tmp_path: Path,
    base_folder: Path,
    files: dict[str, str],
    more: tuple[str, ...],
    sentence: str,
) -> None:
    data, output = tmp_path / "data", tmp_path / "output"
    data.mkdir()
    for name, text in files.items():
        (data / name).write_text(text)
    assert run("prepare", "--data", data, "--output", output, *more) == 1
    assert sentence in (base_folder / "output/message").read_text()
    assert not output.exists()


def test_the_zip_runs_alone_with_the_images_own_modules(asset: Path, tmp_path: Path) -> None:
    data = tmp_path / "data"
    data.mkdir()
    (data / "iris.csv").write_text("\n".join(ROWS))
    variables = {**os.environ, "PATH": f"{ROOT / 'training/iris'}{os.pathsep}{os.environ['PATH']}"}
    command = [sys.executable, str(asset), "prepare", "--data", str(data)]
    ran = subprocess.run(
        [*command, "--output", str(tmp_path / "made")],
        env=variables,
        cwd=tmp_path,
        check=False,
        capture_output=True,
        text=True,
    )
    assert ran.returncode == 0, ran.stderr
    assert ran.stdout.startswith("Rows: train 1")
