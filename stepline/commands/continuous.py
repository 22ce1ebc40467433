"""``stepline github``: what deploys a pipeline from GitHub Actions, stage by stage, without keys."""

from __future__ import annotations

from typing import Annotated

import typer

from stepline.commands.options import DescribedPipeline
from stepline.continuous import stage_role
from stepline.continuous.workflow import workflow

app = typer.Typer()


@app.command()
def github(
    pipeline: DescribedPipeline = "ner",
    role: Annotated[
        list[str] | None,
        typer.Option(help="STAGE=ARN of the role that deploys the stage, in their order."),
    ] = None,
    region: Annotated[
        list[str] | None,
        typer.Option(help="The region that is deployed to, or STAGE=REGION; else us-east-1."),
    ] = None,
    hours: Annotated[
        int,
        typer.Option(min=1, max=6, help="How long a stage's job, and the role's session, may be."),
    ] = 1,
) -> None:
    """Print a GitHub Actions workflow that deploys stage by stage.

    It has no keys: GitHub's token is exchanged for the role's credentials.
    """
    stages = stage_role.read(role or [], region or ["us-east-1"])
    print(workflow(pipeline, stages, hours), end="")
