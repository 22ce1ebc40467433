"""The list of moto's defects that are mended here, read from the modules that mend them.

Each of those says in its docstring what is wrong, and in the docstring's last line which issue of
moto's it waits for, or which text is ready to be filed there.
"""

from __future__ import annotations

import ast
import textwrap
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from localaws.moto_mends.guard import TAKEN

_PACKAGE = Path(__file__).parents[1]
_LAST_LINE = "\n\nUpstream: "


@dataclass(frozen=True)
class Defect:
    """What one module mends."""

    module: str
    wrong: str
    upstream: tuple[str, ...]
    replaced: tuple[str, ...]  # of moto; empty until it has been mended in this process

    def __str__(self) -> str:
        told = [self.module, *textwrap.wrap(self.wrong, 96)]
        told += [f"in place of  {piece}" for piece in self.replaced]
        told += [f"waits for    {issue}" for issue in self.upstream]
        return "\n    ".join(told)


def defects() -> list[Defect]:
    """All of them: the patches, and the backends of ours that stand in for moto's."""
    return list(_read())


def _read() -> Iterator[Defect]:
    for path in sorted(Path(__file__).parent.rglob("*.py")):
        docstring = ast.get_docstring(ast.parse(path.read_text())) or ""
        wrong, line, upstream = docstring.partition(_LAST_LINE)
        if line:
            wrong = " ".join(wrong.removeprefix("Defect: ").removeprefix("Defects: ").split())
            module = ".".join(("localaws", *path.relative_to(_PACKAGE).with_suffix("").parts))
            issues, pieces = tuple(upstream.split(", ")), tuple(TAKEN.get(module, ()))
            yield Defect(module, wrong[0].upper() + wrong[1:], issues, pieces)
