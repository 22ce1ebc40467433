"""A trained K-Means: its file in the model archive, and what it answers.

The file is MXNet's, ``model_algo-1``, with one array of (k, features), which has no name (a printed model in the public
notebooks of the "population segmentation" course). A cluster's number is its row there.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from built_in import mxnet_arrays
from built_in.errors import FormatError
from built_in.serving import ModelError

from .distances import closest

PREFIX = "model_"


def save(centers: np.ndarray, folder: Path, host: str) -> None:
    """Write the model of a host."""
    folder.mkdir(parents=True, exist_ok=True)
    (folder / f"{PREFIX}{host}").write_bytes(mxnet_arrays.dump([centers]))


@dataclass(frozen=True)
class Clusters:
    """A model that an endpoint serves."""

    centers: np.ndarray
    what: str = "K-Means"

    @property
    def columns(self) -> int:
        """How many features a row has."""
        return int(self.centers.shape[1])

    def predict(self, features: Any) -> Sequence[dict[str, float]]:
        """The closest cluster of each row, and its distance."""
        nearest, distances = closest(features, self.centers)
        exact = zip(nearest.tolist(), distances.astype(np.float32).tolist(), strict=True)
        return [{"closest_cluster": float(n), "distance_to_cluster": d} for n, d in exact]


def load(folder: Path) -> Clusters:
    """The model in a folder.

    Raises:
        ModelError: there is none, or it is no K-Means model.
    """
    files = sorted(folder.glob(f"{PREFIX}*"))
    if not files:
        raise ModelError(f"there is no K-Means model in {folder}: no file {PREFIX}algo-1")
    try:
        arrays = mxnet_arrays.load(files[0].read_bytes())
    except FormatError as error:
        raise ModelError(f"{files[0]} is no K-Means model: {error}") from None
    if not isinstance(arrays, list) or len(arrays) != 1 or arrays[0].ndim != 2:
        raise ModelError(f"{files[0]} is no K-Means model: it is not one table of centers")
    return Clusters(arrays[0].astype(np.float64))
