"""Which files of a folder are data, and what they are (size and sha256)."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from pathlib import Path

from .problems import JobProblem

_BLOCK = 1 << 20


@dataclass(frozen=True)
class Source:
    """A data file; ``name`` is its path below the data folder."""

    path: Path
    name: str

    def sha256(self) -> str:
        digest = hashlib.sha256()
        with self.path.open("rb") as file:
            for block in iter(lambda: file.read(_BLOCK), b""):
                digest.update(block)
        return digest.hexdigest()


def find(data: Path) -> tuple[list[Source], list[str]]:
    """The CSV files of a folder (or the one file) in the order of their names; and those ignored.

    Files and folders whose names begin with ``.`` or ``_`` are hidden, as they are to XGBoost.

    Raises:
        JobProblem: there is no such file.
    """
    if data.is_file():
        return [Source(data, data.name)], []
    sources: list[Source] = []
    ignored: list[str] = []
    for path in sorted(path for path in data.rglob("*") if path.is_file()):
        inner = path.relative_to(data)
        hidden = any(part.startswith((".", "_")) for part in inner.parts)
        if hidden or path.suffix.lower() != ".csv":
            ignored.append(inner.as_posix())
        else:
            sources.append(Source(path, inner.as_posix()))
    if not sources:
        found = f"only {', '.join(ignored[:3])}" if ignored else "nothing"
        raise JobProblem(f"there is no .csv file in {data}, {found}")
    return sources, ignored
