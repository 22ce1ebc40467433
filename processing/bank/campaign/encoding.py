"""The encoding: how a raw row becomes features. Fitted once, then used for every row alike.

It is plain data (``encoding.json``) and knows cells of text by the names of their columns, so neither
the separator nor the order of a table's columns matters. Standard library only.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any

from .numerals import numeral
from .problems import JobProblem

FORMAT = "stepline-bank-encoding"
VERSION = 1
FILE = "encoding.json"


class NotANumber(Exception):
    """A cell of a numeric column that holds no number."""


@dataclass(frozen=True)
class Feature:
    """One or more neighbouring features that are made of one column.

    ``kind`` is ``number`` (the number itself), ``indicator`` (1 where the cell is one of ``values``)
    or ``categories`` (one feature for each of ``values``, of which at most one is 1).
    """

    name: str
    column: str
    kind: str
    values: tuple[str, ...] = ()

    @property
    def names(self) -> list[str]:
        """The names of the features, ``job=student`` for a category."""
        if self.kind == "categories":
            return [f"{self.name}={value}" for value in self.values]
        return [self.name]

    def encode(self, cell: str) -> str:
        """The features of a cell as CSV text, such as ``41`` or ``0,1,0``; unknown: all 0.

        Raises:
            NotANumber: the kind is ``number`` and the cell is none.
        """
        number = numeral(cell)
        if self.kind == "number":
            if number is None:
                raise NotANumber
            return number
        if self.kind == "indicator":
            return "1" if cell in self.values or number in self.values else "0"
        return ",".join("1" if cell == value else "0" for value in self.values)

    def knows(self, cell: str) -> bool:
        """Whether training showed the category; numbers and indicators know every cell."""
        return self.kind != "categories" or cell in self.values


@dataclass(frozen=True)
class Encoding:
    """Every feature in order, the label's column and the columns left out."""

    features: tuple[Feature, ...]
    label: str
    dropped: tuple[str, ...] = ()
    names: tuple[str, ...] = field(init=False)

    def __post_init__(self) -> None:
        names = tuple(name for feature in self.features for name in feature.names)
        object.__setattr__(self, "names", names)

    @property
    def columns(self) -> list[str]:
        """The columns that a raw row must have."""
        return list(dict.fromkeys(feature.column for feature in self.features))

    def as_json(self) -> str:
        content = {
            "format": FORMAT,
            "version": VERSION,
            "label": self.label,
            "dropped": self.dropped,
            "features": [asdict(feature) for feature in self.features],
        }
        return json.dumps(content, indent=2, ensure_ascii=False) + "\n"


def unknown_in_words(column: str, rows: Mapping[str, int]) -> str:
    """What to tell of categories that training never showed; ``rows`` has how many show each."""
    listed = ", ".join(f"{cell!r} ({count})" for cell, count in rows.items())
    return (
        f"categories of {column} that training never showed, all of whose features are 0: {listed}"
    )


def load(folder: Path) -> Encoding:
    """The encoding that lies in a folder.

    Raises:
        JobProblem: there is none, or it is of another format or version.
    """
    path = folder / FILE
    try:
        content = json.loads(path.read_text(encoding="utf-8"))
        return _read(content)
    except FileNotFoundError as error:
        raise JobProblem(f"there is no encoding {path}: a run's preparation writes it") from error
    except (ValueError, KeyError, TypeError) as error:
        reason = error if isinstance(error, _Other) else "it is broken"
        raise JobProblem(f"{path} cannot be used as an encoding: {reason}") from error


class _Other(ValueError):
    """The file is something else."""


def _read(content: Mapping[str, Any]) -> Encoding:
    if not isinstance(content, dict) or content.get("format") != FORMAT:
        raise _Other(f"it is no file of the format {FORMAT}")
    if content.get("version") != VERSION:
        raise _Other(f"its version is {content.get('version')!r}, and this program reads {VERSION}")
    features = tuple(
        Feature(made["name"], made["column"], made["kind"], tuple(made["values"]))
        for made in content["features"]
    )
    return Encoding(features, content["label"], tuple(content["dropped"]))
