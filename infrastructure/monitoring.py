"""The monitoring of what serves: its state machine, with a role, logs and a schedule of its own."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from aws_cdk import aws_iam as iam
from aws_cdk import aws_sqs as sqs
from aws_cdk import aws_stepfunctions as sfn
from constructs import Construct

from infrastructure.schedule import timed
from infrastructure.settings import Settings, SettingsError
from infrastructure.settings import key as setting
from infrastructure.state_machine import log_group, state_machine
from infrastructure.state_machine_role import state_machine_role
from infrastructure.statement import Statement
from pipelines.definition import Pipeline
from pipelines.deployment_inputs import DeploymentInputs
from pipelines.monitoring.state_machine import definition, is_monitored


def monitoring(
    scope: Construct,
    settings: Settings,
    pipeline: Pipeline,
    inputs: DeploymentInputs,
    *,
    retraining: sfn.CfnStateMachine,
    execution_role: iam.IRole,
    own: Mapping[str, Callable[..., Statement]],
    undelivered: sqs.Queue,
    key_arn: str | None,
) -> sfn.CfnStateMachine | None:
    """`stepline:monitoring-schedule`, in the time zone of the other schedule. One that is not enabled is deployed
    nevertheless, so that one can start a look by hand. own: by kind, what the stack has (`of_the_stack`). None where
    there is nothing to compare. Raises SettingsError where it is enabled although every look would see nothing."""
    if wrong := _nothing_to_see(pipeline, inputs) if settings.monitoring.enabled else None:
        raise SettingsError(f"{setting('monitoring', 'enabled')} cannot be true ({wrong}).")
    if not is_monitored(pipeline, inputs):
        return None
    inside = Construct(scope, "Monitoring")
    name = f"{settings.stack_name}-monitoring"
    states = definition(pipeline, inputs, retraining.ref)
    machine = state_machine(
        inside,
        name=name,
        definition=states,
        role=state_machine_role(
            inside,
            definition=states,
            execution_role=execution_role,
            buckets=[inputs.bucket],
            prefix=pipeline.prefix(settings.stage),
            endpoint_name=inputs.endpoint_name,
            own=own,
            key_arn=key_arn,
            starts=retraining.ref,
        ),
        group=log_group(
            inside, name=name, retention_days=settings.log_retention_days, key_arn=key_arn
        ),
    )
    timed(
        inside,
        settings,
        "Schedule",
        name=name,
        description="Looks whether what serves has drifted",
        expression=settings.monitoring.schedule,
        enabled=settings.monitoring.enabled,
        execution_input="{}",
        machine=machine,
        undelivered=undelivered,
        key_arn=key_arn,
    )
    return machine


def _nothing_to_see(pipeline: Pipeline, inputs: DeploymentInputs) -> str | None:
    """Why a look would see nothing, in words; None: it sees something."""
    if not is_monitored(pipeline, inputs):
        return f"of pipeline {pipeline.name} and this variant nothing is there to be compared: no endpoint, or no evaluation"
    if inputs.capture is None:
        return f"{setting('capture', 'percent')} is 0, so that nothing is captured which could be looked at"
    return None
