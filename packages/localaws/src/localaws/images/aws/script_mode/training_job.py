"""What a training job in script mode is: its configuration files and the container's environment, read."""

from __future__ import annotations

import json
import logging
import os
import shutil
import subprocess
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from . import hyperparameters as names
from .folders import Folders
from .hyperparameters import Hyperparameters
from .instances import Instances


@dataclass(frozen=True)
class Machine:
    """What the script has to work with."""

    cpus: int
    gpus: int = 0
    neurons: int = 0

    @classmethod
    def this_one(cls) -> Machine:
        return cls(os.cpu_count() or 1, _gpus())


@dataclass(frozen=True)
class TrainingJob:
    """One job, as its container sees it."""

    hyperparameters: Hyperparameters
    instances: Instances
    input_data_config: Mapping[str, Mapping[str, Any]]
    machine: Machine
    folders: Folders
    environment: Mapping[str, str]

    @classmethod
    def read(cls, environment: Mapping[str, str], machine: Machine) -> TrainingJob:
        """The job of this container.

        Raises:
            OSError, ValueError: a configuration file is missing, or no JSON.
        """
        folders = Folders.of(environment)

        def config(name: str) -> Any:
            return json.loads((folders.config / f"{name}.json").read_text(encoding="utf-8"))

        hyperparameters = Hyperparameters.of(config("hyperparameters"))
        return cls(
            hyperparameters,
            Instances(config("resourceconfig"), hyperparameters.framework),
            config("inputdataconfig"),
            machine,
            folders,
            environment,
        )

    @property
    def program(self) -> str | None:
        """The script's name; the container's environment says it before the hyperparameters."""
        said = self.environment.get("SAGEMAKER_PROGRAM")
        return said or self.hyperparameters.own.get(names.PROGRAM)

    @property
    def module(self) -> str:
        return str(self.program).removesuffix(".py")

    @property
    def source(self) -> str:
        """Where the code comes from: an archive in S3, or a path."""
        return str(self.hyperparameters.own.get(names.SUBMIT_DIRECTORY, self.folders.code))

    @property
    def name(self) -> str | None:
        return self.environment.get("TRAINING_JOB_NAME")

    @property
    def framework_module(self) -> str | None:
        return self.environment.get("SAGEMAKER_TRAINING_MODULE")

    @property
    def log_level(self) -> Any:
        return self.hyperparameters.own.get(names.LOG_LEVEL, logging.INFO)

    @property
    def region(self) -> str:
        said = self.hyperparameters.own.get(names.REGION)
        return str(said or self.environment.get("AWS_REGION", ""))

    @property
    def channels(self) -> dict[str, str]:
        """The folder of each channel, by its name."""
        return {channel: str(self.folders.channel(channel)) for channel in self.input_data_config}

    def toolkit_variables(self) -> dict[str, str]:
        """What the toolkit sets besides ``SM_…``."""
        return {
            "SAGEMAKER_JOB_NAME": str(self.hyperparameters.own.get(names.JOB_NAME, "")),
            "CURRENT_HOST": self.instances.current_host,
            "SAGEMAKER_REGION": self.region,
        }


def _gpus() -> int:
    if shutil.which("nvidia-smi") is None:
        return 0
    said = subprocess.run(
        ["nvidia-smi", "--list-gpus"], capture_output=True, text=True, check=False
    )
    return sum(line.startswith("GPU ") for line in said.stdout.splitlines())
