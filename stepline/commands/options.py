"""Arguments and options that several commands take."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from stepline import catalog
from stepline.commands import completion


def _described(name: str) -> str:
    """The name, if there is such a pipeline; asked before the command does anything."""
    return catalog.find(name).name


Pipeline = Annotated[
    str, typer.Argument(help="The pipeline's name.", autocompletion=completion.pipelines)
]
DescribedPipeline = Annotated[
    str,
    typer.Argument(
        help="The pipeline's name: a module of pipelines/.",
        callback=_described,
        autocompletion=completion.pipelines,
    ),
]
Stage = Annotated[
    str,
    typer.Option(
        help="The stage that is deployed, such as dev or prod.", autocompletion=completion.stages
    ),
]
Data = Annotated[Path | None, typer.Option(help="A file or folder; else the pipeline's sample.")]
Input = Annotated[str, typer.Option("--input", help="The execution input: JSON, or @file.")]
Json = Annotated[bool, typer.Option("--json", help="Print JSON instead, for programs.")]
Port = Annotated[int | None, typer.Option(help="The embedded AWS's port, 0 a free one; else 4566.")]
Runtime = Annotated[str, typer.Option(help="How jobs run: auto, namespace, process or container.")]
Region = Annotated[
    str | None,
    typer.Option(
        help="The embedded AWS's region; else AWS_REGION, AWS_DEFAULT_REGION or us-east-1."
    ),
]
Keep = Annotated[
    bool,
    typer.Option(
        "--keep",
        help="Start it with the state machines and executions of its last account; else a fresh one.",
    ),
]
