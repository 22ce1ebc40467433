"""``stepline approve`` and ``stepline reject``: a human's decision, for an execution that waits for it."""

from __future__ import annotations

from typing import Annotated

import typer

from stepline import advice, deployment
from stepline.as_json import print_document
from stepline.commands.options import Json, Pipeline, Stage
from stepline.commands.terminal import announced_account, out
from stepline.deployment import Deployment
from stepline.errors import UserError
from stepline.runs import approval

app = typer.Typer()

Execution = Annotated[
    str | None, typer.Option(help="Its name or ARN, where several executions wait.")
]
Token = Annotated[
    str | None, typer.Option(help="The task's token, where the table cannot be asked.")
]
LONGEST_REASON = 1000


@app.command()
def approve(
    pipeline: Pipeline,
    execution: Execution = None,
    reason: Annotated[str | None, typer.Option(help="Why, for the record.")] = None,
    token: Token = None,
    stage: Stage = "dev",
    json: Json = False,
) -> None:
    """Let a new model that waits for approval be released."""
    _decide(pipeline, stage, execution, token, True, reason or "", json)


@app.command()
def reject(
    pipeline: Pipeline,
    execution: Execution = None,
    reason: Annotated[
        str | None, typer.Option(help="Why, for the record and the message; needed.")
    ] = None,
    token: Token = None,
    stage: Stage = "dev",
    json: Json = False,
) -> None:
    """Turn down a new model that waits for approval.

    What serves goes on serving.
    """
    if not (reason or "").strip():
        raise UserError("Say why with --reason: the record and the message carry it.")
    _decide(pipeline, stage, execution, token, False, str(reason), json)


def _decide(
    pipeline: str,
    stage: str,
    execution: str | None,
    token: str | None,
    approved: bool,
    reason: str,
    json: bool,
) -> None:
    if token is not None and execution is not None:
        raise UserError("Give either --token or --execution, not both.")
    if len(reason) > LONGEST_REASON:
        raise UserError(
            f"A reason has at most {LONGEST_REASON} characters; this one has {len(reason)}."
        )
    target = announced_account()
    deployed = deployment.find(target, pipeline, stage)
    waiting = approval.find(target, deployed, execution) if token is None else token
    decision = approval.decide(target, waiting, approved, reason.strip(), deployed.table)
    if json:
        print_document(approval.document(deployed, decision))
    else:
        _show(deployed, decision)


def _show(deployed: Deployment, decision: approval.Decision) -> None:
    which = f"the new model of {decision.execution}" if decision.execution else "it"
    out.print(
        f"{'Approved' if decision.approved else 'Rejected'} {which}, as {decision.by}.",
        style="green" if decision.approved else "yellow",
        highlight=False,
        markup=False,
    )
    if decision.sentence:
        out.print(decision.sentence, highlight=False, markup=False)
    options = ["--execution", decision.execution] if decision.execution else []
    watch = advice.command("watch", deployed.pipeline, deployed.stage, *options)
    out.print(f"How it goes on: {watch}", style="dim", highlight=False, markup=False)
