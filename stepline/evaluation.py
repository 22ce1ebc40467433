"""Fetches what a run's evaluation found, and shows it: its text, or its metrics where it wrote none; the report and
pictures are named, to be looked at.

Of an execution that waits for approval the table says where it lies: whoever decides wants to see it before.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from contextlib import suppress
from pathlib import Path
from typing import Any

from rich.console import Console
from rich.text import Text

from stepline import download, embedded, evaluation_scores
from stepline.deployment import Deployment
from stepline.errors import UserError
from stepline.executions import Execution
from stepline.runs import items
from stepline.target import Target
from stepline.untold import Untold, told

METRICS = "evaluation.json"
REPORTS = (".html",)
PICTURES = (".png", ".svg")


def has_one(execution: Execution) -> bool:
    """Whether the execution's output names an evaluation."""
    return bool(execution.output and execution.output.get("evaluation"))


def find(target: Target, deployment: Deployment, execution: Execution) -> str:
    """The S3 address of the execution's evaluation: its own, or the one that it reused.

    Raises:
        UserError: the execution has none, or not yet.
    """
    if has_one(execution):
        return str((execution.output or {})["evaluation"])
    if execution.status == "RUNNING" and (waiting := _of_waiting(target, deployment, execution)):
        return waiting
    why = (
        "its pipeline makes none, or it ended before that"
        if execution.status == "SUCCEEDED"
        else f"it is {execution.status}"
    )
    raise UserError(f"The execution {execution.name} has no evaluation: {why}.")


def _of_waiting(target: Target, deployment: Deployment, execution: Execution) -> str | None:
    if deployment.table is None:
        return None
    table = deployment.table
    asked = told(lambda: items.waiting(target.client("dynamodb"), table))
    found = [] if isinstance(asked, Untold) else asked
    return next((one.evaluation for one in found if one.name == execution.name), None)


def fetch(target: Target, uri: str) -> list[Path]:
    """The evaluation's files, in a folder of the home folder that has its run's name."""
    folder = embedded.home() / "evaluations" / uri.rstrip("/").rsplit("/", 2)[-2]
    return download.fetch(target.client("s3"), uri, folder)


def show(files: Sequence[Path], out: Console) -> None:
    """Print the texts and the metrics, and where the report and the pictures are."""
    for text in (path for path in files if path.suffix == ".txt"):
        said = text.read_text(encoding="utf-8", errors="replace").rstrip()
        out.print("\n" + said, markup=False, highlight=False, soft_wrap=True)
    for metrics in (path for path in files if path.name == METRICS):
        if (table := evaluation_scores.table(metrics)) is not None:
            out.print(Text("\n").append_text(table), highlight=False, soft_wrap=True)
    for kind, suffixes in (("Report", REPORTS), ("Picture", PICTURES)):
        for file in (path for path in files if path.suffix in suffixes):
            shown = file.relative_to(Path.cwd()) if file.is_relative_to(Path.cwd()) else file
            out.print(f"{kind}: {shown}", markup=False, highlight=False, soft_wrap=True)


def document(
    deployment: Deployment, execution: Execution, uri: str, files: Sequence[Path]
) -> dict[str, Any]:
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
        "uri": uri,
        "files": [str(file) for file in files],
        "contents": found,
    }
