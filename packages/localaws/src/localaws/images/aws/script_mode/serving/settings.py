"""What the environment of the container says of serving, as AWS's toolkits read it."""

from __future__ import annotations

import os
from collections.abc import Mapping
from dataclasses import dataclass

JSON = "application/json"


class SettingsError(ValueError):
    """A variable of the environment has a value that cannot be meant."""


@dataclass(frozen=True)
class Settings:
    """How to serve. ``source`` is empty where the code lies in the model's own archive."""

    module: str = "inference"
    source: str = ""
    port: int = 8080
    workers: int = 1
    default_accept: str = JSON

    @classmethod
    def of(cls, environment: Mapping[str, str], cores: int | None = None) -> Settings:
        """Read the variables.

        Raises:
            SettingsError: a number is none.
        """
        program = environment.get("SAGEMAKER_PROGRAM") or "inference.py"
        cores = cores or os.cpu_count() or 1
        return cls(
            module=program.removesuffix(".py"),
            source=environment.get("SAGEMAKER_SUBMIT_DIRECTORY", ""),
            port=_number(environment, "SAGEMAKER_BIND_TO_PORT", cls.port),
            workers=max(1, _number(environment, "SAGEMAKER_MODEL_SERVER_WORKERS", cores)),
            default_accept=environment.get("SAGEMAKER_DEFAULT_INVOCATIONS_ACCEPT") or JSON,
        )


def _number(environment: Mapping[str, str], name: str, default: int) -> int:
    text = environment.get(name) or str(default)
    if not text.isdecimal():
        raise SettingsError(f"{name} must be a whole number, not {text!r}")
    return int(text)
