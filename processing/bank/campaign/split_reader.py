"""Reads the test split as ``prepare`` writes it: the label first, numbers only, no header."""

from __future__ import annotations

from pathlib import Path

import numpy as np

from .problems import JobProblem
from .sources import find


def read(folder: Path) -> tuple[np.ndarray, np.ndarray]:
    """The labels, bool [rows], and the features, float32 [rows, features], of all files of a folder.

    Raises:
        JobProblem: there is no row, or it is not what ``prepare`` writes.
    """
    if not folder.exists():
        raise JobProblem(f"there is no test split {folder}: prepare writes it")
    parts = []
    for source in find(folder)[0]:
        if source.path.stat().st_size:
            try:
                parts.append(np.loadtxt(str(source.path), np.float32, delimiter=",", ndmin=2))
            except ValueError as error:
                raise JobProblem(
                    f"{source.name} of the test split is no table of numbers: {error}"
                ) from error
    if not parts:
        raise JobProblem(f"the test split {folder} has no row")
    if len({part.shape[1] for part in parts}) > 1:
        raise JobProblem("the files of the test split have different numbers of columns")
    table = np.concatenate(parts)
    labels = table[:, 0]
    if not np.isin(labels, (0, 1)).all():
        wrong = labels[~np.isin(labels, (0, 1))][0]
        raise JobProblem(
            f"the test split has the label {wrong:g} in its first column, which must hold 0 or 1"
        )
    return labels == 1, table[:, 1:]
