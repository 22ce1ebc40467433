"""Fetches what a run's evaluation found, and shows its text; pictures are named, to be looked at."""

from __future__ import annotations

import json
from collections.abc import Sequence
from contextlib import suppress
from pathlib import Path
from typing import Any

from rich.console import Console

from stepline import download, embedded
from stepline.deployment import Deployment
from stepline.errors import UserError
from stepline.executions import Execution
from stepline.target import Target

PICTURES = (".png", ".svg")


def has_one(execution: Execution) -> bool:
    """Whether the execution's output names an evaluation."""
    return bool(execution.output and execution.output.get("evaluation"))


def fetch(target: Target, execution: Execution) -> list[Path]:
    """The evaluation's files, in a folder of the home folder that has the model's name.

    Raises:
        UserError: the execution has none.
    """
    output = execution.output
    if not output or not output.get("evaluation"):
        why = (
            "its pipeline makes none"
            if execution.status == "SUCCEEDED"
            else f"it is {execution.status}"
        )
        raise UserError(f"The execution {execution.name} has no evaluation: {why}.")
    folder = embedded.home() / "evaluations" / str(output["model"])
    return download.fetch(target.client("s3"), output["evaluation"], folder)


def show(files: Sequence[Path], out: Console) -> None:
    """Print the texts, and where the pictures are."""
    for text in (path for path in files if path.suffix == ".txt"):
        said = text.read_text(encoding="utf-8", errors="replace").rstrip()
        out.print("\n" + said, markup=False, highlight=False, soft_wrap=True)
    for picture in (path for path in files if path.suffix in PICTURES):
        shown = picture.relative_to(Path.cwd()) if picture.is_relative_to(Path.cwd()) else picture
        out.print(f"Picture: {shown}", markup=False, highlight=False, soft_wrap=True)


def document(deployment: Deployment, execution: Execution, files: Sequence[Path]) -> dict[str, Any]:
    """The same for programs: where the files are, and what is in those that are JSON."""
    found = {}
    for file in files:
        if file.suffix == ".json":
            with suppress(ValueError):  # it is named as a file at any rate
                found[file.name] = json.loads(file.read_text(encoding="utf-8"))
    return {
        "type": "evaluation",
        "pipeline": deployment.pipeline,
        "stage": deployment.stage,
        "execution": execution.name,
        "uri": (execution.output or {}).get("evaluation"),
        "files": [str(file) for file in files],
        "contents": found,
    }
