"""`encode`: raw rows become what training saw, whatever their columns' order, and nothing is refitted."""

from __future__ import annotations

import csv
import io
import os
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import Callable

import pytest
import recipe
from campaign import customers
from campaign.encoding import Encoding, Feature, load
from campaign.problems import JobProblem
from hypothesis import assume, given, settings
from hypothesis import strategies as st

Run = Callable[..., int]

ENCODING = Encoding(
    (
        Feature("age", "age", "number"),
        Feature("not_working", "job", "indicator", ("retired", "student")),
        Feature("job", "job", "categories", ("admin.", "student")),
    ),
    "y",
    ("duration",),
)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "encoding.json").write_text(ENCODING.as_json())
    return tmp_path


@settings(max_examples=20)
@given(st.integers(0, 2**32 - 1), st.integers(80, 160), st.sampled_from(";,"), st.randoms())
def test_it_gives_the_rows_that_prepare_gave(seed: int, count: int, separator: str, order) -> None:  # type: ignore[no-untyped-def]
    from campaign.options import parse
    from campaign.preparation import prepare

    made = recipe.customers(count, seed)
    made[0]["y"], made[1]["y"] = "yes", "no"
    with tempfile.TemporaryDirectory() as name:
        out = Path(name)
        recipe.write(out / "a.csv", made)
        # Nearly all rows train, so that both labels are among them whatever the seed.
        arguments = "--train-fraction=0.9", "--validation-fraction=0.05", "--test-fraction=0.05"
        try:
            prepare(parse(["prepare", f"--data={out}/a.csv", f"--output={out}", *arguments]))
        except JobProblem:
            assume(False)  # a small split may have no row, or the training rows one answer
        prepared = [
            line
            for split in ("train", "validation", "test")
            for line in (out / split / f"{split}.csv").read_text().splitlines()
        ]
        columns = list(made[0])
        order.shuffle(columns)
        text = io.StringIO(newline="")
        writer = csv.writer(text, delimiter=separator)
        writer.writerows([columns, *([row[c] for c in columns] for row in made)])
        text.seek(0)
        encoded = customers.encode(text, load(out / "encoding"))
        labelled = [f"{int(row['y'] == 'yes')},{line}" for row, line in zip(made, encoded.lines)]
        assert sorted(labelled) == sorted(prepared)


@pytest.mark.parametrize(
    "text",
    ["age;job\n41;student\n30;admin.\n", 'job,y,age\r\n"student",no,41.0\r\n"admin.",yes,30\r\n',
     "\ufeffduration;age;job\n9;41;student\n9;030; admin. \n"],
)  # fmt: skip
def test_columns_are_known_by_their_names(
    run: Run, folder: Path, stdin: Callable, capsys: pytest.CaptureFixture, text: str
) -> None:
    stdin(text)
    assert run("encode", "--encoding", folder) == 0
    assert capsys.readouterr() == ("41,1,0,1\n30,0,1,0\n", "")


def test_unknown_categories_and_columns_are_told_beside_the_features(
    run: Run, folder: Path, stdin: Callable, capsys: pytest.CaptureFixture
) -> None:
    stdin("age;job;name\n41;astronaut;A\n30;admin.;B\n25;astronaut;C\n")
    assert run("encode", "--encoding", folder) == 0
    out, errors = capsys.readouterr()
    assert out == "41,0,0,0\n30,0,1,0\n25,0,0,0\n"
    assert errors.splitlines() == [
        "warning: categories of job that training never showed, all of whose features are 0: 'astronaut' (2)",
        "warning: ignored columns: name",
    ]


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ("41;student\n", "The input has no header: the first line should name the columns, with age, job among them, but is 41, student."),
        ("", "The input has no header: the first line should name the columns, with age, job among them, but is empty."),
        ("age;y\n41;no\n", "The header of the input lacks job: every column but y, duration is needed."),
        ("age;job\n", "The input has a header, but no row."),
        ("age;job\n41;admin.\nforty;admin.\n", "The input, line 3: age is 'forty', but must be a number."),
        ("age;job\n41;admin.\n;admin.\n", "The input, line 3: age is empty, but must be a number."),
        ("age;job\n41;admin.;no\n", "The input, line 2: 3 cells, but the header names 2 columns."),
        (b"age;job\n41;\xff\n", "The input is no UTF-8 text: save it as UTF-8."),
    ],
)  # fmt: skip
def test_what_cannot_be_encoded_is_told_and_nothing_is_written(
    run: Run, folder: Path, base_folder: Path, stdin: Callable, capsys: pytest.CaptureFixture,
    text: str | bytes, sentence: str,
) -> None:  # fmt: skip
    stdin(text)
    assert run("encode", "--encoding", folder) == 1
    assert capsys.readouterr() == ("", sentence + "\n")
    assert not (base_folder / "output").exists()  # it is no job


def test_it_runs_on_the_standard_library_alone(asset: Path, folder: Path) -> None:
    command = [sys.executable, "-I", "-S", str(asset), "encode", "--encoding", str(folder)]
    text = "age;job\n41;Müller\n".encode()
    plain = {**os.environ, "LC_ALL": "C"}
    done = subprocess.run(command, input=text, capture_output=True, env=plain, check=True)
    assert done.stdout == b"41,0,0,0\n"


def test_the_sample_payload_goes_through(
    run: Run, tmp_path: Path, stdin: Callable, capsys: pytest.CaptureFixture
) -> None:
    sample = Path(__file__).parents[3] / "samples" / "bank"
    assert run("prepare", "--data", sample / "bank.csv", "--output", tmp_path) == 0
    capsys.readouterr()
    stdin((sample / "payload.csv").read_bytes())
    assert run("encode", "--encoding", tmp_path / "encoding") == 0
    out, errors = capsys.readouterr()
    assert {line.count(",") for line in out.splitlines()} == {58}
    assert len(out.splitlines()) == recipe.PAYLOAD_ROWS
    assert "'astronaut' (1)" in errors
