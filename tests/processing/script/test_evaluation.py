"""Two models are asked about the same hours, each by the code that came with it."""

from __future__ import annotations

import json
import tarfile
from pathlib import Path

import pytest
from rentals.problems import JobProblem
from rentals.program import work

ROWS = "hour,workday,temperature,humidity,wind,rentals\n" + "".join(
    f"{hour},1,10,0.5,2,{10 * hour}\n" for hour in range(24)
)
SERVED = """
from network import FACTOR

def model_fn(folder):
    return FACTOR

def predict_fn(rows, factor):
    return (rows[:, 0] * factor).tolist()
"""


def artifact(folder: Path, factor: float, served: str = SERVED) -> Path:
    code = folder / "model" / "code"
    code.mkdir(parents=True)
    (code / "inference.py").write_text(served)
    (code / "network.py").write_text(f"FACTOR = {factor}")
    with tarfile.open(folder / "model.tar.gz", "w:gz") as packed:
        packed.add(folder / "model", ".")
    return folder


@pytest.fixture
def test_split(tmp_path: Path) -> Path:
    folder = tmp_path / "test"
    folder.mkdir()
    (folder / "rows.csv").write_text(ROWS)
    return folder


def evaluated(
    tmp_path: Path, test: Path, *arguments: str
) -> dict[str, dict[str, dict[str, dict[str, float]]]]:
    output = tmp_path / "evaluation"
    work(["evaluate", "--test", str(test), "--output", str(output), *arguments])
    assert (output / "report.html").is_file()
    content: dict[str, dict[str, dict[str, dict[str, float]]]] = json.loads(
        (output / "evaluation.json").read_text()
    )
    return content


def test_each_model_is_asked_by_its_own_code(tmp_path: Path, test_split: Path) -> None:
    new, old = artifact(tmp_path / "new", 10), artifact(tmp_path / "old", 8)
    found = evaluated(tmp_path, test_split, "--model", str(new), "--champion", str(old))
    assert found["candidate"]["metrics"]["mae"]["value"] == 0
    assert found["champion"]["metrics"]["mae"]["value"] == 23
    assert found["difference"]["mae"] == {"value": -23, "low": pytest.approx(-28, abs=3), "high": pytest.approx(-18, abs=3)}  # fmt: skip


def test_a_first_model_has_no_champion(tmp_path: Path, test_split: Path) -> None:
    new = artifact(tmp_path / "new", 10)
    found = evaluated(tmp_path, test_split, "--model", str(new), "--champion", "/not/there")
    assert found["champion"] is None


def test_what_is_no_model_is_told(tmp_path: Path, test_split: Path) -> None:
    (tmp_path / "nothing").mkdir()
    with pytest.raises(JobProblem, match=r"the candidate has no code/inference\.py"):
        evaluated(tmp_path, test_split, "--model", str(tmp_path / "nothing"))


def test_a_champion_that_cannot_be_asked_is_told_of(tmp_path: Path, test_split: Path) -> None:
    new = artifact(tmp_path / "new", 10)
    old = artifact(tmp_path / "old", 8, served="def model_fn(folder): raise KeyError('gone')")
    found = evaluated(tmp_path, test_split, "--model", str(new), "--champion", str(old))
    assert found["champion"] is None
    assert found["champion_problem"] == "The model that serves cannot be asked: KeyError: 'gone'."
    assert found["candidate"]["metrics"]["mae"]["value"] == 0
