"""The role that the state machine runs with: what its tasks need, and nothing on other resources."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from aws_cdk import Aws
from aws_cdk import aws_iam as iam
from constructs import Construct

from infrastructure import key, release_rights, rights
from infrastructure.statement import Statement, own_arn, role
from pipelines.deployment_inputs import RUNS
from pipelines.monitoring.compare import NAMESPACE


def state_machine_role(
    scope: Construct,
    *,
    definition: Mapping[str, Any],
    execution_role: iam.IRole,
    buckets: Sequence[str],
    prefix: str,
    endpoint_name: str,
    own: Mapping[str, Callable[..., Statement]],
    key_arn: str | None = None,
    function: str | None = None,
    alarms: Sequence[str] = (),
    starts: str | None = None,
) -> iam.Role:
    """definition: as JSON values; its tasks say what is needed (`rights`).
    buckets: names of those whose keys an execution may look for.
    prefix: what the names of jobs, models and endpoint configurations begin with, before a hyphen.
    endpoint_name: the default endpoint; an execution may name another that adds to it after a hyphen.
    own: by kind, what the stack has (`of_the_stack`).

    key_arn: that of the stack's buckets, table, topic and volumes. function: ARN of the one that asks the
    endpoint. alarms: names of those that take a release back. starts: ARN of the state machine
    whose executions this one starts.

    Raises UnknownIntegration for a task whose rights are unknown.
    """
    own = {
        **own,
        **release_rights.by_kind(endpoint_name, function, alarms),
        **_of_monitoring(starts),
    }
    statements = [
        own[kind](actions)
        if kind in own
        else _statement(kind, actions, buckets=buckets, prefix=prefix, endpoint_name=endpoint_name)
        for kind, actions in rights.needed(definition).items()
    ]
    if key_arn:
        statements += [key.use_by_role(key_arn), *key.of_volumes(key_arn)]
    return role(
        scope,
        "StateMachineRole",
        "states",
        [*statements, _pass_role(execution_role), *telemetry()],
    )


def of_the_stack(
    *,
    table: str,
    topic_arn: str,
    bucket: str,
    machine: str,
    package_group: str,
    repositories: Sequence[str],
) -> dict[str, Callable[..., Statement]]:
    """By kind: what the stack has, whose names its definitions have. `bucket`, `table` and `machine` are
    names, the last that of the executions' state machine; `package_group` is what the name of its own begins with,
    `repositories` are the ARNs of its images'."""
    below = "Each execution has a folder of its own below runs/, and writes what it did into it."
    versions = "The name of the stack's own group ends in a part of the stack's id; SageMaker numbers its versions."

    names = "An execution has a name of its own: its state machine's is all that is known before."

    def on(sid: str, *arns: str, wildcard: str = "") -> Callable[..., Statement]:
        return lambda actions: Statement(sid, actions, arns, wildcard=wildcard)

    return {
        "table": on("Table", own_arn("dynamodb", f"table/{table}")),
        "topic": on("Tell", topic_arn),
        "executions": on("Executions", own_arn("states", f"execution:{machine}:*"), wildcard=names),
        "package-group": on(
            "Registry",
            own_arn("sagemaker", f"model-package-group/{package_group}-*"),
            wildcard=versions,
        ),
        "packages": on(
            "Register",
            own_arn("sagemaker", f"model-package/{package_group}-*/*"),
            wildcard=versions,
        ),
        "runs": on("Runs", f"arn:{Aws.PARTITION}:s3:::{bucket}/{RUNS}*", wildcard=below),
        "repositories": on("Images", *repositories),
        "job-logs": on(
            "KeepJobLogs",
            own_arn("logs", "log-group:/aws/sagemaker/*"),
            wildcard="SageMaker names the groups of jobs and endpoints.",
        ),
    }


def raise_metrics(actions: tuple[str, ...], namespace: str) -> Statement:
    """Of one namespace alone."""
    return Statement(
        "RaiseMetrics",
        actions,
        ("*",),
        wildcard="The action knows no resource; the condition narrows it to the namespace.",
        conditions={"StringEquals": {"cloudwatch:namespace": namespace}},
    )


def _of_monitoring(starts: str | None) -> dict[str, Callable[..., Statement]]:
    """By kind: what a look raises, and what it starts."""
    return {
        "metrics": lambda actions: raise_metrics(actions, NAMESPACE),
        "retraining": lambda actions: Statement("Retrain", actions, (starts,) if starts else ()),
    }


def _statement(
    kind: str,
    actions: tuple[str, ...],
    *,
    buckets: Sequence[str],
    prefix: str,
    endpoint_name: str,
) -> Statement:
    group, _, name = kind.partition(":")
    if group == "bucket":
        return Statement(
            "FindData", actions, tuple(f"arn:{Aws.PARTITION}:s3:::{bucket}" for bucket in buckets)
        )
    if group == "rule":
        return Statement(
            f"Watch{name.split('SageMaker')[1]}", actions, (own_arn("events", f"rule/{name}"),)
        )
    if group == "endpoint":
        return Statement(
            "Endpoint",
            actions,
            tuple(own_arn("sagemaker", f"endpoint/{endpoint_name}{end}") for end in ("", "-*")),
            wildcard="An execution may name its endpoint, below the stack's own name.",
        )
    return by_prefix(kind, actions, prefix)


def by_prefix(kind: str, actions: tuple[str, ...], prefix: str) -> Statement:
    """On what executions make, such as "job:training-job", by what its name begins with before a hyphen."""
    return Statement(
        "".join(word.capitalize() for word in kind.replace(":", "-").split("-")),
        actions,
        (own_arn("sagemaker", f"{kind.partition(':')[2]}/{prefix}-*"),),
        wildcard="Each execution makes new names, from its own: the prefix is all they share.",
    )


def _pass_role(execution_role: iam.IRole) -> Statement:
    return Statement(
        "PassExecutionRole",
        ("iam:PassRole",),
        (execution_role.role_arn,),
        conditions={"StringEquals": {"iam:PassedToService": "sagemaker.amazonaws.com"}},
    )


def telemetry() -> list[Statement]:
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
