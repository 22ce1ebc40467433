"""The page on the command line is written from the command line."""

from __future__ import annotations

from pathlib import Path

import pytest

from tools.command_table import DOCUMENT, rewritten, section

PAGE = Path(__file__).parents[2] / DOCUMENT


def test_the_page_has_todays_commands_and_options() -> None:
    """Write it again with: python -m tools.command_table"""
    assert section() in PAGE.read_text(encoding="utf-8")


def test_arguments_options_and_defaults_have_rows() -> None:
    written = section()
    assert "**`stepline watch`** Follow an execution" in written
    assert "| `PIPELINE` | The pipeline's name (`ner`) |" in written
    assert "**`stepline image train`**" in written
    assert "--help" not in written


def test_only_the_section_is_written_anew() -> None:
    page = "# X\n\n## Commands\n\nold\n\n## After\n"
    assert rewritten(page) == f"# X\n\n{section()}\n## After\n"


def test_a_page_without_the_heading_is_left_alone() -> None:
    with pytest.raises(ValueError, match="Commands"):
        rewritten("# X\n")
