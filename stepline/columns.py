"""Columns as rich lays them out, on lines as long as they have to be: none is folded or cut, and none
ends in blanks, so that programs read them as well as people."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from rich.console import Console
from rich.table import Column, Table
from rich.text import Text

_UNBOUNDED = Console(width=1_000_000, color_system=None)


def laid_out(rows: Iterable[Sequence[str]], *columns: Column) -> Text:
    """The rows with two blanks between columns; ``columns`` say how each looks that is not plain."""
    table = Table.grid(*columns, padding=(0, 2))
    for row in rows:
        table.add_row(*map(Text, row))
    text = Text("\n").join(
        Text.assemble(*((segment.text, segment.style or "") for segment in line))
        for line in _UNBOUNDED.render_lines(table, pad=False)
    )
    shown = text.split("\n", allow_blank=True)
    for line in shown:
        line.rstrip()
    return Text("\n").join(shown)


def lines(rows: Iterable[Sequence[str]], *columns: Column) -> list[str]:
    """The same without styles, line by line."""
    table = list(rows)
    return laid_out(table, *columns).plain.split("\n") if table else []
