"""The rows of the test split as they are in the log, without the label, and the same encoded once more.

A model that serves was trained with an encoding of its own day. What it is asked must be in that encoding.
"""

from __future__ import annotations

import csv
from collections.abc import Iterator
from typing import TextIO

import numpy as np

from . import encoding, records
from .encoding import Encoding
from .log import Log
from .options import EncodeAgain
from .output import Output
from .problems import JobProblem
from .rows import Rows
from .splits import Part

FILE = "test.csv"


def write(file: TextIO, log: Log, part: Part) -> None:
    """The cells of a part's rows, under the names of their columns."""
    writer = csv.writer(file, lineterminator="\n")
    writer.writerow(log.columns)
    columns = log.columns.values()
    cells = [np.array(one.cells, dtype=object)[one.codes[part.rows]] for one in columns]
    writer.writerows(zip(*cells, strict=True))


def encode_again(options: EncodeAgain) -> str:
    """Write the rows as requests in another encoding; the sentence that says how many there are.

    Raises:
        JobProblem: there are no rows or no encoding, or the rows lack a column that it knows.
    """
    path = options.rows / FILE
    if not path.exists():
        raise JobProblem(f"there are no raw rows {path}: prepare writes them")
    known = encoding.load(options.encoding)
    count = 0
    with Output(options.output) as output:
        with path.open(encoding="utf-8", newline="") as text:
            asked = list(_features(Rows(text, path.name), known))
        with output.path("test.pbr").open("wb") as file:
            records.write(file, ((ones, None) for ones in asked), known.features)
        count = len(asked)
        output.finish()
    return f"Encoded {count:,} rows by encoding {known.fingerprint}."


def _features(rows: Rows, known: Encoding) -> Iterator[list[int]]:
    """Of each row the features that are 1, rising, as columns' features do."""
    missing = [name for name in known.categories if name not in rows.header]
    if missing:
        raise JobProblem(
            f"the rows lack {', '.join(missing)}, which the model that serves was trained with: it cannot be "
            "measured beside the new one"
        )
    at = {name: rows.header.index(name) for name in known.categories}
    for cells in rows:
        found = (known.feature(name, cells[column]) for name, column in at.items())
        yield [number for number in found if number is not None]
