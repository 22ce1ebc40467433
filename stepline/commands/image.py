"""The commands of ``stepline image``: what they are called, take and print."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Annotated

import typer

from stepline import image

app = typer.Typer(
    help="Train, serve and ask any image folder on its own, without AWS.", no_args_is_help=True
)

Name = Annotated[
    str, typer.Argument(metavar="IMAGE", help="A folder with a Dockerfile, or a name of training/.")
]
Folder = Annotated[
    Path | None, typer.Argument(metavar="[FOLDER]", help="/opt/ml; else .stepline/local-mode/NAME.")
]
Runtime = Annotated[str, typer.Option(help="auto, namespace, process or container.")]
Port = Annotated[int, typer.Option(help="The port of this machine to serve on.")]


@app.command()
def train(
    name: Name,
    folder: Folder = None,
    channel: Annotated[
        list[str] | None,
        typer.Option(metavar="NAME=PATH", help="Data; else what is there, else the sample."),
    ] = None,
    hyperparameter: Annotated[
        list[str] | None,
        typer.Option(
            "--set",
            "--hyperparameter",
            metavar="KEY=VALUE",
            help="A hyperparameter; else the default of the image's pipeline.",
        ),
    ] = None,
    content_type: Annotated[
        str | None, typer.Option(help="What the channels are said to be, such as text/csv.")
    ] = None,
    runtime: Runtime = "auto",
    force: Annotated[
        bool,
        typer.Option(
            "--force", help="Empty model and output even if local mode did not make them."
        ),
    ] = False,
) -> None:
    """Train an image on a folder, as SageMaker would start it."""
    image.train(
        image.find(name),
        folder,
        channel or [],
        hyperparameter or [],
        content_type,
        runtime,
        force,
    )


@app.command()
def serve(name: Name, folder: Folder = None, port: Port = 8080, runtime: Runtime = "auto") -> None:
    """Serve what was trained, until Ctrl-C."""
    image.serve(image.find(name), folder, runtime, port)


@app.command()
def predict(
    name: Name,
    payload: Annotated[
        Path | None, typer.Argument(metavar="[PAYLOAD]", help="A file; else the sample payload.")
    ] = None,
    content_type: Annotated[
        str | None, typer.Option(help="Else by the file's suffix: text/csv, text/plain, …")
    ] = None,
    accept: Annotated[str | None, typer.Option(help="The type of the answer to ask for.")] = None,
    port: Port = 8080,
) -> None:
    """Send a file to what `serve` serves, and print the response."""
    response = image.predict(image.find(name), payload, content_type, accept, port)
    sys.stdout.buffer.write(response if response.endswith(b"\n") else response + b"\n")
