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
    """``endpoint`` is DescribeEndpoint's response; ``schedules`` are DescribeRule's."""

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
        schedules=told(lambda: _schedules(target.client("events"), deployment)),
        executions=told(lambda: _executions(target.client("stepfunctions"), deployment)),
    )


def _schedules(events: Any, deployment: Deployment) -> list[Mapping[str, Any]]:
    names = events.list_rule_names_by_target(TargetArn=deployment.state_machine)["RuleNames"]
    return [events.describe_rule(Name=name) for name in names]


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
