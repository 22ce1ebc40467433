"""Divides rows into training, validation and test, by what each row says besides its label.

All columns count, those that are left out of the features too: another choice of columns moves no row.
"""

from __future__ import annotations

import numpy as np
from evaluating import splits
from evaluating.problems import Unusable

from .problems import JobProblem
from .shares import Shares
from .table import Table


def divide(table: Table, rows: np.ndarray, label: str, shares: Shares) -> dict[str, np.ndarray]:
    """Which of ``rows`` each split has, in an order that their places in the files do not decide.

    Raises:
        JobProblem: a split that is asked for would be empty.
    """
    columns = [table.columns[name] for name in sorted(table.columns) if name != label]
    cells = [np.array(column.cells, dtype=object)[column.codes[rows]] for column in columns]
    try:
        parts = splits.divide(
            map(splits.content, zip(*cells)), splits.Shares(shares.validation, shares.test)
        )
    except Unusable as error:
        raise JobProblem(str(error)) from error
    return {name: rows[part] for name, part in parts.items()}
