"""A trained PCA: its file in the model archive, and what it answers.

The file is MXNet's, ``model_algo-1``, with ``mean`` of (1, features), ``v`` of (features, components) and ``s``, the
singular values, ascending (a printed model in the public notebooks of the "population segmentation" course).
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

from .decomposition import Components

PREFIX = "model_"


def save(components: Components, folder: Path, host: str, *, with_mean: bool) -> None:
    """Write the model of a host."""
    arrays = {"s": components.singular_values, "v": components.vectors}
    if with_mean:
        arrays = {"mean": components.mean[None], **arrays}
    folder.mkdir(parents=True, exist_ok=True)
    (folder / f"{PREFIX}{host}").write_bytes(mxnet_arrays.dump(arrays))


@dataclass(frozen=True)
class Projection:
    """A model that an endpoint serves."""

    components: Components
    what: str = "PCA"

    @property
    def columns(self) -> int:
        """How many features a row has."""
        return int(self.components.vectors.shape[0])

    def predict(self, features: Any) -> Sequence[dict[str, Any]]:
        """The projection of each row, the largest component last."""
        projected: np.ndarray = self.components.project(features.astype(np.float64))
        return [{"projection": row} for row in projected.astype(np.float32).tolist()]


def load(folder: Path) -> Projection:
    """The model in a folder.

    Raises:
        ModelError: there is none, or it is no PCA model.
    """
    files = sorted(folder.glob(f"{PREFIX}*"))
    if not files:
        raise ModelError(f"there is no PCA model in {folder}: no file {PREFIX}algo-1")
    try:
        arrays = mxnet_arrays.load(files[0].read_bytes())
    except FormatError as error:
        raise ModelError(f"{files[0]} is no PCA model: {error}") from None
    if not isinstance(arrays, dict) or not {"s", "v"} <= arrays.keys():
        raise ModelError(f"{files[0]} is no PCA model: it has no arrays s and v")
    vectors = arrays["v"].astype(np.float64)
    mean = arrays.get("mean", np.zeros(vectors.shape[0])).astype(np.float64).ravel()
    return Projection(Components(mean, vectors, arrays["s"].astype(np.float64)))
