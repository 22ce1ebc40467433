"""Candidate and champion on the same rows, and what cannot be compared."""

from __future__ import annotations

import json
import pickle
import tarfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from tree import training

from tests.processing.iris.conftest import SAMPLE  # isort: skip

ROWS = SAMPLE.read_text().splitlines()


@pytest.fixture
def job(tmp_path: Path, run: Callable[..., int]) -> Any:
    """Run an evaluation; its exit code."""
    test = tmp_path / "test"
    test.mkdir()
    (test / "test.csv").write_text("\n".join(ROWS[::5]))

    def evaluate(with_champion: bool = True) -> int:
        champion = tmp_path / ("champion" if with_champion else "none")
        return run(
            *("evaluate", "--model", tmp_path / "model", "--champion", champion, "--test", test),
            *("--output", tmp_path / "evaluation"),
        )

    return evaluate


def pack(folder: Path, content: bytes) -> None:
    folder.mkdir()
    (folder / "decision-tree.pkl").write_bytes(content)
    with tarfile.open(folder / "model.tar.gz", "w:gz") as packed:
        packed.add(folder / "decision-tree.pkl", "decision-tree.pkl")


def trained(folder: Path, rows: list[str]) -> bytes:
    """The pickle of a tree of these rows."""
    channel = folder / "training"
    channel.mkdir(parents=True)
    (channel / "rows.csv").write_text("\n".join(rows))
    training.run(channel, folder / "none.json", folder)
    return (folder / "decision-tree.pkl").read_bytes()


def read(tmp_path: Path) -> Any:
    return json.loads((tmp_path / "evaluation/evaluation.json").read_text())


def test_both_are_measured_on_the_same_rows(job: Any, tmp_path: Path) -> None:
    good = trained(tmp_path / "a", [row for n, row in enumerate(ROWS) if n % 5])
    swap = {"setosa": "virginica", "virginica": "setosa"}
    wrong = [
        ",".join([swap.get(row.split(",")[0], row.split(",")[0]), *row.split(",")[1:]])
        for row in ROWS
    ]
    pack(tmp_path / "model", good)
    pack(tmp_path / "champion", trained(tmp_path / "b", wrong))
    assert job() == 0
    found = read(tmp_path)
    assert found["rows"] == 30
    assert found["candidate"]["metrics"]["accuracy"]["value"] > 0.9
    assert found["champion"]["metrics"]["accuracy"]["value"] < 0.4
    assert found["difference"]["accuracy"]["low"] > 0.3
    assert set(found["candidate"]["types"]) == {"setosa", "versicolor", "virginica"}
    assert "<svg" in (tmp_path / "evaluation/report.html").read_text()


def test_a_first_run_measures_the_candidate_alone(job: Any, tmp_path: Path) -> None:
    pack(tmp_path / "model", trained(tmp_path / "a", ROWS))
    assert job(with_champion=False) == 0
    assert read(tmp_path)["champion"] is None


def test_models_of_different_labels_are_compared_on_all_of_them(job: Any, tmp_path: Path) -> None:
    pack(tmp_path / "model", trained(tmp_path / "a", ROWS))
    pack(
        tmp_path / "champion", trained(tmp_path / "b", [row for row in ROWS if "setosa" not in row])
    )
    assert job() == 0
    found = read(tmp_path)
    assert found["champion"]["types"]["setosa"]["recall"]["value"] == 0
    assert found["candidate"]["types"]["setosa"]["recall"]["value"] == 1


@pytest.mark.parametrize(
    ("content", "sentence"),
    [
        (
            b"no pickle",
            "The model that serves cannot be read in this image, so it cannot be measured:",
        ),
        (pickle.dumps([1]), "holds a list, not a decision tree."),
        (None, "There is no artifact of the model that serves: "),
    ],
)
def test_a_champion_that_cannot_be_read_is_told_of_and_the_candidate_measured(
    job: Any, tmp_path: Path, content: bytes | None, sentence: str
) -> None:
    pack(tmp_path / "model", trained(tmp_path / "a", ROWS))
    pack(tmp_path / "champion", content or b"")
    if content is None:
        (tmp_path / "champion/model.tar.gz").unlink()
    assert job() == 0
    found = read(tmp_path)
    assert sentence in found["champion_problem"]
    assert found["champion"] is None
    assert found["candidate"]["metrics"]["accuracy"]["value"] > 0.9


@pytest.mark.parametrize("content", [b"no pickle", pickle.dumps([1])])
def test_a_candidate_that_cannot_be_read_fails_the_job(
    job: Any, tmp_path: Path, base_folder: Path, content: bytes
) -> None:
    pack(tmp_path / "model", content)
    assert job(with_champion=False) == 1
    assert (base_folder / "output/message").read_text().startswith("The new model cannot be read")
    assert not (tmp_path / "evaluation").exists()


def test_a_champion_of_other_columns_cannot_be_compared(
    job: Any, tmp_path: Path, base_folder: Path
) -> None:
    pack(tmp_path / "model", trained(tmp_path / "a", ROWS))
    pack(tmp_path / "champion", trained(tmp_path / "b", [row.rpartition(",")[0] for row in ROWS]))
    assert job() == 0
    why = "was trained on 3 columns, but the rows of the test split have 4"
    assert why in read(tmp_path)["champion_problem"]
    assert why in (base_folder / "output/message").read_text()
