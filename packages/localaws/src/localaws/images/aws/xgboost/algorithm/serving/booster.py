"""One Booster of the library, made ready for many threads at once."""

from __future__ import annotations

import json
from itertools import pairwise
from threading import Lock
from typing import Any, TypeAlias

import numpy as np
from scipy.sparse import csr_matrix

from ..library import xgboost
from . import cores

# float32 of (rows, columns): an ndarray, or a csr_matrix in which what is not written is missing.
Matrix: TypeAlias = Any

ROWS_OF_A_PART = 1000  # a part with fewer takes less time than handing it to another thread


class Booster:
    """Predicts in the calling thread, large requests in several."""

    def __init__(self, library: Any) -> None:
        # One thread for each call, as AWS's image has it: the calls themselves run beside each other.
        library.set_param("nthread", 1)
        self.library = library
        self._features = library.num_features()
        kind = json.loads(library.save_config())["learner"]["gradient_booster"]["name"]
        # The other kinds predict from a DMatrix only, and the linear one for one thread at a time.
        self._inplace_predict = kind == "gbtree"
        self._alone = Lock()
        best = library.attr("best_iteration")
        self._rounds = (0, int(best) + 1) if best is not None and kind != "gblinear" else (0, 0)
        # The first prediction makes the library configure itself, which no two threads may.
        self._predict(np.full((1, self._features), np.nan, np.float32))

    def predict(self, matrix: Matrix) -> np.ndarray:
        """Predictions of (rows,) or (rows, classes); raises as ``Model.predict`` does."""
        matrix = _with_columns(matrix, self._features)
        parts = min(matrix.shape[0] // ROWS_OF_A_PART, cores.COUNT)
        if not self._inplace_predict or parts < 2:
            return self._predict(matrix)
        ends = np.linspace(0, matrix.shape[0], parts + 1, dtype=int)
        slices = [matrix[start:end] for start, end in pairwise(ends)]
        found: np.ndarray = np.concatenate(cores.share(self._predict, slices))
        return found

    def _predict(self, matrix: Matrix) -> np.ndarray:
        options = {"iteration_range": self._rounds, "validate_features": False}
        found: np.ndarray
        if self._inplace_predict:
            found = self.library.inplace_predict(matrix, **options)
        else:
            with self._alone:
                found = self.library.predict(xgboost.DMatrix(matrix, nthread=1), **options)
        return found


def _with_columns(matrix: Matrix, columns: int) -> Matrix:
    rows, found = matrix.shape
    if found > columns:
        raise ValueError(f"the data have {found} columns, the model was trained on {columns}")
    if found == columns:
        return matrix
    if isinstance(matrix, np.ndarray):
        return np.pad(matrix, ((0, 0), (0, columns - found)), constant_values=np.nan)
    return csr_matrix((matrix.data, matrix.indices, matrix.indptr), shape=(rows, columns))
