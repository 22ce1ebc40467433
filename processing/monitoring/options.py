"""The program's arguments, checked."""

from __future__ import annotations

import argparse
import os
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import NoReturn


class WrongArguments(Exception):
    """Its text is one sentence."""


@dataclass(frozen=True)
class Options:
    """Folders in and out, the limits, and the module whose `columns` reads the pipeline's exchanges."""

    captured: Path
    baseline: Path
    model: Path
    output: Path
    since: float
    stability_limit: float
    distance_limit: float
    least_rows: int
    reader: str


class _Parser(argparse.ArgumentParser):
    def error(self, message: str) -> NoReturn:
        raise WrongArguments(f"wrong arguments: {message}")


def base_folder() -> Path:
    """The folder that SageMaker gives a job: /opt/ml, or what SAGEMAKER_BASE_DIR names."""
    return Path(os.environ.get("SAGEMAKER_BASE_DIR") or "/opt/ml")


def parse(arguments: Sequence[str]) -> Options:
    """Parse the command line. Raises WrongArguments."""
    inputs = base_folder() / "processing" / "input"
    parser = _Parser(
        prog="monitoring", description="Compare traffic with a baseline.", allow_abbrev=False
    )
    add = parser.add_argument
    add("--captured", type=Path, default=inputs / "captured")
    add("--baseline", type=Path, default=inputs / "baseline")
    add("--model", type=Path, default=inputs / "model")
    add("--output", type=Path, default=base_folder() / "processing" / "output" / "monitoring")
    add("--since", type=float, default=0.0, help="seconds since 1970")
    add("--stability-limit", type=float, default=0.2)
    add("--distance-limit", type=float, default=0.2)
    add("--least-rows", type=int, default=200)
    add("--reader", default="monitoring.tabular")
    given = parser.parse_args(arguments)
    return Options(**vars(given))
