"""The job as SageMaker describes it in ``/opt/ml/input/config``, read and checked."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from ..paths import Paths
from ..versions import Version
from . import channels, hyperparameters
from .channels import Channels
from .errors import PlatformError, UserError


@dataclass(frozen=True)
class Configuration:
    """``checkpoints`` is the folder that SageMaker keeps checkpoints of, None without any."""

    hyperparameters: Mapping[str, Any]
    channels: Channels
    checkpoints: Path | None


def read(paths: Paths, version: Version) -> Configuration:
    """Read the configuration of the job.

    Raises:
        UserError: the request asks for what is not legal, or for several instances.
        PlatformError: a file is missing or is not JSON.
    """
    values = hyperparameters.parse(_read(paths.config("hyperparameters")), version)
    found = channels.parse(_read(paths.config("inputdataconfig")))
    if "early_stopping_rounds" in values and "_kfold" not in values and found.validation is None:
        raise UserError(
            "early_stopping_rounds needs a validation channel, and the job has none: "
            "give one, or leave early_stopping_rounds out."
        )
    hosts = _read(paths.config("resourceconfig"), optional=True).get("hosts", [])
    if len(hosts) > 1:
        raise UserError(
            f"The job has {len(hosts)} instances; this image trains on one: set InstanceCount to 1."
        )
    checkpoints = _read(paths.config("checkpointconfig"), optional=True).get("LocalPath")
    return Configuration(values, found, paths.moved(checkpoints) if checkpoints else None)


def _read(path: Path, *, optional: bool = False) -> dict[str, Any]:
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
