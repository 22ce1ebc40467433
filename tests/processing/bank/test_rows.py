"""Delimited text with a header, whichever separator, and a sentence for what is none."""

from __future__ import annotations

import csv
import io

import pytest
from campaign.problems import JobProblem, RowProblem
from campaign.rows import Rows
from hypothesis import given
from hypothesis import strategies as st

CELL = st.text(
    st.characters(blacklist_categories=("Cs",), blacklist_characters="\0\r\n"), max_size=8
)


def rows(text: str, expected: str = "y") -> Rows:
    return Rows(io.StringIO(text, newline=""), "a.csv", [expected])


@given(st.lists(st.tuples(CELL, CELL, CELL), max_size=9), st.sampled_from(";,"), st.booleans())
def test_what_a_csv_writer_wrote_is_read_as_it_was(
    table: list, separator: str, windows: bool
) -> None:
    text = io.StringIO(newline="")
    ends = "\r\n" if windows else "\n"
    writer = csv.writer(text, delimiter=separator, quoting=csv.QUOTE_ALL, lineterminator=ends)
    writer.writerows([("a;b,", "y", "c"), *table])
    text.seek(0)
    read = Rows(text, "a.csv", ["y"])
    assert read.header == ["a;b,", "y", "c"]
    assert [tuple(cells) for cells in read] == table


@pytest.mark.parametrize(
    "text", ["age;y\n41;no\n", '"age","y"\r\n"41","no"\r\n', " age , y \n41,no"]
)
def test_separators_quotes_and_line_ends_may_differ(text: str) -> None:
    read = rows(text)
    assert read.header == ["age", "y"]
    assert list(read) == [["41", "no"]]


def test_empty_lines_are_no_rows_and_lines_are_counted_with_them() -> None:
    read = rows("age;y\n\n41;no\n\n\n42;yes\n")
    assert [(cells, read.line) for cells in read] == [(["41", "no"], 3), (["42", "yes"], 6)]


def test_a_row_with_too_few_cells_is_told_by_its_line() -> None:
    read = rows("age;job;y\n41;student;no\n42;no\n")
    with pytest.raises(
        RowProblem, match=r"^a\.csv, line 3: 2 cells, but the header names 3 columns$"
    ):
        list(read)


def test_ragged_rows_can_be_counted_and_passed_over() -> None:
    met: list = []
    assert list(rows("age;y\n41\n42;yes\n43;no;no\n").tolerant(met.append)) == [["42", "yes"]]
    assert [problem.kind for problem in met] == ["wrong number of cells"] * 2


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ("41;student;married;no\n", r"a\.csv has no header: .* but is 41, student, married, …"),
        ("", r"a\.csv has no header: .* but is empty"),
        ("y;age;age\n", r"the header of a\.csv names the column 'age' twice"),
    ],
)
def test_a_wrong_header_is_told(text: str, sentence: str) -> None:
    with pytest.raises(JobProblem, match=sentence):
        rows(text)


def test_a_quote_that_is_never_closed_is_told() -> None:
    read = rows('age;y\n"41;no\n' + "42;no\n" * 40_000)
    with pytest.raises(JobProblem, match=r"a\.csv, line \d+: .*; is a quote never closed\?"):
        list(read)


def test_text_that_is_no_utf_8_is_told() -> None:
    raw = io.TextIOWrapper(
        io.BytesIO(b"age;y\n" + b"41;no\n" * 9000 + b"4\xff;no"), "utf-8", newline=""
    )
    with pytest.raises(JobProblem, match=r"a\.csv is no UTF-8 text"):
        list(Rows(raw, "a.csv", ["y"]))
