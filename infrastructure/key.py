"""The customer's key: what encrypts the bucket, volumes, outputs, logs, table, topic and queue where
`stepline:key` says so.

The stack's own key gets the policy below; one that somebody else made needs these statements in its own policy
(docs/how-to/protect-a-deployment.md has them). Roles are allowed by their own policies: `use_by_role`.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from aws_cdk import Aws, RemovalPolicy
from aws_cdk import aws_iam as iam
from aws_cdk import aws_kms as kms
from constructs import Construct

from infrastructure.settings import Settings
from infrastructure.statement import Statement, own_arn

_READ_AND_WRITE = ("kms:Decrypt", "kms:GenerateDataKey")
_DIRECTLY = (
    "kms:Decrypt",
    "kms:DescribeKey",
    "kms:Encrypt",
    "kms:GenerateDataKey",
    "kms:GenerateDataKeyWithoutPlaintext",
    "kms:ReEncryptFrom",
    "kms:ReEncryptTo",
)


def key(scope: Construct, settings: Settings) -> kms.IKey | None:
    """The key of the settings; None: AWS's own keys do.

    The stack's own is renewed each year, and stays as long as the bucket whose objects it opens.
    """
    if settings.key_arn:
        return kms.Key.from_key_arn(scope, "Key", settings.key_arn)
    if not settings.makes_a_key:
        return None
    made = kms.Key(
        scope,
        "Key",
        description=f"All that {settings.stack_name} keeps",
        enable_key_rotation=True,
        removal_policy=RemovalPolicy.RETAIN if settings.retain else RemovalPolicy.DESTROY,
    )
    for statement in _of_services(settings.stack_name):
        made.add_to_resource_policy(statement)
    return made


def _of_services(stack_name: str) -> list[iam.PolicyStatement]:
    """What the services do that have no role of ours: write logs, and send messages to topic and queue."""
    alarms = own_arn("cloudwatch", f"alarm:{stack_name}-*")
    topics = own_arn("sns", f"{stack_name}*")
    return [
        _statement(
            "Logs",
            f"logs.{Aws.REGION}",
            _DIRECTLY,
            {
                "ArnLike": {
                    "kms:EncryptionContext:aws:logs:arn": [
                        own_arn("logs", f"log-group:/aws/{service}/{stack_name}*")
                        for service in ("vendedlogs/states", "lambda")
                    ]
                }
            },
        ),
        _statement("Alarms", "cloudwatch", _READ_AND_WRITE, {"ArnLike": {"aws:SourceArn": alarms}}),
        _statement("Topic", "sns", _READ_AND_WRITE, {"ArnLike": {"aws:SourceArn": topics}}),
        # What EventBridge asks of KMS for a topic or a queue does not say for whom: a condition would refuse it.
        _statement("Rules", "events", _READ_AND_WRITE, None),
    ]


def _statement(
    sid: str, service: str, actions: tuple[str, ...], conditions: Mapping[str, Any] | None
) -> iam.PolicyStatement:
    return iam.PolicyStatement(
        sid=sid,
        principals=[iam.ServicePrincipal(f"{service}.amazonaws.com")],
        actions=list(actions),
        resources=["*"],  # in a key's policy: the key
        conditions=conditions,
    )


def use_by_role(key_arn: str) -> Statement:
    """What a role may do with the key: open and close what the services have it encrypt."""
    return Statement("UseKey", ("kms:Decrypt", "kms:Encrypt", "kms:GenerateDataKey"), (key_arn,))


def of_volumes(key_arn: str) -> list[Statement]:
    """What a role may do whose jobs and endpoints have volumes: let EC2 use the key for as long as they run."""
    return [
        Statement("DescribeKey", ("kms:DescribeKey",), (key_arn,)),
        Statement(
            "KeyOfVolumes",
            ("kms:CreateGrant",),
            (key_arn,),
            conditions={"Bool": {"kms:GrantIsForAWSResource": "true"}},
        ),
    ]


def of_data(key_arns: tuple[str, ...]) -> list[Statement]:
    """Reading data that somebody else's keys encrypt."""
    return [Statement("OpenData", ("kms:Decrypt",), key_arns)] if key_arns else []
