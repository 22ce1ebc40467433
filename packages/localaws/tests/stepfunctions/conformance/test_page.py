"""The page of the documentation has the table as it is today."""

from __future__ import annotations

from .page import DOCUMENT, written
from .rows import chapters


def test_the_page_is_written_from_the_rows() -> None:
    """Write it again with: python packages/localaws/tests/stepfunctions/conformance/page.py"""
    assert DOCUMENT.read_text(encoding="utf-8") == written(chapters())


def test_the_table_has_at_least_250_rows() -> None:
    assert sum(len(chapter.rows) for chapter in chapters()) >= 250


def test_no_row_says_what_another_says() -> None:
    said = [(chapter.title, row.says) for chapter in chapters() for row in chapter.rows]
    assert len(said) == len(set(said))
