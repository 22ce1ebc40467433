"""One look at a deployed pipeline: its stack, its endpoint, its schedule, its executions."""

from __future__ import annotations

from typing import Any

from botocore.exceptions import ClientError
from rich.console import Group
from rich.table import Table

from stepline.deployment import Deployment
from stepline.target import Target

EXECUTIONS = 10  # the latest ones that are shown
COLOURS = {"SUCCEEDED": "green", "RUNNING": "cyan", "InService": "green"}


def table(target: Target, deployment: Deployment) -> Group:
    """What ``stepline status`` prints."""
    facts = Table.grid(padding=(0, 2))
    facts.add_column()
    facts.add_column(overflow="fold")
    facts.add_row("Stack", f"{deployment.stack} ({deployment.status})")
    facts.add_row("State machine", deployment.state_machine)
    facts.add_row("Bucket", deployment.bucket)
    facts.add_row("Endpoint", f"{deployment.endpoint} ({_endpoint(target, deployment)})")
    for rule in _schedules(target, deployment):
        facts.add_row("Schedule", rule)
    latest = Table("Execution", "Started", "Took", "Status", box=None, title="Latest executions")
    found = target.client("stepfunctions").list_executions(
        stateMachineArn=deployment.state_machine, maxResults=EXECUTIONS
    )
    for execution in found["executions"]:
        state = execution["status"]
        latest.add_row(
            execution["name"],
            f"{execution['startDate'].astimezone():%Y-%m-%d %H:%M:%S}",
            _took(execution),
            f"[{COLOURS.get(state, 'red')}]{state}[/]",
        )
    return Group(facts, "", latest)


def _endpoint(target: Target, deployment: Deployment) -> str:
    try:
        described = target.client("sagemaker").describe_endpoint(EndpointName=deployment.endpoint)
    except ClientError as error:
        if "Could not find endpoint" in str(error):
            return "not created yet: the first execution makes it"
        raise
    return f"{described['EndpointStatus']} on {described['EndpointConfigName']}"


def _schedules(target: Target, deployment: Deployment) -> list[str]:
    events = target.client("events")
    names = events.list_rule_names_by_target(TargetArn=deployment.state_machine)["RuleNames"]
    rules = [events.describe_rule(Name=name) for name in names]
    return [f"{rule.get('ScheduleExpression', 'an event')} ({rule['State']})" for rule in rules]


def _took(execution: dict[str, Any]) -> str:
    if "stopDate" not in execution:
        return ""
    return f"{(execution['stopDate'] - execution['startDate']).total_seconds():.1f} s"
