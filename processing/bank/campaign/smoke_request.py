"""A request for the endpoint to answer as soon as a new model serves: a customer of the test split, as features."""

from __future__ import annotations

import io

import numpy as np

from .encoding import Encoding
from .features import write
from .table import Table

FILE = "smoke.csv"


def text(table: Table, encoding: Encoding, yes: np.ndarray, test: np.ndarray) -> str:
    """One row of the split, without its label."""
    line = io.StringIO()
    write(line, table, encoding, yes, test[:1])
    return line.getvalue().partition(",")[2]
