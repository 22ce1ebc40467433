"""The state machine itself, with its logs and traces."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from aws_cdk import RemovalPolicy, Stack
from aws_cdk import aws_iam as iam
from aws_cdk import aws_logs as logs
from aws_cdk import aws_stepfunctions as sfn
from constructs import Construct

from infrastructure.statement import needs_rights


def log_group(
    scope: Construct, *, name: str, retention_days: int, key_arn: str | None = None
) -> logs.CfnLogGroup:
    """Under /aws/vendedlogs/, because the resource policy that log delivery writes for other groups outgrows
    its 5120 characters after a few dozen state machines. It goes with the stack: its name is fixed,
    and a group that stayed would stop the next deploy."""
    group = logs.CfnLogGroup(
        scope,
        "Logs",
        log_group_name=f"/aws/vendedlogs/states/{name}",
        retention_in_days=retention_days,
        kms_key_id=key_arn,
    )
    group.apply_removal_policy(RemovalPolicy.DESTROY)
    return group


def state_machine(
    scope: Construct,
    *,
    name: str,
    definition: Mapping[str, Any],
    role: iam.Role,
    group: logs.CfnLogGroup,
) -> sfn.CfnStateMachine:
    """definition: as JSON values, CDK tokens among the strings.

    Level ALL logs every state. Execution data stays out: the log would repeat every input and output,
    and whoever may read a log need not be allowed to read those; the execution's own history has them.
    """
    machine = sfn.CfnStateMachine(
        scope,
        "StateMachine",
        state_machine_name=name,
        definition_string=Stack.of(scope).to_json_string(definition),
        role_arn=role.role_arn,
        logging_configuration=sfn.CfnStateMachine.LoggingConfigurationProperty(
            level="ALL",
            include_execution_data=False,
            destinations=[
                sfn.CfnStateMachine.LogDestinationProperty(
                    cloud_watch_logs_log_group=sfn.CfnStateMachine.CloudWatchLogsLogGroupProperty(
                        log_group_arn=group.attr_arn
                    )
                )
            ],
        ),
        tracing_configuration=sfn.CfnStateMachine.TracingConfigurationProperty(enabled=True),
    )
    # The role is checked when the state machine is made: its policy has to be there already.
    needs_rights(machine, role)
    return machine
