"""Asks a trained model, by the functions that it is served with: each artifact has its own in ``code/``."""

from __future__ import annotations

import importlib
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import numpy as np
import torch
from evaluating.archive import unpacked

from .problems import JobProblem

_SERVED_BY = "inference"


def ask(folder: Path, rows: list[list[float]], what: str) -> np.ndarray:
    """float64 [rows]: what the model of a folder, or of the archive in it, says; ``what`` is such as "the candidate".

    Raises:
        JobProblem: it is no model of this pipeline.
        Unusable: its archive is broken.
    """
    with unpacked(folder) as model:
        if not (model / "code" / f"{_SERVED_BY}.py").is_file():
            raise JobProblem(f"{what} has no code/{_SERVED_BY}.py, which a model is asked by")
        with _code_of(model / "code"):
            served = importlib.import_module(_SERVED_BY)
            try:
                network = served.model_fn(str(model))
                said = served.predict_fn(torch.tensor(rows), network)
            except Exception as error:
                raise JobProblem(
                    f"{what} cannot be asked: {type(error).__name__}: {error}"
                ) from error
    found: np.ndarray = np.asarray(said, dtype=np.float64)
    return found


@contextmanager
def _code_of(folder: Path) -> Iterator[None]:
    """The folder's modules in place of whatever has their names: another model brings others."""
    names = {path.stem for path in folder.glob("*.py")}
    before = {name: sys.modules.pop(name) for name in names if name in sys.modules}
    sys.path.insert(0, str(folder))
    importlib.invalidate_caches()
    try:
        yield
    finally:
        sys.path.remove(str(folder))
        for name in names:
            sys.modules.pop(name, None)
        sys.modules.update(before)
