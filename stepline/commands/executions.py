"""Executions of a pipeline: start one, go on with one, follow one, see its evaluation again."""

from __future__ import annotations

from typing import Annotated

import typer
from botocore.exceptions import BotoCoreError, ClientError

from stepline import advice, deployment, evaluation, executions, pipeline_inputs, watch
from stepline.as_json import print_document
from stepline.commands.confirmation import Confirmed, Yes
from stepline.commands.data import upload_with_consent
from stepline.commands.options import Data, Input, Json, Pipeline, Stage
from stepline.commands.terminal import announced_target, err, out
from stepline.deployment import Deployment
from stepline.errors import UserError
from stepline.runs import resume
from stepline.target import Target

app = typer.Typer()
SKIPPED = "Skipped"  # the workflow's word for an execution that ended as another one runs


@app.command(cls=Confirmed)
def start(
    pipeline: Pipeline = "ner",
    given: Input = "{}",
    data: Data = None,
    pretrained: Annotated[
        str, typer.Option(help="With --data: a checkpoint's folder, 'sample' or 'none'.")
    ] = "none",
    follow: Annotated[bool, typer.Option("--watch", help="Follow it until it ends.")] = False,
    must_run: Annotated[
        bool,
        typer.Option(
            "--must-run", help="With --watch: exit 1 where it is skipped, as another runs."
        ),
    ] = False,
    stage: Stage = "dev",
    yes: Yes = None,
) -> None:
    """Start an execution.

    With --data, replace by that what the pipeline reads, and start then.
    """
    text = executions.parse_input(given)
    if data is None and pretrained != pipeline_inputs.NONE:
        raise UserError("--pretrained is uploaded together with --data: give both.")
    if must_run and not follow:
        raise UserError("--must-run says how an execution is followed: give --watch as well.")
    pipeline_inputs.check(pipeline, data, pretrained)
    target = announced_target()
    deployed = deployment.find(target, pipeline, stage)
    if data is not None:
        upload_with_consent(target, deployed, data, pretrained, yes)
    arn = executions.start(target, deployed, text)
    out.print(arn, soft_wrap=True, highlight=False)
    if follow:
        _follow(target, deployed, arn, must_run=must_run)


@app.command("resume")
def resume_command(
    pipeline: Pipeline,
    execution: Annotated[
        str | None, typer.Argument(help="Its name or ARN; else the latest one.")
    ] = None,
    named: Annotated[
        str | None, typer.Option("--execution", help="The same, as other commands take it.")
    ] = None,
    redrive: Annotated[
        bool,
        typer.Option("--redrive", help="Go on in it, with the definition that it began with."),
    ] = False,
    follow: Annotated[bool, typer.Option("--watch", help="Follow it until it ends.")] = False,
    stage: Stage = "dev",
    json: Json = False,
) -> None:
    """Go on with an execution that failed.

    A new one with the same input, which reuses what had succeeded.
    """
    if execution is not None and named is not None:
        raise UserError("Name the execution once: as an argument, or with --execution.")
    if follow and json:
        raise UserError("Give either --watch or --json: `stepline watch --json` follows as JSON.")
    target = announced_target()
    deployed = deployment.find(target, pipeline, stage)
    arn, resumed = resume.resume(target, deployed, execution or named, redrive)
    if json:
        print_document(resume.document(deployed, arn, resumed, redrive))
    else:
        out.print(arn, highlight=False)
    if follow:
        _follow(target, deployed, arn)


@app.command("watch")
def watch_command(
    pipeline: Pipeline = "ner",
    execution: Annotated[
        str | None, typer.Option(help="Its name or ARN; else the latest one.")
    ] = None,
    stage: Stage = "dev",
    json: Json = False,
) -> None:
    """Follow an execution: its states, and what their jobs say."""
    target = announced_target()
    deployed = deployment.find(target, pipeline, stage)
    _follow(target, deployed, executions.find(target, deployed, execution), json)


@app.command("evaluation")
def evaluation_command(
    pipeline: Pipeline = "ner",
    execution: Annotated[
        str | None, typer.Option(help="Its name or ARN; else the latest one.")
    ] = None,
    stage: Stage = "dev",
    json: Json = False,
) -> None:
    """Fetch and show what an execution's evaluation found."""
    target = announced_target()
    deployed = deployment.find(target, pipeline, stage)
    arn = executions.find(target, deployed, execution)
    found = executions.read(target.client("stepfunctions"), arn)
    uri = evaluation.find(target, deployed, found)
    files = evaluation.fetch(target, uri)
    if json:
        print_document(evaluation.document(deployed, found, uri, files))
    else:
        evaluation.show(files, out)


def _follow(
    target: Target, deployed: Deployment, arn: str, json: bool = False, must_run: bool = False
) -> None:
    try:
        ended = watch.follow(target, deployed, arn, out, json)
    except (KeyboardInterrupt, ClientError, BotoCoreError):
        name = arn.rsplit(":", 1)[-1]
        again = advice.command("watch", deployed.pipeline, deployed.stage, "--execution", name)
        err.print(
            f"\nThe execution goes on. Follow it again: {again}", highlight=False, soft_wrap=True
        )
        raise
    if ended.status != "SUCCEEDED":
        raise typer.Exit(1)
    if must_run and (ended.output or {}).get("outcome") == SKIPPED:
        raise UserError(
            "It was skipped, so nothing was tried: start it again when the other has ended."
        )
    if not json and evaluation.has_one(ended):
        uri = evaluation.find(target, deployed, ended)
        evaluation.show(evaluation.fetch(target, uri), out)
