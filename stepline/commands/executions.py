"""Executions of a pipeline: start one, follow one, read what its jobs have said."""

from __future__ import annotations

from itertools import chain
from typing import Annotated

import typer

from stepline import deployment, evaluation, executions, pipeline_inputs, watch
from stepline.commands.confirmation import Confirmed, Yes
from stepline.commands.data import upload_with_consent
from stepline.commands.options import Data, Input, Pipeline, Stage
from stepline.commands.terminal import announced_target, err, out
from stepline.deployment import Deployment
from stepline.errors import UserError
from stepline.jobs.kind import Job
from stepline.jobs.kinds import KINDS
from stepline.jobs.log import LogReader
from stepline.target import Target

app = typer.Typer()


@app.command(cls=Confirmed)
def start(
    pipeline: Pipeline = "ner",
    given: Input = "{}",
    data: Data = None,
    pretrained: Annotated[
        str, typer.Option(help="With --data: a checkpoint's folder, 'sample' or 'none'.")
    ] = "none",
    follow: Annotated[bool, typer.Option("--watch", help="Follow it until it ends.")] = False,
    stage: Stage = "dev",
    yes: Yes = None,
) -> None:
    """Start an execution; with --data, replace what the pipeline reads by that first."""
    text = executions.parse_input(given)
    if data is None and pretrained != pipeline_inputs.NONE:
        raise UserError("--pretrained is uploaded together with --data: give both.")
    pipeline_inputs.check(pipeline, data, pretrained)
    target = announced_target()
    deployed = deployment.find(target, pipeline, stage)
    if data is not None:
        upload_with_consent(target, deployed, data, pretrained, yes)
    arn = executions.start(target, deployed, text)
    out.print(arn, soft_wrap=True, highlight=False)
    if follow:
        _follow(target, deployed, arn)


@app.command("watch")
def watch_command(
    pipeline: Pipeline = "ner",
    execution: Annotated[
        str | None, typer.Option(help="Its name or ARN; else the latest one.")
    ] = None,
    stage: Stage = "dev",
) -> None:
    """Follow an execution: its states as they happen, and what their jobs say."""
    target = announced_target()
    deployed = deployment.find(target, pipeline, stage)
    _follow(target, deployed, executions.find(target, deployed, execution))


@app.command()
def logs(
    pipeline: Pipeline = "ner",
    job: Annotated[str | None, typer.Option(help="A job's name; else the latest's jobs.")] = None,
    endpoint: Annotated[bool, typer.Option(help="The endpoint's log instead.")] = False,
    stage: Stage = "dev",
) -> None:
    """Print the log of a job, of the latest execution's jobs, or of the endpoint."""
    target = announced_target()
    deployed = deployment.find(target, pipeline, stage)
    client = target.client("logs")
    if endpoint:
        readers = [LogReader.of_endpoint(client, deployed.endpoint)]
    elif job is not None:
        readers = [LogReader.of_job(client, Job(kind, job)) for kind in KINDS]
    else:
        latest = executions.find(target, deployed, None)
        states = executions.read(target.client("stepfunctions"), latest).states
        readers = [LogReader.of_job(client, s.job) for s in states if s.job]
    nothing = True
    for message in chain.from_iterable(reader.read() for reader in readers):
        print(message)
        nothing = False
    if nothing:
        raise UserError(f"There is no log {f'of a job {job} ' if job else ''}on {target} yet.")


def _follow(target: Target, deployed: Deployment, arn: str) -> None:
    try:
        ended = watch.follow(target, deployed, arn, out)
    except KeyboardInterrupt:
        err.print(
            f"\nThe execution goes on. Follow it again: stepline watch {deployed.pipeline} "
            f"--execution {arn.rsplit(':', 1)[-1]}"
        )
        raise
    if ended.status != "SUCCEEDED":
        raise typer.Exit(1)
    evaluation.fetch_and_show(target, ended.output, out)
