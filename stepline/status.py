"""One look at a deployed pipeline: its stack, its endpoint, its schedule, its executions.

How that is written is ``status_report``'s. What AWS does not tell (missing rights, throttling) is
``Untold``, and the rest is shown all the same.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from stepline.deployment import Deployment
from stepline.target import Target
from stepline.untold import Untold, told

EXECUTIONS = 10  # the latest ones that are shown


@dataclass(frozen=True)
class Listed:
    """An execution of the list."""

    name: str
    arn: str
    status: str
    started: datetime
    ended: datetime | None
    metrics: Mapping[str, float]


@dataclass(frozen=True)
class Status:
    """``endpoint`` is DescribeEndpoint's response; ``schedules`` are GetSchedule's and DescribeRule's."""

    deployment: Deployment
    endpoint: Mapping[str, Any] | Untold
    schedules: list[Mapping[str, Any]] | Untold
    executions: list[Listed] | Untold


def look(target: Target, deployment: Deployment) -> Status:
    """Ask AWS for everything that is shown."""
    sagemaker = target.client("sagemaker")
    name = deployment.endpoint
    return Status(
        deployment=deployment,
        endpoint=told(lambda: sagemaker.describe_endpoint(EndpointName=name)),
        schedules=told(lambda: _schedules(target, deployment.state_machine)),
        executions=told(lambda: _executions(target.client("stepfunctions"), deployment)),
    )


def _schedules(target: Target, machine: str) -> list[Mapping[str, Any]]:
    """What starts the state machine: Scheduler's schedules, then the rules of events."""
    scheduler, events = target.client("scheduler"), target.client("events")
    pages = scheduler.get_paginator("list_schedules").paginate()
    timed = [
        scheduler.get_schedule(Name=one["Name"], GroupName=one["GroupName"])
        for page in pages
        for one in page["Schedules"]
        if one.get("Target", {}).get("Arn") == machine
    ]
    rules = events.list_rule_names_by_target(TargetArn=machine)["RuleNames"]
    return [*timed, *(events.describe_rule(Name=name) for name in rules)]


def _executions(client: Any, deployment: Deployment) -> list[Listed]:
    found = client.list_executions(stateMachineArn=deployment.state_machine, maxResults=EXECUTIONS)
    return [
        Listed(
            name=one["name"],
            arn=one["executionArn"],
            status=one["status"],
            started=one["startDate"],
            ended=one.get("stopDate"),
            metrics=_metrics(client, one),
        )
        for one in found["executions"]
    ]


def _metrics(client: Any, execution: Mapping[str, Any]) -> Mapping[str, float]:
    """Those of the execution's output; a listed execution does not bring it."""
    if execution["status"] != "SUCCEEDED":
        return {}
    described = told(lambda: client.describe_execution(executionArn=execution["executionArn"]))
    if isinstance(described, Untold):
        return {}
    output = json.loads(described.get("output") or "{}")
    found = output.get("metrics") if isinstance(output, dict) else None
    return found if isinstance(found, dict) else {}
