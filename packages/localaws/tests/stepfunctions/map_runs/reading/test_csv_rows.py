"""Rows of delimited text, by the rules of the developer guide."""

from __future__ import annotations

import csv
import io
from contextlib import suppress
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from localaws.stepfunctions.map_runs.reading.csv_rows import DELIMITERS, rows
from localaws.stepfunctions.map_runs.reading.item import Unreadable


def read(text: str, headers: list[str] | None = None, delimiter: str = "COMMA") -> list[Any]:
    return list(rows(io.StringIO(text, newline=""), headers, delimiter))


def test_the_first_row_has_the_headers_or_they_are_given() -> None:
    assert read("a,b\n1,2\n") == [{"a": "1", "b": "2"}]
    assert read("1,2\n", ["a", "b"]) == [{"a": "1", "b": "2"}]


def test_every_field_is_text() -> None:
    assert read("a,b\ntrue,null\n") == [{"a": "true", "b": "null"}]


def test_missing_fields_are_empty_and_further_ones_skipped() -> None:
    assert read("a,b\n1\n1,2,3\n,\n") == [
        {"a": "1", "b": ""},
        {"a": "1", "b": "2"},
        {"a": "", "b": ""},
    ]


def test_an_empty_line_is_no_row_and_one_of_spaces_is() -> None:
    assert read("a,b\n\n1,2\n\n   \n") == [{"a": "1", "b": "2"}, {"a": "   ", "b": ""}]


def test_quotation_marks_enclose_delimiters_and_newlines_and_are_doubled() -> None:
    assert read('a,b\n"1,\n2","say ""hi"""\n') == [{"a": "1,\n2", "b": 'say "hi"'}]


def test_other_quotation_marks_mean_nothing() -> None:
    assert read("a\n'x'\n") == [{"a": "'x'"}]


def test_a_backslash_escapes_and_goes() -> None:
    assert read("a,b\nC:\\\\x\\,y,p\\q\n") == [{"a": "C:\\x,y", "b": "pq"}]


@pytest.mark.parametrize("name", DELIMITERS)
def test_there_are_five_delimiters(name: str) -> None:
    mark = DELIMITERS[name]
    assert read(f"a{mark}b\n1{mark}2\n", delimiter=name) == [{"a": "1", "b": "2"}]


def test_lines_may_end_as_windows_ends_them() -> None:
    assert read("a,b\r\n1,2\r\n") == [{"a": "1", "b": "2"}]


def test_nothing_has_no_rows() -> None:
    assert read("") == []


def test_a_long_field_is_read() -> None:
    assert read("a\n" + "x" * 1_000_000 + "\n") == [{"a": "x" * 1_000_000}]


def test_a_header_has_at_most_ten_kib() -> None:
    with pytest.raises(Unreadable, match="10240"):
        read("a" * 10_300 + "\n1\n")


FIELDS = st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\r\n\x00\\"))


@given(st.lists(st.tuples(FIELDS, FIELDS)))
def test_whatever_was_written_is_read(table: list[tuple[str, str]]) -> None:
    file = io.StringIO(newline="")
    csv.writer(file, quoting=csv.QUOTE_ALL).writerows([("a", "b"), *table])
    assert read(file.getvalue()) == [{"a": a, "b": b} for a, b in table]


@given(st.text(), st.sampled_from(sorted(DELIMITERS)))
def test_any_text_has_rows_or_is_refused(text: str, delimiter: str) -> None:
    with suppress(Unreadable):
        assert all(row.keys() == {"a", "b"} for row in read(text, ["a", "b"], delimiter))
