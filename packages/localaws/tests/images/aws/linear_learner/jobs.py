"""A training job's folder, as SageMaker lays it out, and data that follow a rule."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from built_in import tables
from built_in.failure import CustomerError
from built_in.folders import Folders
from built_in.record_protobuf import Record, Tensor
from learner import job
from learner.model import Model, load
from scipy.sparse import issparse


def unscaled(rows: int, columns: int = 6, seed: int = 0) -> np.ndarray:
    """Features of very different size, none of them around 0."""
    numbers = np.random.default_rng(seed)
    spread = np.logspace(-2, 3, columns)
    return np.asarray(numbers.normal(size=(rows, columns)) * spread + 10 * spread, np.float32)


def standard(features: np.ndarray) -> np.ndarray:
    """The same features around 0 and of one size, in double precision."""
    double = features.astype(np.float64)
    return np.asarray((double - double.mean(axis=0)) / double.std(axis=0))


def csv(features: np.ndarray, labels: np.ndarray) -> bytes:
    table = np.column_stack([labels, features])
    return "".join(",".join(f"{cell:.9g}" for cell in row) + "\n" for row in table).encode()


def recordio(features: Any, labels: np.ndarray) -> bytes:
    """Dense, or sparse where features are a sparse matrix."""
    return tables.write(
        Record({"values": row}, {"values": Tensor(np.array([label], np.float32))})
        for row, label in zip(_tensors(features), labels, strict=True)
    )


def _tensors(features: Any) -> list[Tensor]:
    if not issparse(features):
        return [Tensor(np.asarray(row, np.float32)) for row in features]
    return [
        Tensor(row.data.astype(np.float32), row.indices.astype(np.uint64), (features.shape[1],))
        for row in (features[index].tocsr() for index in range(features.shape[0]))
    ]


class Job:
    """The folder of one job, and what its run printed."""

    def __init__(self, base: Path, capsys: pytest.CaptureFixture[str]) -> None:
        self.base, self._capsys = base, capsys
        self._channels: dict[str, dict[str, str]] = {}
        self.log = ""

    def channel(self, name: str, content: bytes, content_type: str | None = "text/csv") -> None:
        path = self.base / "input/data" / name / "part-0"
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content)
        self._channels[name] = {} if content_type is None else {"ContentType": content_type}

    def run(self, **hyperparameters: str) -> Model:
        config = self.base / "input/config"
        config.mkdir(parents=True, exist_ok=True)
        for name, content in (
            ("hyperparameters", hyperparameters),
            ("inputdataconfig", self._channels),
        ):
            (config / f"{name}.json").write_text(json.dumps(content))
        self._capsys.readouterr()
        try:
            job.run(Folders(self.base))
        finally:
            self.log = self._capsys.readouterr().out
        return load(self.base / "model")

    def refusal(self, **hyperparameters: str) -> str:
        with pytest.raises(CustomerError) as refused:
            self.run(**hyperparameters)
        assert not (self.base / "model").exists()
        return str(refused.value)

    def measured(self, what: str) -> list[float]:
        """Every value of a measure in the log, such as ``validation recall``."""
        found = re.findall(rf"host=algo-1, (?:epoch=\d+, )?{what} <(?:loss|score)>=(\S+)", self.log)
        return [float(value) for value in found]
