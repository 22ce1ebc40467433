"""A pipeline's stack: deploy it, see how it stands."""

from __future__ import annotations

import typer
from rich.text import Text

from stepline import cdk, deployment, status_report
from stepline.as_json import print_document
from stepline.commands.options import DescribedPipeline, Json, Pipeline, Stage
from stepline.commands.terminal import announced_account, announced_target, err, out
from stepline.status import look

app = typer.Typer()


@app.command(context_settings={"allow_extra_args": True, "ignore_unknown_options": True})
def deploy(
    context: typer.Context, pipeline: DescribedPipeline = "ner", stage: Stage = "dev"
) -> None:
    """Deploy a pipeline with the CDK CLI.

    Further options go to `cdk deploy` as they are.
    """
    target = announced_account()
    with err.status(f"Deploying {pipeline}") if target.embedded else err:
        deployed = cdk.deploy(target, pipeline, stage, context.args, say=_say)
    out.print(f"Stack {deployed.stack} is {deployed.status}")
    out.print(f"State machine {deployed.state_machine}", soft_wrap=True, highlight=False)


def _say(sentence: str) -> None:
    err.print(sentence, markup=False, highlight=False, soft_wrap=True)


@app.command()
def status(pipeline: Pipeline = "ner", stage: Stage = "dev", json: Json = False) -> None:
    """Show what is deployed, what serves, and the latest executions."""
    target = announced_target()
    found = look(target, deployment.find(target, pipeline, stage))
    if json:
        print_document(status_report.document(found))
    else:
        out.print(Text("\n\n").join(status_report.shown(found)), soft_wrap=True)
