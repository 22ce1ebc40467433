"""A log becomes records: what is fitted to what, what is written, and what is refused."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import pytest
from impressions.encoding import Encoding
from record_reader import records

LOG = "click,site,ad,slot\n" + "".join(
    f"{int(n % 3 == 0)},{'one' if n % 2 else 'two'},old,s{n}\n" for n in range(40)
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


def raw(folder: Path) -> list[str]:
    """The rows of the test split as they are in the log."""
    return (folder / "rows" / "test.csv").read_text().splitlines()[1:]


def test_every_row_is_in_one_split(prepared: Path) -> None:
    labels = [
        record.label
        for name in ("train", "validation", "test")
        for record in records(prepared / name / f"{name}.pbr")
    ]
    assert sorted(labels) == sorted([float(n % 3 == 0)] for n in range(40))


def test_data_that_grow_at_the_front_leave_every_row_where_it_was(
    tmp_path: Path, data: Callable[..., Path], run: Callable[..., int], prepared: Path
) -> None:
    before = set(raw(prepared))
    new = "".join(f"0,three,new,t{n}\n" for n in range(30))
    turned = "\n".join(reversed(LOG.splitlines()[1:])).replace("1,", "0,", 3)
    folder = data(
        {"log.csv": f"click,site,ad,slot\n{new}{turned}", "_SUCCESS": "", "_x/a.csv": "?"}
    )
    assert run("prepare", "--data", folder, "--output", tmp_path / "b", *HALVES) == 0
    after = set(raw(tmp_path / "b"))
    assert before == {row for row in after if "old" in row}
    assert any("new" in row for row in after)


def test_a_record_has_a_one_for_each_category_that_training_showed(prepared: Path) -> None:
    first = records(prepared / "train" / "train.pbr")[0]
    assert (len(first.keys), first.values, first.shape) == (2, [1.0, 1.0], [3])
    encoding = json.loads((prepared / "encoding" / "encoding.json").read_text())
    assert sorted(encoding["categories"]["site"]) == ["one", "two"]
    assert encoding["categories"]["ad"] == ["old"]
    assert encoding["categories"]["slot"] == []


def test_a_category_that_training_did_not_show_has_no_feature(prepared: Path) -> None:
    rows = raw(prepared)
    assert {len(record.keys) for record in records(prepared / "test" / "test.pbr")} == {2}
    without = report(prepared)["splits"]["test"]["without_feature"]  # type: ignore[index]
    assert without["slot"]["rows"] == len(rows)


def test_the_test_split_can_be_asked_in_an_encoding_of_another_day(
    tmp_path: Path, run: Callable[..., int], prepared: Path
) -> None:
    encoding = tmp_path / "encoding"
    encoding.mkdir()
    old = Encoding("click", {"ad": ("older", "old"), "site": ("one",)})
    (encoding / "encoding.json").write_text(old.as_json())
    made = tmp_path / "again"
    given = ("--rows", prepared / "rows", "--encoding", encoding, "--output", made)
    assert run("encode-again", *given) == 0
    asked = records(made / "test.pbr")
    expected = [[1, 2] if row.startswith("one") else [1] for row in raw(prepared)]
    assert [record.keys for record in asked] == expected
    assert all((record.label, record.shape) == (None, [3]) for record in asked)


def test_the_same_encoding_asks_the_same(
    tmp_path: Path, run: Callable[..., int], prepared: Path
) -> None:
    given = ("--rows", prepared / "rows", "--encoding", prepared / "encoding")
    assert run("encode-again", *given, "--output", tmp_path / "again") == 0
    made = (tmp_path / "again" / "test.pbr").read_bytes()
    assert made == (prepared / "requests" / "test.pbr").read_bytes()


def test_a_column_that_the_champion_knew_and_that_is_gone_is_told(
    tmp_path: Path, run: Callable[..., int], prepared: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "encoding.json").write_text(Encoding("click", {"country": ("x",)}).as_json())
    given = ("--rows", prepared / "rows", "--encoding", tmp_path, "--output", tmp_path / "again")
    assert run("encode-again", *given) == 1
    assert "lack country, which the model that serves was trained with" in capsys.readouterr().err
    assert not (tmp_path / "again").exists()


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
    first, second = LOG.splitlines()[1:16], LOG.splitlines()[16:]
    turned = "\n".join(",".join(reversed(line.split(","))) for line in second)
    folder = data(
        {
            "1.csv": "click,site,ad,slot\n" + "\n".join(first),
            "2.csv": "\ufeffslot,ad,site,click\n" + turned,
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
        ("click,ad\n" + "".join(f"1,a{n}\n" for n in range(40)), "rows to train on were clicked"),
        ("click,ad\n" + "".join(f"0,a{n}\n" for n in range(40)), "none of the "),
        ("click,ad\n0,a\n1,a\n", "split would be empty: of 2 rows"),
        ("click,ad\n" + "".join(f"{n % 2},a{n}\n" for n in range(40)), "(--min-rows)"),
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
