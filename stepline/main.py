"""The ``stepline`` program: its commands in the order of its help, and how a mistake ends it."""

from __future__ import annotations

import sys

import typer
from botocore.exceptions import BotoCoreError, ClientError

from stepline.commands import data, deployment, embedded, executions, image, invoke, job, run
from stepline.commands.arguments import refuse_empty
from stepline.commands.terminal import err
from stepline.errors import UserError

app = typer.Typer(
    help="Retraining pipelines on Step Functions and SageMaker, on AWS or on this machine.",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
    rich_markup_mode=None,
)
for part in (run, embedded, deployment, data, executions, job, invoke):
    app.add_typer(part.app)
app.add_typer(image.app, name="image")


def main() -> None:
    """The console script: a user's mistake is a sentence on stderr and status 1."""
    try:
        refuse_empty(typer.main.get_command(app))()
    except (UserError, ClientError, BotoCoreError) as error:
        err.print(f"stepline: {error}", style="red", markup=False, highlight=False, soft_wrap=True)
        sys.exit(1)
