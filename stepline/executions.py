"""Executions of a deployed pipeline: start one, find one, read one."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

from botocore.exceptions import ClientError

from stepline import advice, user_text
from stepline.deployment import Deployment
from stepline.errors import UserError
from stepline.history import StateRun, states
from stepline.target import Target


@dataclass(frozen=True)
class Execution:
    """An execution at one moment. ``status`` is RUNNING, SUCCEEDED, FAILED, TIMED_OUT, ABORTED."""

    arn: str
    status: str
    states: list[StateRun]
    output: Mapping[str, Any] | None
    error: str | None
    cause: str | None
    started: datetime | None = None
    ended: datetime | None = None
    input: str | None = None  # as it was given, JSON

    @property
    def name(self) -> str:
        return self.arn.rsplit(":", 1)[-1]


def parse_input(given: str) -> str:
    """The execution input of ``--input``: JSON text, or ``@file``.

    Raises:
        UserError: no such file, or not a JSON object.
    """
    text = given
    if given.startswith("@"):
        if given == "@":
            raise UserError("--input @ names no file. Expected JSON, or @file.json.")
        text = user_text.read(Path(given[1:]), "The input file")
    else:
        text = user_text.argument(given, "The execution input")
    try:
        value = json.loads(text, parse_constant=_no_json)
    except (ValueError, RecursionError) as error:
        raise UserError(
            f"The execution input is not JSON: {error}. "
            """Expected an object, such as '{"hyperparameters": {"epochs": 2}}', or @file.json."""
        ) from error
    if not isinstance(value, dict):
        raise UserError(
            f"The execution input is a JSON {type(value).__name__}. Expected an object, such as {{}}."
        )
    return text


def _no_json(constant: str) -> None:
    raise ValueError(f"it has no number {constant}")


def start(target: Target, deployment: Deployment, text: str = "{}", name: str | None = None) -> str:
    """Start an execution; its ARN."""
    named = {"name": name} if name else {}
    try:
        started = target.client("stepfunctions").start_execution(
            stateMachineArn=deployment.state_machine, input=text, **named
        )
    except ClientError as error:
        raise UserError(f"The execution was not started: {error}") from error
    arn: str = started["executionArn"]
    return arn


def find(target: Target, deployment: Deployment, name: str | None) -> str:
    """The ARN of the execution of that name, or of the latest one.

    Raises:
        UserError: there is none.
    """
    pages = target.client("stepfunctions").get_paginator("list_executions")
    for page in pages.paginate(stateMachineArn=deployment.state_machine):
        for execution in page["executions"]:
            if name is None or execution["name"] == name or execution["executionArn"] == name:
                arn: str = execution["executionArn"]
                return arn
    named = f" named {name}" if name else ""
    raise UserError(
        f"{deployment.pipeline} has no execution{named} yet. "
        f"Start one: `{advice.command('start', deployment.pipeline, deployment.stage)}`."
    )


def read(client: Any, arn: str) -> Execution:
    """The execution as it is now, with its whole history."""
    described = client.describe_execution(executionArn=arn)
    pages = client.get_paginator("get_execution_history").paginate(executionArn=arn)
    events = [event for page in pages for event in page["events"]]
    return Execution(
        arn=arn,
        status=described["status"],
        states=states(events),
        output=json.loads(described["output"]) if described.get("output") else None,
        error=described.get("error"),
        cause=described.get("cause"),
        started=described.get("startDate"),
        ended=described.get("stopDate"),
        input=described.get("input"),
    )


def stop(target: Target, arn: str, cause: str) -> None:
    """Stop an execution; Step Functions stops the job that it waits for."""
    target.client("stepfunctions").stop_execution(
        executionArn=arn, error="Stepline.Stopped", cause=cause
    )
