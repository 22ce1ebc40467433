"""Past executions and what they made: ``history``, ``explain``, ``compare``."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Annotated

import typer

from stepline import deployment
from stepline.as_json import print_document
from stepline.commands.options import Json, Pipeline, Stage
from stepline.commands.terminal import announced_target, err, out
from stepline.runs import (
    differences,
    differences_report,
    past_report,
    record,
    serving,
    serving_report,
)
from stepline.runs.past import past

app = typer.Typer()

Run = Annotated[
    str, typer.Argument(help="A run's name, an execution's ARN, or a record's address.")
]


@app.command()
def history(
    pipeline: Pipeline = "ner",
    limit: Annotated[int, typer.Option(min=1, help="How many, the newest first.")] = 20,
    stage: Stage = "dev",
    json: Json = False,
) -> None:
    """List past executions: how each ended, and what it reused."""
    target = announced_target()
    deployed = deployment.find(target, pipeline, stage)
    with err.status("Reading the executions"):
        found, untold = past(target, deployed, limit)
    if json:
        print_document(past_report.document(deployed, found, untold))
    else:
        out.print(past_report.shown(deployed, found, untold, datetime.now(UTC)))


@app.command()
def explain(
    endpoint: Annotated[str, typer.Argument(help="An endpoint's name, or a pipeline's.")],
    stage: Stage = "dev",
    json: Json = False,
) -> None:
    """Say what an endpoint serves, and what made it.

    From which data, code and image, with which metrics, and who approved.
    """
    found = serving.look(announced_target(), endpoint, stage)
    if json:
        print_document(serving_report.document(found))
    else:
        out.print(serving_report.shown(found))


@app.command()
def compare(
    first: Run,
    second: Run,
    pipeline: Annotated[
        str | None, typer.Option(help="Whose executions are named by their names alone.")
    ] = None,
    stage: Stage = "dev",
    json: Json = False,
) -> None:
    """Say what differs between two runs.

    Data, code, image, hyperparameters, and metrics with their intervals.
    """
    target = announced_target()
    found = differences.compare(
        record.find(target, first, pipeline, stage), record.find(target, second, pipeline, stage)
    )
    if json:
        print_document(differences_report.document(found))
    else:
        out.print(differences_report.shown(found))
