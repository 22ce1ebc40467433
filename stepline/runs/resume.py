"""Goes on with an execution that did not succeed.

A new execution with the same input reuses what had succeeded: the steps' fingerprints are the same. It runs the
definition that is deployed now. A redrive goes on in the execution itself, with the definition that it began with,
from the state that failed: for what failed outside it, such as a full quota.
"""

from __future__ import annotations

import json
from typing import Any

from botocore.exceptions import ClientError

from stepline import advice, executions
from stepline.deployment import Deployment
from stepline.errors import UserError
from stepline.executions import Execution
from stepline.target import Target


def resume(
    target: Target, deployment: Deployment, execution: str | None, redrive: bool
) -> tuple[str, str]:
    """The ARN of what goes on, and the name of the execution that it goes on with.

    Raises:
        UserError: there is nothing to go on with, or Step Functions refuses.
    """
    client = target.client("stepfunctions")
    arn = executions.find(target, deployment, execution)
    old = executions.read(client, arn)
    _can_be_resumed(deployment, old)
    if redrive:
        return _redriven(client, deployment, old), old.name
    return executions.start(target, deployment, given(deployment, old)), old.name


def given(deployment: Deployment, old: Execution) -> str:
    """The old one's input, such that what had succeeded counts, and that says what started it."""
    try:
        value: Any = json.loads(old.input or "{}")
    except ValueError:
        value = None
    if not isinstance(value, dict):
        raise UserError(
            f"The input of the execution {old.name} is no JSON object, so another would fail as it did. "
            "Start one with the input that you mean."
        )
    value.pop("cache", None)  # one that was to reuse nothing is resumed to reuse what it made
    if deployment.table is not None:  # a stack from before there was one knows no such key
        value["started_by"] = f"resume of {old.name}"
    return json.dumps(value, ensure_ascii=False)


def _can_be_resumed(deployment: Deployment, old: Execution) -> None:
    if old.status == "RUNNING":
        watch = advice.command(
            "watch", deployment.pipeline, deployment.stage, "--execution", old.name
        )
        raise UserError(f"The execution {old.name} still runs. Follow it: `{watch}`.")
    if old.status == "SUCCEEDED":
        start = advice.command("start", deployment.pipeline, deployment.stage)
        raise UserError(
            f"The execution {old.name} succeeded, so there is nothing to resume. Name one that did not, or start "
            f"another: `{start}`."
        )


def _redriven(client: Any, deployment: Deployment, old: Execution) -> str:
    try:
        client.redrive_execution(executionArn=old.arn)
    except ClientError as error:
        resume = advice.command("resume", deployment.pipeline, deployment.stage, old.name)
        said = error.response["Error"].get("Message", str(error))
        raise UserError(
            f"The execution {old.name} cannot be redriven: {said.rstrip('.')}. A new one that reuses what had "
            f"succeeded: `{resume}`."
        ) from error
    return old.arn


def document(deployment: Deployment, arn: str, resumed: str, redriven: bool) -> dict[str, Any]:
    """What ``--json`` prints."""
    return {
        "type": "resumed",
        "pipeline": deployment.pipeline,
        "stage": deployment.stage,
        "execution": arn.rsplit(":", 1)[-1],
        "arn": arn,
        "resumed": resumed,
        "redriven": redriven,
    }
