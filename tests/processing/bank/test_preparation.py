"""`prepare`: features of three splits, by an encoding that only the training split has shaped."""

from __future__ import annotations

import csv
import hashlib
import json
from pathlib import Path
from typing import Any, Callable

import pytest
import recipe

Run = Callable[..., int]
Data = Callable[..., Path]

HEADER = "age;job;y"
ROWS = [f"{20 + n};{('student', 'admin.')[n % 2]};{('no', 'yes')[n % 3 == 0]}" for n in range(20)]


def table(*rows: str, header: str = HEADER) -> str:
    return "\n".join([header, *rows]) + "\n"


@pytest.fixture
def prepare(run: Run, tmp_path: Path) -> Callable[..., dict]:
    """Prepare a folder that is fine; the report."""

    def prepared(folder: Path, *arguments: Any) -> dict:
        assert run("prepare", "--data", folder, "--output", tmp_path / "output", *arguments) == 0
        return json.loads((tmp_path / "output" / "report" / "report.json").read_text())

    return prepared


def lines(folder: Path, split: str) -> list:
    return (folder / "output" / split / f"{split}.csv").read_text().splitlines()


def test_features_have_the_label_first_then_numbers_indicators_and_categories(
    prepare: Callable[..., dict], data: Data, tmp_path: Path
) -> None:
    report = prepare(data({"a.csv": table(*ROWS)}))
    made = [line for split in ("train", "validation", "test") for line in lines(tmp_path, split)]
    # label, age, not_working, job=admin., job=student
    expected = [
        f"{int(n % 3 == 0)},{20 + n},{int(n % 2 == 0)},{int(n % 2)},{int(n % 2 == 0)}"
        for n in range(20)
    ]
    assert sorted(made) == sorted(expected)
    assert [report["splits"][name]["rows"] for name in ("train", "validation", "test")] == [
        len(lines(tmp_path, name)) for name in ("train", "validation", "test")
    ]
    assert (report["numeric_columns"], report["derived_features"]) == (["age"], ["not_working"])
    assert report["categories"] == {"job": ["admin.", "student"]}


def test_a_customer_of_the_test_split_is_recorded_as_the_endpoint_wants_it(
    prepare: Callable[..., dict], data: Data, tmp_path: Path
) -> None:
    prepare(data({"a.csv": table(*ROWS)}))
    first = lines(tmp_path, "test")[0]
    smoke = (tmp_path / "output" / "report" / "smoke.csv").read_text()
    assert smoke == first.partition(",")[2] + "\n"


def test_customers_who_were_never_contacted_are_told_by_their_pdays(
    prepare: Callable[..., dict], data: Data, tmp_path: Path
) -> None:
    rows = [f"{999 if n % 2 else n};{('no', 'yes')[n % 3 == 0]}" for n in range(20)]
    prepare(data({"a.csv": table(*rows, header="pdays;y")}))
    for line in lines(tmp_path, "train"):
        _, pdays, new = line.split(",")
        assert new == str(int(pdays == "999"))


def test_files_are_put_together_whatever_their_separator_and_the_order_of_their_columns(
    prepare: Callable[..., dict], data: Data, tmp_path: Path
) -> None:
    whole = data({"a.csv": table(*ROWS)})
    prepare(whole)
    expected = lines(tmp_path, "train")
    turned = [",".join(f'"{cell}"' for cell in reversed(row.split(";"))) for row in ROWS[10:]]
    folder = data(
        {
            "a.csv": table(*ROWS[:10]),
            "more/b.csv": b"\xef\xbb\xbf" + "\r\n".join(["y,job,age", *turned]).encode(),
            ".hidden.csv": "nothing",
            "_SUCCESS": "",
            "names.txt": "about the data",
        }
    )
    report = prepare(folder)
    assert lines(tmp_path, "train") == expected
    assert [file["file"] for file in report["files"]] == ["a.csv", "more/b.csv"]
    assert report["ignored_files"] == [".hidden.csv", "_SUCCESS", "names.txt"]


@pytest.mark.parametrize("cell", ["pilot", ""])
def test_nothing_but_the_training_split_shapes_the_encoding(
    prepare: Callable[..., dict], data: Data, tmp_path: Path, cell: str
) -> None:
    rows = [f"{20 + n};j{n % 4};{('no', 'yes')[n % 2]}" for n in range(60)]
    prepare(data({"a.csv": table(*rows)}))
    ages = {line.split(",")[1] for line in lines(tmp_path, "train")}
    training = [row for row in rows if row[:2] in ages]
    others = [f"{100 + n};{cell};{('no', 'yes')[n % 2]}" for n in range(60)]
    report = prepare(data({"a.csv": table(*rows, *others)}))
    strange = {line.split(",")[1] for line in lines(tmp_path, "train")} - ages
    rest = [row for row in others if row.split(";")[0] not in strange]
    prepare(data({"a.csv": table(*training, *rest, *(set(rows) - set(training)))}))
    encoding = (tmp_path / "output" / "encoding" / "encoding.json").read_text()
    assert "j0" in encoding
    assert f'"{cell}"' not in encoding
    made = prepare(data({"a.csv": table(*rows, *rest)}))["splits"]
    unknown = [made[name]["unknown_categories"].get("job", {"rows": 0})["rows"] for name in made]
    assert unknown[0] == 0
    assert sum(unknown) == len(rest)
    assert report["rows"] == 120


def test_what_would_leak_the_answer_is_left_out_unless_asked_for(
    prepare: Callable[..., dict], data: Data, tmp_path: Path
) -> None:
    folder = data({})
    folder.mkdir()
    recipe.write(folder / "a.csv", recipe.customers(200, 1))
    report = prepare(folder)
    assert "duration" not in report["numeric_columns"]
    assert report["dropped_columns"] == [
        "duration", "emp.var.rate", "cons.price.idx", "cons.conf.idx", "euribor3m", "nr.employed",
    ]  # fmt: skip
    report = prepare(folder, "--drop", "job, pdays")
    assert {"duration", "euribor3m"} < set(report["numeric_columns"])
    assert (report["dropped_columns"], report["derived_features"]) == (["job", "pdays"], [])
    assert prepare(folder, "--drop", "")["dropped_columns"] == []


def test_without_a_validation_fraction_that_output_holds_the_training_rows(
    prepare: Callable[..., dict], data: Data, tmp_path: Path, capsys: pytest.CaptureFixture
) -> None:
    report = prepare(
        data({"a.csv": table(*ROWS)}),
        *("--train-fraction", "0.7", "--validation-fraction", "0", "--test-fraction", "0.3"),
    )
    assert lines(tmp_path, "validation") == lines(tmp_path, "train")
    assert report["validation_is_train"]
    told = capsys.readouterr()
    assert "the validation output holds the training rows once more" in told.err
    assert "validation 13 (the training rows again), test 7" in told.out


def test_rows_that_cannot_be_used_are_counted_where_they_may_be_skipped(
    prepare: Callable[..., dict], data: Data, tmp_path: Path, capsys: pytest.CaptureFixture
) -> None:
    bad = ["41;student", "41;student;maybe", "forty;student;no", ";student;no"]
    report = prepare(data({"a.csv": table(*ROWS, *bad)}), "--on-error", "skip")
    assert report["skipped"]["rows"] == 4
    assert report["skipped"]["reasons"] == {
        "wrong number of cells": 1, "label neither yes nor no": 1, "no number in age": 2,
    }  # fmt: skip
    assert report["skipped"]["examples"][2:] == [
        "a.csv, line 24: age is 'forty', but must be a number",
        "a.csv, line 25: age is empty, but must be a number",
    ]
    assert sum(split["rows"] for split in report["splits"].values()) == 20
    assert capsys.readouterr().out.endswith("yes; 4 skipped.\n")


def test_the_report_says_what_went_in(prepare: Callable[..., dict], data: Data) -> None:
    content = table(*ROWS)
    report = prepare(data({"a.csv": content}))
    assert report["files"] == [
        {
            "file": "a.csv",
            "bytes": len(content),
            "sha256": hashlib.sha256(content.encode()).hexdigest(),
        }
    ]
    assert report["rows"] == 20
    train = report["splits"]["train"]
    assert train["yes"] + train["no"] == train["rows"] == 13
    assert train["share_of_yes"] == round(train["yes"] / 13, 6)


TESTS = "44;student;yes"  # falls into the test split
MANY = [f"{n};c{n};{('no', 'yes')[n % 2]}" for n in range(1500)]


@pytest.mark.parametrize(
    ("files", "arguments", "sentence"),
    [
        ({"a.csv": table("41;student", *ROWS)}, (), "a.csv, line 2: 2 cells, but the header names 3 columns."),
        ({"a.csv": table(*ROWS, "41;student;1")}, (), "a.csv, line 22: y is '1', but must be yes or no."),
        ({"a.csv": table(*ROWS, "x1;student;no")}, (), "a.csv, line 22: age is 'x1', but must be a number."),
        ({"a.csv": table(*ROWS, ";student;no")}, (), "a.csv, line 22: age is empty, but must be a number."),
        ({"a.csv": "\n".join(ROWS)}, (), "a.csv has no header: the first line should name the columns, with y among them, but is 20, student, yes."),
        ({"a.csv": ""}, (), "a.csv has no header: the first line should name the columns, with y among them, but is empty."),
        ({"a.csv": HEADER}, (), "There is a header, but no row, in DATA."),
        ({"a.csv": table("41;student;1", "42;student;0")}, (), "a.csv, line 2: y is '1', but must be yes or no (no row says either: the column holds '0', '1')."),
        ({"a.csv": table("41;student;")}, (), "a.csv, line 2: y is empty, but must be yes or no (no row says either: the column holds '')."),
        ({"a.csv": table("41;student;1")}, ("--on-error", "skip"), "There is no row that can be used in DATA: all 1 were skipped, the first because of a.csv, line 2: y is '1', but must be yes or no (no row says either: the column holds '1')."),
        ({"a.csv": table(*ROWS, header="age;job;deposit")}, (), "The header of a.csv has no target column y: the columns are age, job, deposit; is it deposit? Rename the one that says yes or no to y."),
        ({"a.csv": table(*ROWS), "b.csv": table(*ROWS, header="age;job;Y")}, (), "The header of b.csv has no target column y: the columns are age, job, Y; is it Y? Rename the one that says yes or no to y."),
        ({"a.csv": table(*ROWS).replace(";", "\t")}, (), "The header of a.csv is divided by tabs, but columns are divided by ; or ,."),
        ({"a.csv": table(*ROWS).encode("utf-16")}, (), "a.csv is no UTF-8 text: save it as UTF-8."),
        ({"a.csv": table(*(row.replace("yes", "no") for row in ROWS), TESTS)}, (), "All of the 13 rows to train on say no: there is nothing to tell apart (1 of all 21 rows say otherwise, none of them in this split: more rows are needed)."),
        ({"a.csv": table(*ROWS[:3])}, (), "The validation split would be empty: of 3 rows (3 of them different) none falls into its share of 0.2, which the rows' content decides: it needs more rows, or a larger share."),
        ({"a.txt": "x"}, (), "There is no .csv file in DATA, only a.txt."),
        ({"a.csv": table(*ROWS), "b.csv": "age;y\n4;no\n"}, (), "b.csv lacks job, which a.csv has: all files must have the same columns."),
        ({"a.csv": table(*ROWS)}, ("--drop", "jobb"), "--drop names 'jobb', which is no column of the table: did you mean job?"),
        ({"a.csv": table(*ROWS)}, ("--drop", "y"), "--drop names y, the label, without which nothing can be learned."),
        ({"a.csv": table(*ROWS)}, ("--drop", "age,job"), "The table has no column to learn from besides y."),
        ({"a.csv": table(*MANY)}, (), "The column job has 1066 different categories, and 1000 is the most: name it in --drop."),
        ({"a.csv": table(*(row.replace("yes", "no") for row in ROWS))}, (), "All of the 13 rows to train on say no: there is nothing to tell apart."),
        ({"a.csv": b"age;y\n4\xff;no\n"}, (), "a.csv is no UTF-8 text: save it as UTF-8."),
        ({"a.csv": table(*ROWS)}, ("--sed", "1"), "Wrong arguments: unrecognized arguments: --sed 1."),
        (None, (), "There is no .csv file in DATA, nothing."),
    ],
)  # fmt: skip
def test_what_cannot_be_used_is_told_in_a_sentence_and_nothing_is_left(
    run: Run, data: Data, tmp_path: Path, base_folder: Path, capsys: pytest.CaptureFixture,
    files: dict | None, arguments: tuple, sentence: str,
) -> None:  # fmt: skip
    folder, output = data(files or {}), tmp_path / "output"
    assert run("prepare", "--data", folder, "--output", output, *arguments) == 1
    told = sentence.replace("DATA", str(folder))
    captured = capsys.readouterr()
    assert (captured.out, captured.err) == ("", told + "\n")
    assert (base_folder / "output" / "message").read_text() == told
    assert not [path for path in output.rglob("*") if path.is_file()]


def test_every_cell_of_the_output_is_a_number(
    prepare: Callable[..., dict], data: Data, tmp_path: Path
) -> None:
    folder = data({})
    folder.mkdir()
    recipe.write(folder / "a.csv", recipe.customers(300, 2))
    report = prepare(folder)
    for split in ("train", "validation", "test"):
        rows = list(csv.reader(lines(tmp_path, split)))
        assert {len(row) for row in rows} == {1 + report["features"]}
        assert {row[0] for row in rows} == {"0", "1"}
        assert all(float(cell) >= 0 for row in rows for cell in row)
