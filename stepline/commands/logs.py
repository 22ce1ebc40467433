"""``stepline logs``: what jobs and endpoints have said."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Annotated, Any

import typer

from stepline import advice, deployment, executions
from stepline.as_json import moment, print_line
from stepline.commands.options import Json, Pipeline, Stage
from stepline.commands.terminal import announced_target
from stepline.deployment import Deployment
from stepline.errors import UserError
from stepline.jobs.kind import Job
from stepline.jobs.kinds import KINDS
from stepline.jobs.log import LogReader
from stepline.target import Target

app = typer.Typer()


@app.command()
def logs(
    pipeline: Pipeline = "ner",
    job: Annotated[str | None, typer.Option(help="A job's name; else the latest's jobs.")] = None,
    endpoint: Annotated[bool, typer.Option(help="The endpoint's log instead.")] = False,
    stage: Stage = "dev",
    json: Json = False,
) -> None:
    """Print the log of the latest execution's jobs, or of another.

    --job is any job, --endpoint what serves.
    """
    if job is not None and endpoint:
        raise UserError("Give either --job or --endpoint, not both.")
    target = announced_target()
    deployed = deployment.find(target, pipeline, stage)
    nothing = True
    for reader in _readers(target, deployed, job, endpoint):
        for event in reader.events():
            print_line(_line(event)) if json else print(event["message"])
            nothing = False
    if nothing:
        raise UserError(_nothing(target, deployed, job, endpoint))


def _readers(
    target: Target, deployed: Deployment, job: str | None, endpoint: bool
) -> Iterator[LogReader]:
    client = target.client("logs")
    if endpoint:
        yield LogReader.of_endpoint(client, deployed.endpoint)
    elif job is not None:
        yield from (LogReader.of_job(client, Job(kind, job)) for kind in KINDS)
    else:
        latest = executions.find(target, deployed, None)
        states = executions.read(target.client("stepfunctions"), latest).states
        yield from (LogReader.of_job(client, s.job) for s in states if s.job and s.created)


def _line(event: Any) -> dict[str, Any]:
    return {
        "type": "log",
        "group": event["group"],
        "stream": event["stream"],
        "time": moment(event["time"]),
        "message": event["message"],
    }


def _nothing(target: Target, deployed: Deployment, job: str | None, endpoint: bool) -> str:
    if job is not None:
        return f"There is no log of a job {job} on {target}."
    if endpoint:
        return f"The endpoint {deployed.endpoint} has no log on {target} yet."
    watch = advice.command("watch", deployed.pipeline, deployed.stage)
    return f"No job of the latest execution has a log on {target} yet. How it stands: `{watch}`."
