"""Where SageMaker puts things inside a container, and where it looks for them.

Everything derives from the base directory, so that a runtime without a private ``/opt/ml`` can move it with
``SAGEMAKER_BASE_DIR``, as it moves SageMaker's own toolkits.
"""

from __future__ import annotations

import json
import os
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from .failure import PlatformError


@dataclass(frozen=True)
class Folders:
    """The folders of one container."""

    base: Path

    @classmethod
    def of_this_container(cls) -> Folders:
        return cls(Path(os.environ.get("SAGEMAKER_BASE_DIR", "/opt/ml")))

    def config(self, name: str, *, optional: bool = False) -> dict[str, Any]:
        """What a JSON file of the job's configuration says, such as ``hyperparameters``.

        Raises:
            PlatformError: it is missing and not optional, or is no JSON object.
        """
        path = self.base / f"input/config/{name}.json"
        if optional and not path.exists():
            return {}
        try:
            values = json.loads(path.read_text(encoding="utf-8"))
        except OSError as error:
            raise PlatformError(f"{path} cannot be read: {error.strerror}.") from error
        except ValueError as error:
            raise PlatformError(f"{path} is not JSON: {error}.") from error
        if not isinstance(values, dict):
            raise PlatformError(f"{path} must hold a JSON object, not {type(values).__name__}.")
        return values

    @property
    def host(self) -> str:
        """The name of this instance, such as ``algo-1``."""
        return str(self.config("resourceconfig", optional=True).get("current_host", "algo-1"))

    @property
    def hosts(self) -> list[str]:
        """The names of all instances of the job."""
        return list(self.config("resourceconfig", optional=True).get("hosts", ["algo-1"]))

    def channel(self, name: str) -> Path:
        """The folder of a channel's data; in Pipe mode the beginning of its pipes' names."""
        return self.base / "input/data" / name

    def told(self, path: Path) -> str:
        """A path below the base directory as SageMaker tells it."""
        return f"/opt/ml/{path.relative_to(self.base).as_posix()}"

    @property
    def model(self) -> Path:
        return self.base / "model"

    @property
    def failure(self) -> Path:
        return self.base / "output/failure"
