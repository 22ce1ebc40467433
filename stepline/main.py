"""The ``stepline`` program: its commands in the order of its help, and how a mistake ends it."""

from __future__ import annotations

import sys
from typing import Annotated

import typer
from botocore.exceptions import (
    BotoCoreError,
    ClientError,
    EndpointConnectionError,
    HTTPClientError,
)

from stepline import embedded as embedded_aws
from stepline import versions
from stepline.commands import (
    approval,
    continuous,
    data,
    deployment,
    doctor,
    embedded,
    executions,
    image,
    invoke,
    job,
    logs,
    removal,
    run,
    runs,
)
from stepline.commands.arguments import refuse_empty
from stepline.commands.terminal import err
from stepline.errors import UserError

app = typer.Typer(
    no_args_is_help=True,
    pretty_exceptions_enable=False,
    rich_markup_mode=None,
)
PARTS = (
    *(run, embedded, doctor, deployment, continuous, data),
    *(executions, approval, runs, logs, job, invoke, removal),
)
for part in PARTS:
    app.add_typer(part.app)
app.add_typer(image.app, name="image")


def _tell_versions(asked: bool) -> None:
    if asked:
        print("\n".join(versions.lines()))
        raise typer.Exit


@app.callback()
def options(
    version: Annotated[
        bool,
        typer.Option(
            "--version",
            help="Show the versions at work here.",
            callback=_tell_versions,
            is_eager=True,
        ),
    ] = False,
) -> None:
    """Retraining pipelines on Step Functions and SageMaker: on AWS, or here."""


def main() -> None:
    """The console script: a user's mistake is a sentence on stderr and status 1."""
    try:
        refuse_empty(typer.main.get_command(app))()
    except (UserError, ClientError, BotoCoreError) as error:
        told: Exception = error
        if isinstance(error, EndpointConnectionError | HTTPClientError):
            told = embedded_aws.lost(str(error.kwargs.get("endpoint_url"))) or error
        err.print(f"stepline: {told}", style="red", markup=False, highlight=False, soft_wrap=True)
        sys.exit(1)
