"""The job as SageMaker starts it: a zip run as a program, in the Python of AWS's image."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest
import recipe


def start(asset: Path, base: Path, *arguments: str) -> subprocess.Popen[str]:
    return subprocess.Popen(
        [sys.executable, str(asset), *arguments],
        env={**os.environ, "SAGEMAKER_BASE_DIR": str(base)},
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        cwd=base,
    )


def test_it_finds_its_data_and_leaves_its_output_where_sagemaker_does(
    asset: Path, base_folder: Path
) -> None:
    folder = base_folder / "processing" / "input" / "data"
    folder.mkdir(parents=True)
    recipe.write(folder / "a.csv", recipe.customers(100, 1))
    process = start(asset, base_folder, "prepare")
    out, errors = process.communicate(timeout=120)
    assert (process.returncode, errors.count("Error")) == (0, 0)
    assert out.startswith("Rows: train 74, validation 16, test 10; ")
    assert (base_folder / "output" / "message").read_text() + "\n" == out
    output = base_folder / "processing" / "output"
    assert sorted(path.relative_to(output).as_posix() for path in output.rglob("*.*")) == [
        "encoding/encoding.json", "report/report.json", "report/smoke.csv", "rows/test.csv", "test/test.csv", "train/train.csv",
        "validation/validation.csv",
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("arguments", "sentence"),
    [((), "Wrong arguments: the following arguments are required: command."),
     (("encode",), "Wrong arguments: the following arguments are required: --encoding."),
     (("prepare",), "There is no .csv file in ")],
)  # fmt: skip
def test_it_fails_with_a_sentence(
    asset: Path, base_folder: Path, arguments: tuple, sentence: str
) -> None:
    process = start(asset, base_folder, *arguments)
    out, errors = process.communicate(timeout=120)
    assert (process.returncode, out) == (1, "")
    assert errors.startswith(sentence)
    assert errors.count("\n") == 1


def test_sigterm_leaves_no_half_written_file(asset: Path, base_folder: Path) -> None:
    folder = base_folder / "processing" / "input" / "data"
    folder.mkdir(parents=True)
    recipe.write(folder / "a.csv", recipe.customers(1000, 1))
    header, _, rows = (folder / "a.csv").read_text().partition("\n")
    (folder / "a.csv").write_text(header + "\n" + rows * 200)
    output = base_folder / "processing" / "output"
    process = start(asset, base_folder, "prepare")
    while process.poll() is None and not list(output.glob("train/.*.unfinished")):
        try:
            process.wait(0.02)
        except subprocess.TimeoutExpired:
            continue
    process.send_signal(signal.SIGTERM)
    process.communicate(timeout=60)
    assert process.returncode == 128 + signal.SIGTERM
    assert [path for path in output.rglob("*") if path.is_file()] == []
    message = (base_folder / "output" / "message").read_text()
    assert message == "The job was stopped before its end."


def test_a_broken_installation_is_told(asset: Path, base_folder: Path, tmp_path: Path) -> None:
    broken = tmp_path / "broken.zip"
    with zipfile.ZipFile(asset) as whole, zipfile.ZipFile(broken, "w") as packed:
        for name in set(whole.namelist()) - {"campaign/options.py"}:
            packed.writestr(name, whole.read(name))
    process = start(broken, base_folder, "prepare")
    _, errors = process.communicate(timeout=60)
    assert process.returncode == 1
    assert "Traceback" in errors
    message = (base_folder / "output" / "message").read_text()
    assert message == "Unexpected ModuleNotFoundError: No module named 'campaign.options'."


def test_the_same_rows_write_the_same_bytes_in_whatever_order(
    asset: Path, base_folder: Path
) -> None:
    customers = recipe.customers(200, 1)
    recipe.write(base_folder / "a.csv", customers)
    recipe.write(base_folder / "b.csv", customers[::-1])

    def files(name: str) -> dict:
        where = base_folder / f"made of {name}"
        data = str(base_folder / name)
        process = start(asset, base_folder, "prepare", "--data", data, "--output", str(where))
        process.communicate(timeout=120)
        assert process.returncode == 0
        return {p.name: p.read_bytes() for p in where.rglob("*.csv")}

    assert files("a.csv") == files("b.csv")
