"""Where SageMaker puts things inside a container, and where it looks for them.

Everything derives from the base directory, so that a runtime without a private ``/opt/ml`` can
move it with ``SAGEMAKER_BASE_DIR``, as it moves SageMaker's own toolkits.
"""

from __future__ import annotations

import os
from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True)
class Paths:
    """The folders of one container."""

    base: Path

    @classmethod
    def of_this_container(cls) -> Paths:
        return cls(Path(os.environ.get("SAGEMAKER_BASE_DIR", "/opt/ml")))

    def config(self, name: str) -> Path:
        """A JSON file of the job's configuration, such as ``hyperparameters``."""
        return self.base / f"input/config/{name}.json"

    def channel(self, name: str) -> Path:
        """The folder of a channel's data; it exists only if the job has that channel."""
        return self.base / "input/data" / name

    def moved(self, path: str) -> Path:
        """A path as SageMaker tells it, below ``/opt/ml``, where it is in this container."""
        told = Path(path)
        return self.base / told.relative_to("/opt/ml") if told.is_relative_to("/opt/ml") else told

    @property
    def model(self) -> Path:
        return self.base / "model"

    @property
    def output_data(self) -> Path:
        return self.base / "output/data"

    @property
    def failure(self) -> Path:
        return self.base / "output/failure"
