"""The folders of a container, below ``/opt/ml`` or what ``SAGEMAKER_BASE_DIR`` puts in its place."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True)
class Folders:
    """Where a job's files are."""

    base: Path = Path("/opt/ml")

    @classmethod
    def of(cls, environment: Mapping[str, str]) -> Folders:
        return cls(Path(environment.get("SAGEMAKER_BASE_DIR", "/opt/ml")))

    def moved(self, told: str) -> str:
        """A place as SageMaker tells it: where that is in this container, if it is below ``/opt/ml``."""
        path = told.removeprefix("file://")
        if path.startswith("/opt/ml/"):
            return str(self.base / path.removeprefix("/opt/ml/"))
        return path

    @property
    def code(self) -> Path:
        return self.base / "code"

    @property
    def model(self) -> Path:
        return self.base / "model"

    @property
    def input(self) -> Path:
        return self.base / "input"

    @property
    def config(self) -> Path:
        return self.input / "config"

    @property
    def output(self) -> Path:
        return self.base / "output"

    @property
    def output_data(self) -> Path:
        return self.output / "data"

    @property
    def intermediate(self) -> Path:
        return self.output / "intermediate"

    def channel(self, name: str) -> Path:
        return self.input / "data" / name
