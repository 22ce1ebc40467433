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

    @property
    def hyperparameters(self) -> Path:
        return self.base / "input/config/hyperparameters.json"

    @property
    def resources(self) -> Path:
        return self.base / "input/config/resourceconfig.json"

    @property
    def model(self) -> Path:
        return self.base / "model"

    @property
    def checkpoints(self) -> Path:
        return self.base / "checkpoints"

    @property
    def failure(self) -> Path:
        return self.base / "output/failure"

    def channel(self, name: str) -> Path:
        """The folder of a channel's data; it exists only if the job has that channel."""
        return self.base / "input/data" / name
