"""Columns that can be read and would mislead: each is a warning, and good tables have none."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any, Callable

import pytest

Run = Callable[..., int]
Data = Callable[..., Path]


@pytest.fixture
def doubts(run: Run, data: Data, tmp_path: Path) -> Callable[..., list]:
    """The doubts about a table whose rows are its third argument's cells; ``n`` counts from 0."""

    def told(name: str, cell: Callable[[int], Any]) -> list:
        rows = [f"{30 + n};{('no', 'yes')[n % 3 == 0]};{cell(n)}" for n in range(60)]
        folder = data({"a.csv": "\n".join([f"age;y;{name}", *rows]) + "\n"})
        assert run("prepare", "--data", folder, "--output", tmp_path / "output") == 0
        return json.loads((tmp_path / "output" / "report" / "report.json").read_text())["doubts"]

    return told


@pytest.mark.parametrize("first", [0, 1])
def test_a_column_that_numbers_the_rows(doubts: Callable[..., list], first: int) -> None:
    assert "the column without a name numbers the rows" in doubts("", lambda n: n + first)[0]


@pytest.mark.parametrize("values", [("0", "1"), ("stays", "goes")])
def test_a_column_that_repeats_the_answer(doubts: Callable[..., list], values: tuple) -> None:
    (told,) = doubts("deposit", lambda n: values[n % 3 == 0])
    assert told.startswith("the column deposit says the same as y in every row")


def test_numbers_with_a_decimal_comma(doubts: Callable[..., list]) -> None:
    (told,) = doubts("rate", lambda n: f"{n % 8},5")
    assert told.startswith("the column rate has numbers with a decimal comma, such as 0,5")


@pytest.mark.parametrize(
    "cell",
    [
        lambda n: n * 2,
        lambda n: n + 5,
        lambda n: ("0", "1")[n % 2],
        lambda n: ("0", "1")[n % 3 == 0 and n > 0],
        lambda n: f"c{n}",
        lambda n: "same",
        lambda n: ("a, b", "c")[n % 2],
        lambda n: n % 8 + 0.5,
    ],
)
def test_a_good_column_raises_no_doubt(
    doubts: Callable[..., list], cell: Callable[[int], Any]
) -> None:
    assert doubts("more", cell) == []


def test_a_doubt_is_told_in_the_log_and_in_the_exit_message(
    doubts: Callable[..., list], base_folder: Path, capsys: pytest.CaptureFixture
) -> None:
    doubts("id", lambda n: n + 1)
    told = "the column id numbers the rows"
    assert f"warning: {told}" in capsys.readouterr().err
    assert told in (base_folder / "output" / "message").read_text()
