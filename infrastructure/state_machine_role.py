"""The role that the state machine runs with: what its tasks need, and nothing on other resources."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from aws_cdk import Aws
from aws_cdk import aws_iam as iam
from constructs import Construct

from infrastructure import rights
from infrastructure.statement import Statement, role
from infrastructure.storage import RUNS


def state_machine_role(
    scope: Construct,
    *,
    definition: Mapping[str, Any],
    execution_role: iam.IRole,
    buckets: Sequence[str],
    prefix: str,
    endpoint_name: str,
    functions: Sequence[str] = (),
    alarms: Sequence[str] = (),
) -> iam.Role:
    """definition: as JSON values; its tasks say what is needed (`rights`).
    buckets: names of those whose keys an execution may look for, the stack's own first.
    prefix: what the names of jobs, models and endpoint configurations begin with, before a hyphen.
    endpoint_name: the default endpoint; an execution may name another that adds to it after a hyphen.
    functions: ARNs of those that are invoked. alarms: names of those that take a release back.

    Raises UnknownIntegration for a task whose rights are unknown.
    """
    statements = [
        _statement(
            kind,
            actions,
            buckets=buckets,
            prefix=prefix,
            endpoint_name=endpoint_name,
            functions=functions,
            alarms=alarms,
        )
        for kind, actions in rights.needed(definition).items()
    ]
    return role(
        scope,
        "StateMachineRole",
        "states",
        [*statements, _pass_role(execution_role), *_telemetry()],
    )


def _statement(
    kind: str,
    actions: tuple[str, ...],
    *,
    buckets: Sequence[str],
    prefix: str,
    endpoint_name: str,
    functions: Sequence[str],
    alarms: Sequence[str],
) -> Statement:
    group, _, name = kind.partition(":")
    sid = "".join(word.capitalize() for word in kind.replace(":", "-").split("-"))
    if group == "bucket":
        return Statement(
            "FindData", actions, tuple(f"arn:{Aws.PARTITION}:s3:::{bucket}" for bucket in buckets)
        )
    if group == "run-objects":
        return Statement(
            "ReadRuns",
            actions,
            (f"arn:{Aws.PARTITION}:s3:::{buckets[0]}/{RUNS}*",),
            wildcard="A run's prefix has the execution's name in it, which is not known before it starts.",
        )
    if group == "function":
        return Statement("Ask", actions, tuple(functions))
    if group == "rollback-alarms":
        named = tuple(_arn("cloudwatch", f"alarm:{name}") for name in alarms)
        return Statement("LookAtAlarms", actions, named)
    if group == "rule":
        return Statement(
            f"Watch{name.split('SageMaker')[1]}", actions, (_arn("events", f"rule/{name}"),)
        )
    if group == "endpoint":
        return Statement(
            "Endpoint",
            actions,
            tuple(_arn("sagemaker", f"endpoint/{endpoint_name}{end}") for end in ("", "-*")),
            wildcard="An execution may name its endpoint, below the stack's own name.",
        )
    return Statement(
        sid,
        actions,
        (_arn("sagemaker", f"{name}/{prefix}-*"),),
        wildcard="Each execution makes new names, from its own: the prefix is all they share.",
    )


def _pass_role(execution_role: iam.IRole) -> Statement:
    return Statement(
        "PassExecutionRole",
        ("iam:PassRole",),
        (execution_role.role_arn,),
        conditions={"StringEquals": {"iam:PassedToService": "sagemaker.amazonaws.com"}},
    )


def _telemetry() -> list[Statement]:
    no_resource = (
        "Neither log delivery nor X-Ray knows resources: AWS documents these actions with *."
    )
    return [
        Statement(
            "DeliverLogs",
            (
                "logs:CreateLogDelivery",
                "logs:DeleteLogDelivery",
                "logs:DescribeLogGroups",
                "logs:DescribeResourcePolicies",
                "logs:GetLogDelivery",
                "logs:ListLogDeliveries",
                "logs:PutResourcePolicy",
                "logs:UpdateLogDelivery",
            ),
            ("*",),
            wildcard=no_resource,
        ),
        Statement(
            "Trace",
            (
                "xray:GetSamplingRules",
                "xray:GetSamplingTargets",
                "xray:PutTelemetryRecords",
                "xray:PutTraceSegments",
            ),
            ("*",),
            wildcard=no_resource,
        ),
    ]


def _arn(service: str, resource: str) -> str:
    return f"arn:{Aws.PARTITION}:{service}:{Aws.REGION}:{Aws.ACCOUNT_ID}:{resource}"
