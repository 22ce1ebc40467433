"""``baseline.json``: what a model's evaluation has seen, summed up so that later traffic can be compared with it.

Written beside ``evaluation.json`` by the evaluation of each model. A column of numbers is ten bins of like size and its
quantiles; one of words, or of few different numbers, is a count for each.
"""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np

from .columns import MOST_CATEGORIES, Columns

FILE = "baseline.json"
VERSION = 1
_BINS, _LEAST_IN_A_BIN = 10, 10
_FEW = 10  # different numbers, up to which each is a category
_QUANTILES = 501
_WRONG = (ValueError, KeyError, TypeError, AttributeError, OverflowError, RecursionError)


class NoBaseline(Exception):
    """The file is no baseline; its text is one sentence."""


@dataclass(frozen=True)
class Summary:
    """One column. Numbers have the ``edges`` between their bins and their ``quantiles``, words ``names``."""

    rows: int
    counts: np.ndarray
    edges: np.ndarray | None = None
    quantiles: np.ndarray | None = None
    names: list[str] | None = None

    def as_dict(self) -> dict[str, Any]:
        parts = {"edges": self.edges, "quantiles": self.quantiles}
        arrays = {name: _rounded(part) for name, part in parts.items() if part is not None}
        names = {} if self.names is None else {"names": self.names}
        return {"rows": self.rows, "counts": self.counts.tolist(), **arrays, **names}

    def count(self, numbers: list[float], words: Counter[str]) -> np.ndarray:
        """The counts of what was seen later, in the same cells; what fits into none is in a last one."""
        if self.edges is not None:
            cells = np.searchsorted(self.edges, np.asarray(numbers, np.float64), side="right")
            within = np.bincount(cells, minlength=len(self.edges) + 1)
            binned: np.ndarray = np.append(within, sum(words.values()))
            return binned
        names = self.names or []
        numbered = Counter(_word(number) for number in numbers)
        seen = numbered + words
        known = [seen.pop(name, 0) for name in names]
        counted: np.ndarray = np.array([*known, sum(seen.values())])
        return counted


def summary(numbers: list[float], words: Counter[str]) -> Summary:
    """Of a column as the model's evaluation saw it."""
    values = np.asarray(numbers, np.float64)
    different = np.unique(values)
    if len(words) == 0 and len(different) > _FEW:
        bins = max(2, min(_BINS, len(values) // _LEAST_IN_A_BIN))
        edges = np.unique(np.quantile(values, np.linspace(0, 1, bins + 1)[1:-1]))
        counts = np.bincount(np.searchsorted(edges, values, side="right"), minlength=len(edges) + 1)
        steps = min(_QUANTILES, len(values))
        quantiles = np.quantile(values, (np.arange(steps) + 0.5) / steps)
        return Summary(len(values), np.append(counts, 0), edges=edges, quantiles=quantiles)
    seen = Counter(_word(number) for number in numbers) + words
    most = [name for name, _ in seen.most_common(MOST_CATEGORIES)]
    rest = sum(seen.values()) - sum(seen[name] for name in most)
    return Summary(sum(seen.values()), np.array([*(seen[name] for name in most), rest]), names=most)


def of(columns: Columns) -> dict[str, Any]:
    """The content of the file."""
    names = [*dict.fromkeys([*columns.numbers, *columns.words])]
    return {
        "version": VERSION,
        "rows": columns.rows,
        "columns": {
            name: summary(
                columns.numbers.get(name, []), columns.words.get(name, Counter())
            ).as_dict()
            for name in names
        },
    }


def write(folder: Path, columns: Columns) -> None:
    """Leave the file, whole or not at all, beside the evaluation."""
    folder.mkdir(parents=True, exist_ok=True)
    text = json.dumps(of(columns), ensure_ascii=False, allow_nan=False) + "\n"
    unfinished = folder / f".{FILE}.unfinished"
    unfinished.write_text(text, encoding="utf-8")
    unfinished.replace(folder / FILE)


def read(folder: Path) -> tuple[int, dict[str, Summary]]:
    """The rows that were seen, and the summary of each column.

    Raises:
        NoBaseline: there is none, or it is none.
    """
    path = folder / FILE
    try:
        content = json.loads(path.read_text(encoding="utf-8"))
        if content["version"] != VERSION:
            raise NoBaseline(f"{FILE} has version {content['version']}, but {VERSION} is known")
        columns = {name: _summary(one) for name, one in content["columns"].items()}
        return int(content["rows"]), columns
    except (OSError, *_WRONG) as error:
        raise NoBaseline(f"{path} is no baseline of a model ({error})") from error


def _summary(fields: Mapping[str, Any]) -> Summary:
    arrays = {
        name: np.asarray(fields[name], np.float64)
        for name in ("edges", "quantiles")
        if name in fields
    }
    made = Summary(
        int(fields["rows"]),
        np.asarray(fields["counts"], np.int64),
        names=list(map(str, fields["names"])) if "names" in fields else None,
        **arrays,
    )
    cells = len(made.names or []) + 1 if made.edges is None else len(made.edges) + 2
    if made.counts.shape != (cells,) or made.rows < 1 or (made.counts < 0).any():
        raise ValueError(f"a column has {made.rows} rows in the cells {fields['counts']}")
    if not all(np.isfinite(numbers).all() and numbers.ndim == 1 for numbers in arrays.values()):
        raise ValueError("a column has edges or quantiles that are no numbers")
    return made


def _word(number: float) -> str:
    return f"{number:.12g}"


def _rounded(values: np.ndarray) -> list[float]:
    return [float(f"{value:.9g}") for value in values]
