"""Hours are divided by what they say: an hour that once tests does so for ever."""

from __future__ import annotations

from pathlib import Path

import pytest
from rentals.problems import JobProblem
from rentals.program import work
from rentals.table import Hour, read

SAMPLE = Path(__file__).parents[3] / "samples" / "script" / "rentals.csv"
HEADER = "hour,workday,temperature,humidity,wind,rentals\n"


def prepared(folder: Path, content: str) -> dict[str, set[Hour]]:
    data, output = folder / "data", folder / "output"
    data.mkdir(parents=True, exist_ok=True)
    (data / "rentals.csv").write_text(content)
    (data / "_SUCCESS").touch()
    (data / "_old.csv").write_text("no table")
    work(["prepare", "--data", str(data), "--output", str(output)])
    return {name: set(read(output / name)) for name in ("train", "validation", "test")}


def test_what_tests_was_never_trained_on_when_the_data_grew_at_the_front(tmp_path: Path) -> None:
    rows = SAMPLE.read_text().splitlines(keepends=True)[1:]
    old = prepared(tmp_path / "old", HEADER + "".join(rows[1200:]))
    new = prepared(tmp_path / "new", HEADER + "".join(rows))
    assert old["test"] <= new["test"]
    assert not new["test"] & (old["train"] | old["validation"])
    assert not new["test"] & (new["train"] | new["validation"])


def test_a_corrected_target_moves_no_hour(tmp_path: Path) -> None:
    content = SAMPLE.read_text()
    first = prepared(tmp_path / "first", content)
    second = prepared(tmp_path / "second", content.replace(",5\n", ",6\n"))
    assert {hour.cells for hour in first["test"]} == {hour.cells for hour in second["test"]}


@pytest.mark.parametrize(
    ("content", "sentence"),
    [
        ("hour,rentals\n1,2\n", "rentals.csv has no column workday, temperature, humidity, wind"),
        (HEADER + "1,1,warm,1,1,5\n", "rentals.csv, line 2: temperature is no number, but 'warm'"),
        (HEADER + "1,1,nan,1,1,5\n", "temperature is no number, but 'nan'"),
        (HEADER + "1,1\n", "temperature is no number, but ''"),
        (HEADER + "1,1,14,5,1,1,5\n", "line 2: more cells than the header names; a comma"),
        (HEADER + "1,1,1e39,1,1,5\n", "temperature is no number, but '1e39'"),
        (HEADER + "1,1,1_0,1,1,5\n", "temperature is no number, but '1_0'"),
        (HEADER + "x" * 200_000 + "\n", "rentals.csv, line 2: field larger than field limit"),
        (HEADER, "there is no row in"),
        (HEADER + "1,1,1,1,1,5\n", "split would be empty"),
    ],
)
def test_what_cannot_be_used_is_told(tmp_path: Path, content: str, sentence: str) -> None:
    with pytest.raises(JobProblem, match=sentence):
        prepared(tmp_path, content)


def test_a_folder_may_be_called_as_a_table_is(tmp_path: Path) -> None:
    (tmp_path / "hours.csv").mkdir()
    (tmp_path / "hours.csv" / "part-00000.csv").write_text(HEADER + "1,1,1,1,1,5\n")
    assert [hour.rentals for hour in read(tmp_path)] == ["5"]
