"""``stepline invoke``: ask a pipeline's endpoint and show its response."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Annotated

import typer

from stepline import deployment, encoding, request, response
from stepline.commands.options import Pipeline, Stage
from stepline.commands.terminal import announced_target, err, out
from stepline.deployment import Deployment
from stepline.invoke import invoke as invoke_endpoint
from stepline.target import Target

app = typer.Typer()


@app.command()
def invoke(
    pipeline: Pipeline,
    text: Annotated[str | None, typer.Argument(help="The text; else --file, else stdin.")] = None,
    file: Annotated[Path | None, typer.Option(help="A file to send.")] = None,
    content_type: Annotated[
        str | None, typer.Option(help="The request's content type; else the file's or sample's.")
    ] = None,
    as_it_is: Annotated[
        bool, typer.Option("--as-it-is", help="Features already: do not encode the rows.")
    ] = False,
    as_json: Annotated[bool, typer.Option("--json", help="Print the answer as it came.")] = False,
    stage: Stage = "dev",
) -> None:
    """Ask a pipeline's endpoint.

    Entities are shown in place, raw rows are encoded first.
    """
    target = announced_target()
    deployed = deployment.find(target, pipeline, stage)
    if text is None and file is None and sys.stdin.isatty():
        err.print("Reading the request from the terminal; end it with Ctrl-D.", style="dim")
    asked = request.read(pipeline, text, file, content_type)
    ask(target, deployed, asked, out.is_terminal, as_it_is, as_json)


def ask(
    target: Target,
    deployed: Deployment,
    asked: request.Request,
    rows: bool,
    as_it_is: bool = False,
    as_json: bool = False,
) -> None:
    """Send the request, raw rows encoded unless ``as_it_is``, and print the response; with
    ``rows``, each prediction beside its row."""
    sent = asked
    if asked.content_type == "text/csv" and not as_it_is:
        sent = encoding.encoded(target, deployed.endpoint, asked, _remark)
    value = invoke_endpoint(target, deployed, sent)
    if as_json:
        response.show_as_it_came(value)
    else:
        response.show(out, asked, value, rows)


def _remark(text: str) -> None:
    err.print(text, style="dim", markup=False, highlight=False, soft_wrap=True)
