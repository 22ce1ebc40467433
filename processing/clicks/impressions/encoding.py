"""The encoding: which feature each category of each column is. Fitted once, then used for every row alike.

It is plain data (``encoding.json``) and knows cells by the names of their columns. Its fingerprint goes with
all that was made by it, so that what was encoded in two ways cannot be mixed. Standard library only.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from .problems import JobProblem

FORMAT = "stepline-clicks-encoding"
VERSION = 1
FILE = "encoding.json"


@dataclass(frozen=True)
class Encoding:
    """The categories that have a feature, by column; features are numbered in that order, from 0."""

    label: str
    categories: Mapping[str, tuple[str, ...]]
    features: int = field(init=False)
    _numbers: Mapping[str, Mapping[str, int]] = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        numbers: dict[str, dict[str, int]] = {}
        count = 0
        for column, cells in self.categories.items():
            numbers[column] = {cell: count + n for n, cell in enumerate(cells)}
            count += len(cells)
        object.__setattr__(self, "_numbers", numbers)
        object.__setattr__(self, "features", count)

    def feature(self, column: str, cell: str) -> int | None:
        """The number of the feature that is 1 for this cell; None where it has none."""
        return self._numbers[column].get(cell)

    @property
    def fingerprint(self) -> str:
        """Which encoding this is: the same for the same features in the same order, and for no other."""
        return hashlib.sha256(self._content().encode()).hexdigest()[:16]

    def as_json(self) -> str:
        return self._content() + "\n"

    def _content(self) -> str:
        content = {
            "format": FORMAT,
            "version": VERSION,
            "label": self.label,
            "categories": self.categories,
        }
        return json.dumps(content, indent=2, ensure_ascii=False)


def load(folder: Path) -> Encoding:
    """The encoding that lies in a folder.

    Raises:
        JobProblem: there is none, or it is of another format or version.
    """
    path = folder / FILE
    try:
        return _read(json.loads(path.read_text(encoding="utf-8")))
    except FileNotFoundError as error:
        raise JobProblem(f"there is no encoding {path}: a run's preparation writes it") from error
    except (ValueError, KeyError, TypeError, AttributeError) as error:
        reason = error if isinstance(error, _Other) else "it is broken"
        raise JobProblem(f"{path} cannot be used as an encoding: {reason}") from error


class _Other(ValueError):
    """The file is something else."""


def _read(content: Any) -> Encoding:
    if not isinstance(content, dict) or content.get("format") != FORMAT:
        raise _Other(f"it is no file of the format {FORMAT}")
    if content.get("version") != VERSION:
        raise _Other(f"its version is {content.get('version')!r}, and this program reads {VERSION}")
    categories = {str(name): tuple(cells) for name, cells in content["categories"].items()}
    return Encoding(str(content["label"]), categories)
