"""Says yes or no for an execution that waits for a human.

The table has the token that Step Functions takes the answer by, the decision goes to Step Functions, and the
workflow records it. Whoever has only the token (``--token``) needs no table.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from botocore.exceptions import ClientError

from stepline import advice
from stepline.deployment import Deployment
from stepline.errors import UserError
from stepline.runs import items
from stepline.runs.items import Waiting
from stepline.target import Target
from stepline.untold import Untold, told

# What Step Functions says of a token whose task has ended, or that never was one.
_GONE = ("TaskTimedOut", "TaskDoesNotExist")


@dataclass(frozen=True)
class Decision:
    """What was decided, by whom. ``execution`` is None where only a token was given."""

    approved: bool
    by: str
    reason: str
    execution: str | None
    sentence: str | None = None


def find(target: Target, deployment: Deployment, execution: str | None) -> Waiting:
    """The one execution that waits, or the named one.

    Raises:
        UserError: none waits, several do, or it is decided already.
    """
    if deployment.table is None:
        raise UserError(
            f"The stack {deployment.stack} has no table that would know what waits: deploy it again, or give "
            "the token with --token."
        )
    asked = items.waiting(target.client("dynamodb"), deployment.table)
    named = (execution or "").rsplit(":", 1)[-1]
    if execution is not None:
        asked = [one for one in asked if one.name == named]
    now = datetime.now(UTC)
    client = target.client("stepfunctions")
    waiting = [one for one in asked if one.open(now) and _runs(client, one)]
    if len(waiting) == 1:
        return waiting[0]
    if waiting:
        names = ", ".join(one.name for one in waiting)
        raise UserError(
            f"Several executions wait for approval: say which with --execution. {names}."
        )
    raise UserError(_none_waits(deployment, asked, execution, now))


def _runs(client: Any, one: Waiting) -> bool:
    """Whether its execution can still take an answer; True where nobody tells."""
    if one.execution is None:
        return True
    found = told(lambda: client.describe_execution(executionArn=one.execution))
    return isinstance(found, Untold) or found["status"] == "RUNNING"


def _none_waits(
    deployment: Deployment, asked: list[Waiting], execution: str | None, now: datetime
) -> str:
    history = advice.command("history", deployment.pipeline, deployment.stage)
    if execution is None or not asked:
        named = (
            f"The execution {execution}" if execution else f"No execution of {deployment.pipeline}"
        )
        does = "waits for no approval" if execution else "waits for approval"
        return f"{named} {does}. What became of them: `{history}`."
    (one,) = asked[:1]
    if one.open(now):
        return (
            f"The execution {one.name} has ended, so there is nothing to decide. See `{history}`."
        )
    return (
        f"The execution {one.name} waited until {one.deadline:%Y-%m-%d %H:%M} UTC and was then given up. "
        f"See `{history}`."
    )


def decide(
    target: Target, waiting: Waiting | str, approved: bool, reason: str, table: str | None = None
) -> Decision:
    """Send the decision; ``waiting`` may be a token alone. Where there is a ``table``, it is noted there, for the page
    behind the message's link.

    Raises:
        UserError: it has been decided, its time is over, or the token is none.
    """
    token = waiting if isinstance(waiting, str) else waiting.token
    by = str(target.client("sts").get_caller_identity()["Arn"])
    answer = {"approved": approved, "by": by, "reason": reason}
    try:
        target.client("stepfunctions").send_task_success(taskToken=token, output=json.dumps(answer))
    except ClientError as error:
        code = error.response["Error"]["Code"]
        if code in _GONE:
            raise UserError(
                "Nothing waits for this decision any more: it was decided already, its time is over, or the "
                "execution has ended."
            ) from error
        if code == "InvalidToken":
            raise UserError(
                "This is no token of Step Functions. It is in the stack's table, and commands without --token "
                "find it there."
            ) from error
        raise
    if isinstance(waiting, str):
        return Decision(approved, by, reason, None)
    decision = Decision(approved, by, reason, waiting.name, waiting.sentence)
    noted = {
        "decision": "approved" if approved else "rejected",
        "by": by,
        "reason": reason,
        "decided": datetime.now(UTC).strftime("%Y-%m-%dT%H:%M:%S.%f")[:-3] + "Z",
    }
    if table is not None:
        # It is made: where it cannot be noted, it is none the less.
        told(lambda: items.note(target.client("dynamodb"), table, waiting.name, noted))
    return decision


def document(deployment: Deployment, decision: Decision) -> dict[str, Any]:
    """What ``--json`` prints."""
    return {
        "type": "decision",
        "pipeline": deployment.pipeline,
        "stage": deployment.stage,
        "execution": decision.execution,
        "approved": decision.approved,
        "by": decision.by,
        "reason": decision.reason or None,
        "sentence": decision.sentence,
    }
