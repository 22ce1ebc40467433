"""A log becomes records: what is fitted to what, what is written, and what is refused."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import pytest
from record_reader import records

LOG = "click,site,ad\n" + "".join(
    f"{int(n % 3 == 0)},{'one' if n % 2 else 'two'},{'old' if n < 8 else 'new'}\n"
    for n in range(10)
)
HALVES = ("--train-fraction", 0.6, "--validation-fraction", 0.2, "--test-fraction", 0.2)


def report(folder: Path) -> dict[str, object]:
    found: dict[str, object] = json.loads((folder / "report" / "report.json").read_text())
    return found


@pytest.fixture
def prepared(tmp_path: Path, data: Callable[..., Path], run: Callable[..., int]) -> Path:
    made = tmp_path / "made"
    folder = data({"log.csv": LOG})
    assert run("prepare", "--data", folder, "--output", made, *HALVES, "--min-rows", 2) == 0
    return made


def test_the_log_is_divided_in_its_order(prepared: Path) -> None:
    labels = {
        name: [record.label for record in records(prepared / name / f"{name}.pbr")]
        for name in ("train", "validation", "test")
    }
    assert labels == {
        "train": [[1.0], [0.0], [0.0], [1.0], [0.0], [0.0]],
        "validation": [[1.0], [0.0]],
        "test": [[0.0], [1.0]],
    }


def test_a_record_has_a_one_for_each_category_that_training_showed(prepared: Path) -> None:
    first = records(prepared / "train" / "train.pbr")[0]
    assert (first.keys, first.values, first.shape) == ([0, 2], [1.0, 1.0], [3])
    encoding = json.loads((prepared / "encoding" / "encoding.json").read_text())
    assert encoding["categories"] == {"site": ["two", "one"], "ad": ["old"]}


def test_a_category_that_training_did_not_show_has_no_feature(prepared: Path) -> None:
    assert [len(record.keys) for record in records(prepared / "test" / "test.pbr")] == [1, 1]
    splits = report(prepared)["splits"]
    assert splits["test"]["without_feature"] == {"ad": {"rows": 2, "cells": {"new": 2}}}  # type: ignore[index]


def test_requests_are_the_test_split_without_its_labels(prepared: Path) -> None:
    asked = records(prepared / "requests" / "test.pbr")
    tested = records(prepared / "test" / "test.pbr")
    assert [record.keys for record in asked] == [record.keys for record in tested]
    assert all(record.label is None for record in asked)
    first, *labels = (prepared / "labels" / "labels.txt").read_text().splitlines()
    assert first == f"encoding {report(prepared)['encoding']}"
    assert [[float(label)] for label in labels] == [record.label for record in tested]


def test_without_a_share_the_validation_watches_the_training_rows(
    tmp_path: Path,
    data: Callable[..., Path],
    run: Callable[..., int],
    capsys: pytest.CaptureFixture[str],
) -> None:
    shares = ("--train-fraction", 0.8, "--validation-fraction", 0, "--test-fraction", 0.2)
    assert run("prepare", "--data", data({"log.csv": LOG}), "--output", tmp_path, *shares) == 0
    made = [(tmp_path / name / f"{name}.pbr").read_bytes() for name in ("train", "validation")]
    assert made[0] == made[1]
    assert "holds the training rows again" in capsys.readouterr().err


def test_several_files_are_one_log_whatever_the_order_of_their_columns(
    tmp_path: Path, data: Callable[..., Path], run: Callable[..., int]
) -> None:
    first, second = LOG.splitlines()[1:6], LOG.splitlines()[6:]
    turned = "\n".join(",".join(reversed(line.split(","))) for line in second)
    folder = data(
        {
            "1.csv": "click,site,ad\n" + "\n".join(first),
            "2.csv": "\ufeffad,site,click\n" + turned,
            ".hidden.csv": "nothing",
        }
    )
    whole = data({"../whole/log.csv": LOG}).parent / "whole"
    options = (*HALVES, "--min-rows", 2)
    assert run("prepare", "--data", folder, "--output", tmp_path / "a", *options) == 0
    assert run("prepare", "--data", whole, "--output", tmp_path / "b", *options) == 0
    assert (tmp_path / "a/train/train.pbr").read_bytes() == (
        tmp_path / "b/train/train.pbr"
    ).read_bytes()


@pytest.mark.parametrize(
    ("content", "sentence"),
    [
        ("", "is empty: its first line should name the columns"),
        ("clicked,ad\n1,a\n", "has no column click, which says 1 where an ad was clicked"),
        ("click\n1\n", "has no column to learn from besides click"),
        ("click,ad,ad\n1,a,b\n", "names the column 'ad' twice"),
        ("click,ad\n", "there is a header, but no row"),
        ("click,ad\n1,a\n0\n", "log.csv, line 3: 1 cells, but the header names 2 columns"),
        ("click,ad\n1,a\nyes,b\n", "click is 'yes' in row 2 of the log, but must be 0 or 1"),
        ("click,ad\n" + "1,a\n" * 10, "all of the 7 rows to train on were clicked"),
        ("click,ad\n" + "0,a\n" * 10, "none of the 7 rows to train on were clicked"),
        ("click,ad\n0,a\n1,a\n", "the validation split would be empty: 0.15 of 2 rows"),
        ("click,ad\n" + "".join(f"{n % 2},a{n}\n" for n in range(20)), "(--min-rows)"),
        ("click,ad\n1,\xff\n".encode("latin-1"), "is no utf-8 text: save it as utf-8"),
    ],
)
def test_what_cannot_be_used_is_said_in_one_sentence(
    content: str | bytes,
    sentence: str,
    data: Callable[..., Path],
    run: Callable[..., int],
    tmp_path: Path,
    base_folder: Path,
    capsys: pytest.CaptureFixture[str],
) -> None:
    assert run("prepare", "--data", data({"log.csv": content}), "--output", tmp_path / "made") == 1
    said = capsys.readouterr().err.strip().splitlines()
    assert len(said) == 1
    assert sentence in said[0].lower()
    assert (base_folder / "output" / "message").read_text() == said[0]
    assert not list((tmp_path / "made").rglob("*.*"))


@pytest.mark.parametrize(
    ("arguments", "sentence"),
    [
        (("--train-fraction", 0.5), "make 0.8 together, but must make 1"),
        (("--train-fraction", 0), "--train-fraction is 0, but must be above 0"),
        (("--min-rows", 0), "--min-rows is 0, but must be at least 1"),
        (("--seed", 1), "unrecognized arguments: --seed 1"),
    ],
)
def test_wrong_arguments_are_said_in_one_sentence(
    arguments: tuple[object, ...],
    sentence: str,
    data: Callable[..., Path],
    run: Callable[..., int],
    capsys: pytest.CaptureFixture[str],
) -> None:
    assert run("prepare", "--data", data({"log.csv": LOG}), *arguments) == 1
    assert sentence in capsys.readouterr().err


def test_a_row_of_the_test_split_is_recorded_as_the_endpoint_wants_it(prepared: Path) -> None:
    (first, *_) = records(prepared / "test" / "test.pbr")
    smoke = json.loads((prepared / "report" / "smoke.json").read_text())
    (row,) = smoke["instances"]
    assert [number for number, one in enumerate(row["features"]) if one] == first.keys
