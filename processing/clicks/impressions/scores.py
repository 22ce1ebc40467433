"""Reads what a transform job had the model say: a JSON object a line, as Linear Learner says it.

{"predicted_label": 0, "score": 0.0419}
"""

from __future__ import annotations

import json
from pathlib import Path

import numpy as np

from .problems import JobProblem

_ENDING = ".out"


def read(folder: Path) -> np.ndarray:
    """The score of each request, float64 [rows], in the order of the requests.

    Raises:
        JobProblem: there are none, or a line is no score.
    """
    files = sorted(folder.rglob(f"*{_ENDING}")) if folder.is_dir() else []
    if not files:
        raise JobProblem(f"there is no {_ENDING} file in {folder}: the transform job writes it")
    found: list[float] = []
    for file in files:
        for number, line in enumerate(file.read_text(encoding="utf-8").splitlines(), 1):
            try:
                score = float(json.loads(line)["score"])
            except (ValueError, KeyError, TypeError) as error:
                raise JobProblem(f"{file.name}, line {number} has no score: {line[:80]}") from error
            if not 0 <= score <= 1:
                raise JobProblem(
                    f"{file.name}, line {number} has the score {score:g}, which is no probability"
                )
            found.append(score)
    scores: np.ndarray = np.array(found, dtype=np.float64)
    return scores
