"""The EventBridge rule that starts an execution by itself.

A rule rather than an EventBridge Scheduler schedule: it needs no group, and the executions it starts
begin with `{}` like everyone's.
"""

from __future__ import annotations

from aws_cdk import aws_events as events
from aws_cdk import aws_stepfunctions as sfn
from constructs import Construct

from infrastructure.statement import Statement, needs_rights, role


def schedule(
    scope: Construct,
    *,
    name: str,
    machine: sfn.CfnStateMachine,
    expression: str,
    enabled: bool,
) -> events.CfnRule:
    """expression: rate(…) or cron(…), in UTC. A rule that is not enabled is deployed nevertheless, so that
    one can switch it on in the console."""
    starter = role(
        scope,
        "ScheduleRole",
        "events",
        [Statement("Start", ("states:StartExecution",), (machine.ref,))],
    )
    rule = events.CfnRule(
        scope,
        "Schedule",
        name=name,
        description="Starts the retraining",
        schedule_expression=expression,
        state="ENABLED" if enabled else "DISABLED",
        targets=[
            events.CfnRule.TargetProperty(
                id="StateMachine",
                arn=machine.ref,
                role_arn=starter.role_arn,
                input="{}",  # without it the execution would get EventBridge's own event, which it refuses
            )
        ],
    )
    needs_rights(rule, starter)
    return rule
