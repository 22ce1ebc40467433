"""The labels of the test split, a file of their own: the encoding's fingerprint, then 0 or 1 a line.

A request has no label, so the evaluation finds here what really happened, in the order of the requests.
"""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

import numpy as np

from .problems import JobProblem

FILE = "labels.txt"
_FIRST = "encoding "


def text(fingerprint: str, clicked: Iterable[bool]) -> str:
    """The content of the file."""
    return f"{_FIRST}{fingerprint}\n" + "".join(f"{int(one)}\n" for one in clicked)


def read(folder: Path, fingerprint: str) -> np.ndarray:
    """Whether each row was clicked, bool [rows].

    Raises:
        JobProblem: there are none, or they go with rows that another encoding has made.
    """
    path = folder / FILE
    try:
        first, *lines = path.read_text(encoding="utf-8").splitlines()
    except FileNotFoundError as error:
        raise JobProblem(f"there are no labels {path}: the preparation writes them") from error
    except ValueError as error:
        raise JobProblem(f"{path} is no file of labels: {error}") from error
    if not first.startswith(_FIRST) or not lines or set(lines) - {"0", "1"}:
        raise JobProblem(f"{path} is no file of labels")
    if first != _FIRST + fingerprint:
        raise JobProblem(
            f"the test split was encoded by {first[len(_FIRST) :]}, but the model was trained with "
            f"{fingerprint}: the encoding is fitted once, to the training split, and used for every row"
        )
    clicked: np.ndarray = np.array(lines) == "1"
    return clicked
