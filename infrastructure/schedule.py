"""The EventBridge Scheduler schedule that starts an execution by itself.

It knows time zones, and what cannot be started, again and again for a while, becomes a dead letter.

Releases before it had a rule instead, under the logical id that `new_data`'s rule has now. So an update takes the
timing from the old rule before it makes the schedule, which depends on it: never do both fire. The schedule is the
last that is made. Were it followed by something that fails, CloudFormation would go back, and have the old rule
fire again before it deletes the schedule.
"""

from __future__ import annotations

from collections.abc import Sequence

from aws_cdk import aws_iam as iam
from aws_cdk import aws_scheduler as scheduler
from aws_cdk import aws_sqs as sqs
from aws_cdk import aws_stepfunctions as sfn
from constructs import Construct, IDependable

from infrastructure import key
from infrastructure.settings import Settings
from infrastructure.statement import Statement, needs_rights, role

STARTED_BY = '{"started_by": "schedule <aws.scheduler.scheduled-time>"}'
"""The execution's input. Scheduler puts in the moment at which it was due."""


def schedule(
    scope: Construct,
    settings: Settings,
    *,
    machine: sfn.CfnStateMachine,
    undelivered: sqs.Queue,
    after: Sequence[IDependable],
    key_arn: str | None = None,
) -> scheduler.CfnSchedule:
    """`stepline:schedule` in the time zone of `stepline:schedule-time-zone`. One that is not enabled is deployed
    nevertheless, so that one can switch it on in the console. after: what is made or changed before it."""
    made = timed(
        scope,
        settings,
        "RetrainingSchedule",
        name=settings.stack_name,
        description="Starts the retraining",
        expression=settings.schedule,
        enabled=settings.schedule_enabled,
        execution_input=STARTED_BY,
        machine=machine,
        undelivered=undelivered,
        key_arn=key_arn,
    )
    made.node.add_dependency(*after)
    return made


def timed(
    scope: Construct,
    settings: Settings,
    id: str,
    *,
    name: str,
    description: str,
    expression: str,
    enabled: bool,
    execution_input: str,
    machine: sfn.CfnStateMachine,
    undelivered: sqs.Queue,
    key_arn: str | None,
) -> scheduler.CfnSchedule:
    """A schedule that starts executions of a state machine, with the settings' time zone, window and retries."""
    starter = _role(scope, machine, undelivered, key_arn)
    made = scheduler.CfnSchedule(
        scope,
        id,
        name=name,
        description=description,
        schedule_expression=expression,
        schedule_expression_timezone=settings.schedule_time_zone,
        flexible_time_window=_window(settings.schedule_window_minutes),
        state="ENABLED" if enabled else "DISABLED",
        target=scheduler.CfnSchedule.TargetProperty(
            arn=machine.ref,
            role_arn=starter.role_arn,
            input=execution_input,
            retry_policy=scheduler.CfnSchedule.RetryPolicyProperty(
                maximum_event_age_in_seconds=settings.schedule_retry_minutes * 60,
                maximum_retry_attempts=settings.schedule_retries,
            ),
            dead_letter_config=scheduler.CfnSchedule.DeadLetterConfigProperty(
                arn=undelivered.queue_arn
            ),
        ),
    )
    needs_rights(made, starter)
    return made


def _window(minutes: int) -> scheduler.CfnSchedule.FlexibleTimeWindowProperty:
    if minutes == 0:
        return scheduler.CfnSchedule.FlexibleTimeWindowProperty(mode="OFF")
    return scheduler.CfnSchedule.FlexibleTimeWindowProperty(
        mode="FLEXIBLE", maximum_window_in_minutes=minutes
    )


def _role(
    scope: Construct, machine: sfn.CfnStateMachine, undelivered: sqs.Queue, key_arn: str | None
) -> iam.Role:
    return role(
        scope,
        "SchedulerRole",
        "scheduler",
        [
            Statement("Start", ("states:StartExecution",), (machine.ref,)),
            Statement("SendDeadLetter", ("sqs:SendMessage",), (undelivered.queue_arn,)),
            *([key.use_by_role(key_arn)] if key_arn else []),
        ],
    )
