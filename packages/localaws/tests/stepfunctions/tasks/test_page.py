"""The page of the documentation is the table's."""

from __future__ import annotations

from pathlib import Path

from localaws.stepfunctions.tasks.page import page

PAGE = Path(__file__).parents[3] / "docs" / "reference" / "tasks.md"


def test_the_page_is_up_to_date() -> None:
    assert PAGE.read_text(encoding="utf-8") == page(), (
        "run: python -m localaws.stepfunctions.tasks.page docs/reference/tasks.md"
    )
