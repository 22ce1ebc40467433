"""One look at a deployed pipeline: its stack, its endpoint, its schedule, whose turn it is, its executions.

How that is written is ``status_report``'s. What AWS does not tell (missing rights, throttling) is
``Untold``, and the rest is shown all the same.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from stepline.deployment import Deployment
from stepline.runs import items
from stepline.runs.items import Turn, Waiting
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
    outcome: str | None = None  # of one that succeeded and says so
    decision: Mapping[str, Any] | None = None  # the gate's


@dataclass(frozen=True)
class Starter:
    """What starts executions by itself: a schedule, or a rule that waits for events (no ``expression``)."""

    expression: str | None
    state: str  # ENABLED, DISABLED
    time_zone: str | None = None


@dataclass(frozen=True)
class Status:
    """``endpoint`` is DescribeEndpoint's response."""

    deployment: Deployment
    endpoint: Mapping[str, Any] | Untold
    schedules: list[Starter] | Untold
    executions: list[Listed] | Untold
    turn: Turn | Untold | None = None
    waiting: list[Waiting] | Untold = field(default_factory=list)  # for approval, still running


def look(target: Target, deployment: Deployment) -> Status:
    """Ask AWS for everything that is shown."""
    sagemaker = target.client("sagemaker")
    name = deployment.endpoint
    listed = told(lambda: _executions(target.client("stepfunctions"), deployment))
    turn, waiting = _of_the_table(target, deployment, listed)
    return Status(
        deployment=deployment,
        endpoint=told(lambda: sagemaker.describe_endpoint(EndpointName=name)),
        schedules=told(
            lambda: [
                *_scheduled(target.client("scheduler"), deployment),
                *_rules(target.client("events"), deployment),
            ]
        ),
        executions=listed,
        turn=turn,
        waiting=waiting,
    )


def _of_the_table(
    target: Target, deployment: Deployment, listed: list[Listed] | Untold
) -> tuple[Turn | Untold | None, list[Waiting] | Untold]:
    """Whose turn it is, and who waits for a human; an item outlives the execution that it speaks of."""
    table = deployment.table
    if table is None:
        return None, []
    dynamodb = target.client("dynamodb")
    asked = told(lambda: items.waiting(dynamodb, table))
    if not isinstance(asked, Untold) and not isinstance(listed, Untold):
        running = {one.name for one in listed if one.status == "RUNNING"}
        asked = [one for one in asked if one.name in running]
    return told(lambda: items.turn(dynamodb, table)), asked


def _scheduled(scheduler: Any, deployment: Deployment) -> Iterator[Starter]:
    for page in scheduler.get_paginator("list_schedules").paginate(NamePrefix=deployment.stack):
        for one in page["Schedules"]:
            if one.get("Target", {}).get("Arn") == deployment.state_machine:
                found = scheduler.get_schedule(Name=one["Name"], GroupName=one["GroupName"])
                zone = found.get("ScheduleExpressionTimezone")
                yield Starter(found["ScheduleExpression"], found["State"], zone)


def _rules(events: Any, deployment: Deployment) -> Iterator[Starter]:
    names = events.list_rule_names_by_target(TargetArn=deployment.state_machine)["RuleNames"]
    for name in names:
        rule = events.describe_rule(Name=name)
        yield Starter(rule.get("ScheduleExpression"), rule["State"])


def _executions(client: Any, deployment: Deployment) -> list[Listed]:
    found = client.list_executions(stateMachineArn=deployment.state_machine, maxResults=EXECUTIONS)
    return [_listed(client, one) for one in found["executions"]]


def _listed(client: Any, one: Mapping[str, Any]) -> Listed:
    output = _output(client, one)
    metrics, outcome = output.get("metrics"), output.get("outcome")
    decision = output.get("decision")
    return Listed(
        name=one["name"],
        arn=one["executionArn"],
        status=one["status"],
        started=one["startDate"],
        ended=one.get("stopDate"),
        metrics=metrics if isinstance(metrics, dict) else {},
        outcome=outcome if isinstance(outcome, str) else None,
        decision=decision if isinstance(decision, dict) else None,
    )


def _output(client: Any, execution: Mapping[str, Any]) -> Mapping[str, Any]:
    """That of one that succeeded; a listed execution does not bring it."""
    if execution["status"] != "SUCCEEDED":
        return {}
    described = told(lambda: client.describe_execution(executionArn=execution["executionArn"]))
    if isinstance(described, Untold):
        return {}
    output = json.loads(described.get("output") or "{}")
    return output if isinstance(output, dict) else {}
