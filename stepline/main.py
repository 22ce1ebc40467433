"""The commands: what they are called, take and print. What they do is in the other modules."""

from __future__ import annotations

import json
import sys
from itertools import chain
from pathlib import Path
from typing import Annotated

import typer
from botocore.exceptions import BotoCoreError, ClientError
from rich.console import Console

from stepline import (
    answer,
    cdk,
    embedded,
    encoding,
    environment,
    evaluation,
    executions,
    image_commands,
    place,
    request,
    road,
    samples,
    watch,
)
from stepline.errors import UserError
from stepline.history import Job
from stepline.invoke import invoke as invoke_endpoint
from stepline.job import show as show_job
from stepline.joblogs import GROUPS, LogReader
from stepline.prune import prune
from stepline.status import table

app = typer.Typer(
    help="Retraining pipelines on Step Functions and SageMaker, on AWS or on this machine.",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
    rich_markup_mode=None,
)
app.add_typer(image_commands.app, name="image")
out = Console(soft_wrap=False)
err = Console(stderr=True)

Pipeline = Annotated[str, typer.Argument(help="The pipeline's name.")]
Stage = Annotated[str, typer.Option(help="The stage that is deployed, such as dev or prod.")]
Data = Annotated[Path | None, typer.Option(help="A file or folder; else the pipeline's sample.")]
Pretrained = Annotated[
    str, typer.Option(help="A checkpoint's folder, 'sample' (all-MiniLM-L6-v2) or 'none'.")
]
Port = Annotated[int, typer.Option(help="The embedded AWS's port.")]
Runtime = Annotated[str, typer.Option(help="How jobs run: auto, namespace, process or container.")]
Region = Annotated[
    str | None,
    typer.Option(
        help="The embedded AWS's region; else AWS_REGION, AWS_DEFAULT_REGION or us-east-1."
    ),
]
Input = Annotated[str, typer.Option("--input", help="The execution input: JSON, or @file.")]


@app.command()
def run(
    pipeline: Pipeline = "ner",
    data: Data = None,
    text: Annotated[
        str | None, typer.Option(help="What to ask the endpoint at the end; else the sample's.")
    ] = None,
    pretrained: Pretrained = "sample",
    given: Input = "{}",
    stage: Stage = "dev",
    port: Port = 4566,
    runtime: Runtime = "auto",
    region: Region = None,
) -> None:
    """All of it on this machine: embedded AWS, deploy, data, execution, prediction."""
    where, deployed, execution = road.drive(
        road.Road(
            pipeline=pipeline,
            stage=stage,
            data=data,
            pretrained=pretrained,
            input=executions.parse_input(given),
            port=port,
            runtime=runtime,
            region=region,
        ),
        out,
    )
    evaluation.fetch_and_show(where, execution.output, out)
    sample = samples.payload(pipeline) if text is None else None
    if text is not None or sample is not None:
        out.print(f"\nEndpoint {deployed.endpoint} answers:", style="bold")
        _ask(where, deployed, request.read(pipeline, text, sample), rows=True)
    ask = f"--file {sample}" if sample and sample.suffix == ".csv" else '"…"'
    out.print(
        f"\nYour turn: stepline invoke {pipeline} {ask}   (stepline down stops everything)",
        style="dim",
        highlight=False,
        soft_wrap=True,
    )


@app.command()
def up(
    port: Port = 4566,
    runtime: Runtime = "auto",
    region: Region = None,
    parallel_jobs: Annotated[
        int | None,
        typer.Option(help="How many containers of jobs run at once; else what the machine bears."),
    ] = None,
    quota: Annotated[
        list[str] | None,
        typer.Option(help="A quota: 'ml.m5.xlarge for training job usage=1'. May be repeated."),
    ] = None,
) -> None:
    """Start the embedded AWS in the background and print what to export for other programs."""
    options = [f"--parallel-jobs={parallel_jobs}"] if parallel_jobs is not None else []
    options += [f"--quota={text}" for text in quota or []]
    with err.status("Starting the embedded AWS"):
        server, _ = embedded.ensure(port, runtime, region, options)
    err.print(
        f"The embedded AWS is ready at {server.endpoint} in {server.region}; "
        f"jobs run as: {server.runtime}"
    )
    if server.warning:
        err.print(server.warning, style="yellow", highlight=False, soft_wrap=True)
    print(environment.exports(server.environment))


@app.command()
def down() -> None:
    """Stop the embedded AWS and everything that it started."""
    stopped = embedded.stop()
    err.print("The embedded AWS has stopped." if stopped else "No embedded AWS runs here.")


@app.command("prune")
def prune_command(
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Only say what would go.")] = False,
    yes: Annotated[bool, typer.Option("--yes", "-y", help="Do not ask.")] = False,
    everything: Annotated[
        bool, typer.Option("--all", help="Also what was made within the last hour.")
    ] = False,
) -> None:
    """Free images and environments that nothing uses, and say how much there is."""
    chosen = {"--dry-run": dry_run, "--yes": yes, "--all": everything}
    prune([name for name, given in chosen.items() if given])


@app.command()
def env(
    as_json: Annotated[bool, typer.Option("--json", help="Print one JSON object instead.")] = False,
) -> None:
    """Print what to export for code written for AWS, such as that of the SageMaker Python SDK."""
    found = environment.for_programs()
    print(json.dumps(found, indent=2) if as_json else environment.exports(found))


@app.command("exec", context_settings={"ignore_unknown_options": True})
def exec_command(
    command: Annotated[list[str], typer.Argument(help="The command with its arguments.")],
) -> None:
    """Run a command in that environment: stepline exec -- python program.py."""
    environment.become(command, environment.for_programs())


@app.command(context_settings={"allow_extra_args": True, "ignore_unknown_options": True})
def deploy(context: typer.Context, pipeline: Pipeline = "ner", stage: Stage = "dev") -> None:
    """Deploy a pipeline with the CDK CLI; further options go to `cdk deploy` as they are."""
    where = _place()
    with err.status(f"Deploying {pipeline}") if where.embedded else err:
        deployed = cdk.deploy(where, pipeline, stage, context.args)
    out.print(f"Stack {deployed.stack} is {deployed.status}")
    out.print(f"State machine {deployed.state_machine}", soft_wrap=True, highlight=False)


@app.command()
def start(
    pipeline: Pipeline = "ner",
    given: Input = "{}",
    data: Data = None,
    pretrained: Annotated[
        str, typer.Option(help="With --data: a checkpoint's folder, 'sample' or 'none'.")
    ] = "none",
    follow: Annotated[bool, typer.Option("--watch", help="Follow it until it ends.")] = False,
    stage: Stage = "dev",
) -> None:
    """Start an execution; with --data, upload that first to where the pipeline reads."""
    text = executions.parse_input(given)
    where = _place()
    deployed = place.find(where, pipeline, stage)
    if data is not None:
        road.put(where, deployed, data, pretrained)
    arn = executions.start(where, deployed, text)
    out.print(arn, soft_wrap=True, highlight=False)
    if follow:
        _follow(where, deployed, arn)


@app.command("watch")
def watch_command(
    pipeline: Pipeline = "ner",
    execution: Annotated[
        str | None, typer.Option(help="Its name or ARN; else the latest one.")
    ] = None,
    stage: Stage = "dev",
) -> None:
    """Follow an execution: its states as they happen, and what their jobs say."""
    where = _place()
    deployed = place.find(where, pipeline, stage)
    _follow(where, deployed, executions.find(where, deployed, execution))


@app.command()
def logs(
    pipeline: Pipeline = "ner",
    job: Annotated[str | None, typer.Option(help="A job's name; else the latest's jobs.")] = None,
    endpoint: Annotated[bool, typer.Option(help="The endpoint's log instead.")] = False,
    stage: Stage = "dev",
) -> None:
    """Print the log of a job, of the latest execution's jobs, or of the endpoint."""
    where = _place()
    deployed = place.find(where, pipeline, stage)
    client = where.client("logs")
    if endpoint:
        readers = [LogReader.of_endpoint(client, deployed.endpoint)]
    elif job is not None:
        readers = [LogReader.of_job(client, Job(kind, job)) for kind in GROUPS]
    else:
        latest = executions.find(where, deployed, None)
        states = executions.read(where.client("stepfunctions"), latest).states
        readers = [LogReader.of_job(client, s.job) for s in states if s.job]
    nothing = True
    for message in chain.from_iterable(reader.read() for reader in readers):
        print(message)
        nothing = False
    if nothing:
        raise UserError(f"There is no log {f'of a job {job} ' if job else ''}on {where} yet.")


@app.command("job")
def job_command(
    name: Annotated[str, typer.Argument(help="The job's name.")],
    kind: Annotated[str | None, typer.Option(help="training or processing; else guessed.")] = None,
    log: Annotated[bool, typer.Option(help="Print its log as well.")] = True,
    follow: Annotated[bool, typer.Option("--follow", help="Follow it until it ends.")] = False,
) -> None:
    """A job's status history, figures and log, as the console of SageMaker shows them."""
    if not show_job(_place(), name, kind, log, follow, out):
        raise typer.Exit(1)


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
    """Ask a pipeline's endpoint: entities are shown in place, raw rows are encoded first."""
    asked = request.read(pipeline, text, file, content_type)
    where = _place()
    deployed = place.find(where, pipeline, stage)
    _ask(where, deployed, asked, out.is_terminal, as_it_is, as_json)


@app.command()
def status(pipeline: Pipeline = "ner", stage: Stage = "dev") -> None:
    """What is deployed, which executions there were, and whether the endpoint serves."""
    where = _place()
    out.print(table(where, place.find(where, pipeline, stage)))


def _place() -> place.Place:
    where = place.current()
    err.print(f"On {where}", style="dim", highlight=False)
    return where


def _follow(where: place.Place, deployed: place.Deployment, arn: str) -> None:
    try:
        ended = watch.follow(where, deployed, arn, out)
    except KeyboardInterrupt:
        err.print(
            f"\nThe execution goes on. Follow it again: stepline watch {deployed.pipeline} "
            f"--execution {arn.rsplit(':', 1)[-1]}"
        )
        raise
    if ended.status != "SUCCEEDED":
        raise typer.Exit(1)
    evaluation.fetch_and_show(where, ended.output, out)


def _ask(
    where: place.Place,
    deployed: place.Deployment,
    asked: request.Request,
    rows: bool,
    as_it_is: bool = False,
    as_json: bool = False,
) -> None:
    sent = asked
    if asked.content_type == "text/csv" and not as_it_is:
        sent = encoding.encoded(where, deployed.endpoint, asked, _remark)
    value = invoke_endpoint(where, deployed.pipeline, deployed.endpoint, sent)
    if as_json:
        answer.show_as_it_came(value)
    else:
        answer.show(out, asked, value, rows)


def _remark(text: str) -> None:
    err.print(text, style="dim", markup=False, highlight=False, soft_wrap=True)


def main() -> None:
    """The console script: a user's mistake is a sentence on stderr and status 1."""
    try:
        app()
    except (UserError, ClientError, BotoCoreError) as error:
        err.print(f"stepline: {error}", style="red", markup=False, highlight=False, soft_wrap=True)
        sys.exit(1)
