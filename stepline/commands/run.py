"""``stepline run``: all of it in one command."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from stepline import advice, evaluation, executions, request, samples, transformation
from stepline.commands.invoke import ask
from stepline.commands.options import (
    Data,
    DescribedPipeline,
    Input,
    Keep,
    Port,
    Region,
    Runtime,
    Stage,
)
from stepline.commands.terminal import out
from stepline.run import RunOptions
from stepline.run import run as run_all

app = typer.Typer()


@app.command()
def run(
    pipeline: DescribedPipeline = "ner",
    data: Data = None,
    text: Annotated[
        str | None, typer.Option(help="What to ask the endpoint at the end; else the sample's.")
    ] = None,
    pretrained: Annotated[
        str, typer.Option(help="A checkpoint's folder, 'sample' (all-MiniLM-L6-v2) or 'none'.")
    ] = "sample",
    variant: Annotated[
        str,
        typer.Option(help="What of the workflow to deploy: served, tuned, transformed or full."),
    ] = "served",
    corpus: Annotated[
        Path | None,
        typer.Option(help="What to transform, of a variant that does; else the sample."),
    ] = None,
    given: Input = "{}",
    stage: Stage = "dev",
    port: Port = None,
    runtime: Runtime = "auto",
    region: Region = None,
    keep: Keep = False,
) -> None:
    """Do all of it here: deploy, upload, train, serve, predict."""
    options = RunOptions(
        pipeline=pipeline,
        stage=stage,
        data=data,
        pretrained=pretrained,
        input=executions.parse_input(given),
        port=port,
        runtime=runtime,
        region=region,
        keep=keep,
        variant=variant,
        corpus=corpus,
    )
    target, deployment, execution = run_all(options, out)
    if evaluation.has_one(execution):
        uri = evaluation.find(target, deployment, execution)
        evaluation.show(evaluation.fetch(target, uri), out)
    if transformation.has_one(execution):
        transformation.show(target, execution, out)
    if not execution.output or "endpoint" not in execution.output:
        out.print("\nStop everything: stepline down", highlight=False)
        return
    sample = samples.payload(pipeline) if text is None else None
    if text is not None or sample is not None:
        out.print(f"\nEndpoint {deployment.endpoint} answers:", style="bold")
        ask(target, deployment, request.read(pipeline, text, sample), rows=True)
    ask_it = ["--file", str(sample)] if sample and sample.suffix == ".csv" else ["a text"]
    again = advice.command("invoke", pipeline, stage, *ask_it)
    out.print(f"\nYour turn: {again}", highlight=False)
    out.print("Stop everything: stepline down", highlight=False)
