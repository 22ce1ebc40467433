"""What the model that serves says of the test split: in its own encoding, which was fitted to its own data."""

from __future__ import annotations

from pathlib import Path

import numpy as np

from . import customers, encoding
from .labels import LABEL
from .model import Model
from .options import Evaluate
from .problems import JobProblem
from .rows import Rows

_ROWS = "test.csv"


def probabilities(options: Evaluate, yes: np.ndarray) -> np.ndarray:
    """Of yes, float64 [rows], for the rows whose labels are ``yes``.

    Raises:
        JobProblem: the model or its encoding cannot be read, or does not know what the rows hold.
    """
    path = options.rows / _ROWS
    try:
        model = Model(options.champion)
        own = encoding.load(options.champion_encoding)
        with path.open(encoding="utf-8", newline="") as text:
            encoded = customers.encode(text, own)
        if model.features != len(own.names):
            raise JobProblem(
                f"it has {model.features} features, but its encoding makes {len(own.names)}"
            )
        features: np.ndarray = np.loadtxt(encoded.lines, np.float32, delimiter=",", ndmin=2)
    except FileNotFoundError as error:
        raise JobProblem(f"there are no raw rows {path}: prepare writes them") from error
    except JobProblem as error:
        raise JobProblem(
            f"the model that serves cannot be measured beside the new one: {error}"
        ) from error
    if _labels(path) != yes.tolist():
        raise JobProblem("the raw rows are not those of the test split: they are of different runs")
    return model.probabilities(features)


def _labels(path: Path) -> list[bool]:
    with path.open(encoding="utf-8", newline="") as text:
        rows = Rows(text, path.name, [LABEL])
        at = rows.header.index(LABEL)
        return [cells[at].strip().lower() == "yes" for cells in rows]
