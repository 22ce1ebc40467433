"""Writes the conformance table as a page of the documentation. Run this file to write it again."""

from __future__ import annotations

from pathlib import Path
from typing import Any

DOCUMENT = Path(__file__).parents[3] / "docs/reference/states-language.md"
_INTRODUCTION = """\
# What state machines do here, row by row

Each row says in the words of the [States Language's specification](https://states-language.net) what holds,
and shows it. The tests run every row on the engine: a row that does not hold fails them. The rows are data
in `tests/stepfunctions/conformance/`, and this page is made of them by the `page.py` beside them. What AWS's
behaviour leaves open is in [fidelity](fidelity.md).
"""


def written(chapters: list[Any]) -> str:
    """The page, in Markdown."""
    return _INTRODUCTION + "".join(_chapter(chapter) for chapter in chapters)


def _chapter(chapter: Any) -> str:
    head = f"\n## {chapter.title}\n\n{chapter.about.strip()}\n\n| | what holds | shown by | gives |\n|---|---|---|---|\n"
    return head + "".join(_row(row) for row in chapter.rows)


def _row(row: Any) -> str:
    if row.code is not None:
        gives = f"refused: {_code(row.code)}" + (f" at {_code(row.at)}" if row.at else "")
    elif row.fails is not None:
        gives = f"fails: {_code(row.fails)}"
    else:
        gives = _code(row.yields)
    return f"| {row.number} | {_escaped(row.says)} | {_code(row.shown)} | {gives} |\n"


def _code(text: str) -> str:
    return f"`{_escaped(text)}`"


def _escaped(text: str) -> str:
    return text.replace("|", "\\|").replace("\n", " ")


def main() -> None:
    from rows import chapters

    DOCUMENT.write_text(written(chapters()), encoding="utf-8")


if __name__ == "__main__":
    main()
