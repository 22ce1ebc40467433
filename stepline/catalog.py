"""What pipelines there are and what they take, as `python -m pipelines` tells.

It is asked as a program, so that the command line needs nothing of what pipelines are written with, and
at most once. Whether a pipeline is deployed is another question: CloudFormation knows (``deployment``).
"""

from __future__ import annotations

import difflib
import json
import subprocess
import sys
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from stepline.errors import UserError

PROGRAM = "pipelines"
TOLD_WITHIN = 60.0  # seconds; it takes a tenth of one


@dataclass(frozen=True)
class Machines:
    """The machines of one job or endpoint, where no execution names others."""

    instance_type: str
    instance_count: int


@dataclass(frozen=True)
class Pipeline:
    """A pipeline, as far as the command line needs to know it."""

    name: str
    description: str
    algorithm: str | None
    """AWS's own image that it trains and serves with; None: that of training/<name>."""
    processes: bool
    takes_checkpoint: bool
    gpu_image: bool
    hyperparameters: Mapping[str, str]
    """The defaults, as SageMaker carries them."""
    input_keys: tuple[str, ...]
    """What an execution's input may set, such as ``hyperparameters.epochs``."""
    machines: Mapping[str, Machines]
    """By kind: processing (where it processes), training, endpoint."""


@dataclass(frozen=True)
class Catalog:
    """The pipelines by name, and for those whose modules are wrong a sentence with file and line."""

    pipelines: Mapping[str, Pipeline]
    broken: Mapping[str, str]

    @property
    def names(self) -> list[str]:
        return sorted([*self.pipelines, *self.broken])

    def find(self, name: str) -> Pipeline:
        """The pipeline of that name.

        Raises:
            UserError: there is none, or its module is wrong.
        """
        if name in self.broken:
            raise UserError(self.broken[name])
        if name not in self.pipelines:
            raise UserError(self.unknown(name))
        return self.pipelines[name]

    def unknown(self, name: str) -> str:
        """The sentence about a name that no pipeline has."""
        names = self.names
        if not names:
            return f"There is no pipeline {name}, and no other in the folder {PROGRAM}."
        near = difflib.get_close_matches(name.lower(), names, n=1)
        meant = f" Did you mean {near[0]}?" if near else ""
        return f"There is no pipeline {name}.{meant} There are: {', '.join(names)}."


@cache
def read(folder: Path | None = None) -> Catalog:
    """The pipelines of the project in ``folder``, else in the current one.

    Raises:
        UserError: the project's ``pipelines`` is no program that tells of pipelines.
    """
    command = [sys.executable, "-m", PROGRAM]
    try:
        ended = subprocess.run(
            command, cwd=folder, capture_output=True, timeout=TOLD_WITHIN, stdin=subprocess.DEVNULL
        )
    except subprocess.TimeoutExpired as error:
        raise UserError(
            f"`python -m {PROGRAM}` has said nothing for {TOLD_WITHIN:.0f} s. "
            f"A module of {PROGRAM} seems to wait for something while it is loaded."
        ) from error
    if ended.returncode:
        said = ended.stderr.decode(errors="replace").strip().splitlines()
        raise UserError(
            f"`python -m {PROGRAM}`, which tells what pipelines there are, ended with status "
            f"{ended.returncode}: {said[-1] if said else 'it said nothing'}"
        )
    try:
        return _catalog(json.loads(ended.stdout))
    except (ValueError, LookupError, TypeError) as error:
        raise UserError(
            f"`python -m {PROGRAM}` printed what is no list of pipelines ({error!r}). "
            f"Is the folder {PROGRAM} here another project's?"
        ) from error


def find(name: str) -> Pipeline:
    """The pipeline of that name in the current folder's project.

    Raises:
        UserError: there is none, or its module is wrong.
    """
    return read().find(name)


def _catalog(told: Any) -> Catalog:
    return Catalog(
        pipelines={each["name"]: _pipeline(each) for each in told["pipelines"]},
        broken={each["name"]: str(each["sentence"]) for each in told["broken"]},
    )


def _pipeline(told: Mapping[str, Any]) -> Pipeline:
    return Pipeline(
        name=told["name"],
        description=told["description"],
        algorithm=told["algorithm"],
        processes=told["processes"],
        takes_checkpoint=told["takes_checkpoint"],
        gpu_image=told["gpu_image"],
        hyperparameters=dict(told["hyperparameters"]),
        input_keys=tuple(told["input_keys"]),
        machines={
            kind: Machines(each["instance_type"], each["instance_count"])
            for kind, each in told["machines"].items()
        },
    )
