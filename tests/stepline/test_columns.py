"""Columns begin under one another, and programs can read the lines."""

from __future__ import annotations

from rich.table import Column

from stepline.columns import laid_out, lines


def test_what_is_in_one_column_begins_at_the_same_place() -> None:
    assert lines([("eta", "0.2"), ("max_depth", "5")]) == ["eta        0.2", "max_depth  5"]


def test_no_line_ends_in_blanks() -> None:
    assert lines([("name", "long value"), ("other", "")]) == ["name   long value", "other"]


def test_a_long_line_is_neither_folded_nor_cut() -> None:
    assert lines([("uri", "s3://" + "x" * 5000)]) == ["uri  s3://" + "x" * 5000]


def test_wide_characters_count_double() -> None:
    assert lines([("東京", "1"), ("Oslo", "2")]) == ["東京  1", "Oslo  2"]


def test_a_column_looks_as_it_is_told() -> None:
    rows = [("a", "1.0 s"), ("b", "10.0 s")]
    assert lines(rows, Column(), Column(justify="right")) == ["a   1.0 s", "b  10.0 s"]
    assert {str(span.style) for span in laid_out(rows, Column(style="dim"), Column()).spans} >= {
        "dim"
    }


def test_words_in_brackets_are_words() -> None:
    assert lines([("[red]", "x")]) == ["[red]  x"]


def test_no_rows_are_no_lines() -> None:
    assert lines([]) == []
