"""A pipeline's stack: deploy it, see how it stands."""

from __future__ import annotations

import typer

from stepline import cdk, deployment
from stepline.commands.options import DescribedPipeline, Pipeline, Stage
from stepline.commands.terminal import announced_account, announced_target, err, out
from stepline.status import table

app = typer.Typer()


@app.command(context_settings={"allow_extra_args": True, "ignore_unknown_options": True})
def deploy(
    context: typer.Context, pipeline: DescribedPipeline = "ner", stage: Stage = "dev"
) -> None:
    """Deploy a pipeline with the CDK CLI; further options go to `cdk deploy` as they are."""
    target = announced_account()
    with err.status(f"Deploying {pipeline}") if target.embedded else err:
        deployed = cdk.deploy(target, pipeline, stage, context.args)
    out.print(f"Stack {deployed.stack} is {deployed.status}")
    out.print(f"State machine {deployed.state_machine}", soft_wrap=True, highlight=False)


@app.command()
def status(pipeline: Pipeline = "ner", stage: Stage = "dev") -> None:
    """What is deployed, which executions there were, and whether the endpoint serves."""
    target = announced_target()
    out.print(table(target, deployment.find(target, pipeline, stage)))
