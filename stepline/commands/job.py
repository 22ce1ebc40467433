"""``stepline job``: one job by its name."""

from __future__ import annotations

from typing import Annotated

import typer

from stepline.commands.options import Json
from stepline.commands.terminal import announced_target, out
from stepline.jobs.kinds import REPORTED, one_of
from stepline.jobs.show import show

app = typer.Typer()


@app.command()
def job(
    name: Annotated[str, typer.Argument(help="The job's name.")],
    kind: Annotated[str | None, typer.Option(help=f"{one_of(REPORTED)}; else guessed.")] = None,
    log: Annotated[bool, typer.Option(help="Print its log as well.")] = True,
    follow: Annotated[bool, typer.Option("--follow", help="Follow it until it ends.")] = False,
    json: Json = False,
) -> None:
    """Show a job: status history, figures and log."""
    if not show(announced_target(), name, kind, log, follow, out, json):
        raise typer.Exit(1)
