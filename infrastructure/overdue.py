"""What measures whether an execution runs for too long and whether a success has not come: a state machine with a role, a
log and a schedule of its own. What it does is said in `pipelines.overdue`."""

from __future__ import annotations

from aws_cdk import aws_sqs as sqs
from aws_cdk import aws_stepfunctions as sfn
from constructs import Construct

from infrastructure import rights
from infrastructure.schedule import timed
from infrastructure.settings import Settings
from infrastructure.state_machine import log_group, state_machine
from infrastructure.state_machine_role import raise_metrics, telemetry
from infrastructure.statement import Statement, role
from pipelines.deployment_inputs import DeploymentInputs
from pipelines.overdue.state_machine import NAMESPACE, definition

MINUTES = 15
"""Between two looks."""


def overdue(
    scope: Construct,
    settings: Settings,
    inputs: DeploymentInputs,
    *,
    of: sfn.CfnStateMachine,
    undelivered: sqs.Queue,
    key_arn: str | None,
) -> Construct | None:
    """All of it; alarms on what it measures are made after it, so that they have a number to go by at once. None where no
    alarm asks for it. of: the state machine whose executions are looked at."""
    alarms = settings.alarms
    if not alarms.enabled or (
        alarms.overlong_hours is None and alarms.days_without_success is None
    ):
        return None
    inside = Construct(scope, "Overdue")
    name = f"{settings.stack_name}-overdue"
    states = definition(inputs, of.ref)
    by_kind = {
        "retraining": lambda actions: Statement("LookAtExecutions", actions, (of.ref,)),
        "metrics": lambda actions: raise_metrics(actions, NAMESPACE),
    }
    statements = [by_kind[kind](actions) for kind, actions in rights.needed(states).items()]
    machine = state_machine(
        inside,
        name=name,
        definition=states,
        role=role(inside, "StateMachineRole", "states", [*statements, *telemetry()]),
        group=log_group(
            inside, name=name, retention_days=settings.log_retention_days, key_arn=key_arn
        ),
    )
    timed(
        inside,
        settings,
        "Schedule",
        name=name,
        description="Measures what is overdue",
        expression=f"rate({MINUTES} minutes)",
        enabled=True,
        execution_input="{}",
        machine=machine,
        undelivered=undelivered,
        key_arn=key_arn,
    )
    return inside
