"""``stepline github``: what deploys a pipeline from GitHub Actions, stage by stage, without keys."""

from __future__ import annotations

import re
from typing import Annotated

import typer

from stepline.commands.options import DescribedPipeline
from stepline.continuous import stage_role
from stepline.continuous.workflow import workflow
from stepline.errors import UserError

app = typer.Typer()
_REGION = re.compile(r"[a-z]{2}(-[a-z]+)+-[0-9]")


@app.command()
def github(
    pipeline: DescribedPipeline = "ner",
    role: Annotated[
        list[str] | None,
        typer.Option(help="STAGE=ARN of the role that deploys the stage, in their order."),
    ] = None,
    region: Annotated[str, typer.Option(help="The region that is deployed to.")] = "us-east-1",
    hours: Annotated[
        int,
        typer.Option(min=1, max=6, help="How long a stage's job, and the role's session, may be."),
    ] = 1,
) -> None:
    """Print a GitHub Actions workflow that deploys stage by stage.

    It has no keys: GitHub's token is exchanged for the role's credentials.
    """
    stages = stage_role.read(role or [])
    if not _REGION.fullmatch(region):
        raise UserError(f"--region is a region such as eu-central-1, and got {region!r}.")
    print(workflow(pipeline, region, stages, hours), end="")
