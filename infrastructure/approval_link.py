"""The page behind the link of a message that asks for approval: a function with an address of its own.

Mail readers are not signed in to AWS, so the address is open to everyone, and what lets one decide is the key in
the link: 122 random bits, which the table has and the page compares. The function may read and note what waits in
the stack's table, and tell the stack's state machine what was decided, and nothing else.
"""

from __future__ import annotations

from pathlib import Path

from aws_cdk import Acknowledgment, CfnResource, Duration, RemovalPolicy, Stack, Validations
from aws_cdk import aws_dynamodb as dynamodb
from aws_cdk import aws_kms as kms
from aws_cdk import aws_lambda as lambda_
from aws_cdk import aws_logs as logs
from constructs import Construct

from infrastructure import key
from infrastructure.settings import Settings
from infrastructure.statement import Statement, own_arn, role
from pipelines.workflow.approval import WAITING

CODE = Path(__file__).resolve().parent / "approval_page"
RUNTIME = lambda_.Runtime.PYTHON_3_13


def approval_link(
    scope: Construct, settings: Settings, table: dynamodb.Table, encryption: kms.IKey | None = None
) -> str:
    """Its address."""
    name = f"{settings.stack_name}-approval"
    group = logs.LogGroup(
        scope,
        "ApprovalLogs",
        log_group_name=f"/aws/lambda/{name}",
        encryption_key=encryption,
        removal_policy=RemovalPolicy.DESTROY,
    )
    retention = group.node.default_child
    assert isinstance(retention, logs.CfnLogGroup)
    retention.retention_in_days = settings.log_retention_days
    rights = role(scope, "ApprovalRole", "lambda", _statements(settings, table, name, encryption))
    function = lambda_.Function(
        scope,
        "ApprovalPage",
        function_name=name,
        description="Shows a model that waits for approval, and takes the decision",
        runtime=RUNTIME,
        architecture=lambda_.Architecture.ARM_64,
        handler="handler.handler",
        code=lambda_.Code.from_asset(str(CODE), exclude=["**/__pycache__", "**/*.pyc"]),
        environment={"TABLE": table.table_name},
        environment_encryption=encryption,
        role=rights,
        log_group=group,
        timeout=Duration.seconds(15),
        memory_size=256,
    )
    Validations.of(function).acknowledge(
        Acknowledgment(
            id="AwsSolutions-L1",
            reason="The page needs nothing of a later Python; a runtime is changed when its support ends.",
        )
    )
    resource = function.node.default_child
    assert isinstance(resource, lambda_.CfnFunction)
    # The CDK has it depend on the role as well, which it names already.
    policy = rights.node.find_child("Policy").node.default_child
    assert isinstance(policy, CfnResource)
    resource.add_override("DependsOn", [Stack.of(scope).get_logical_id(policy)])
    address = lambda_.CfnUrl(
        scope,
        "ApprovalUrl",
        target_function_arn=function.function_arn,
        auth_type="NONE",
    )
    # Both are needed since October 2025.
    lambda_.CfnPermission(
        scope,
        "ApprovalUrlIsOpen",
        action="lambda:InvokeFunctionUrl",
        function_name=function.function_name,
        principal="*",
        function_url_auth_type="NONE",
    )
    lambda_.CfnPermission(
        scope,
        "ApprovalPageIsOpen",
        action="lambda:InvokeFunction",
        function_name=function.function_name,
        principal="*",
        invoked_via_function_url=True,
    )
    return address.attr_function_url


def _statements(
    settings: Settings, table: dynamodb.Table, name: str, encryption: kms.IKey | None
) -> list[Statement]:
    return [
        Statement(
            "WhatWaits",
            ("dynamodb:GetItem", "dynamodb:UpdateItem"),
            (table.table_arn,),
            conditions={"ForAllValues:StringEquals": {"dynamodb:LeadingKeys": [WAITING]}},
        ),
        Statement(
            "Decide",
            ("states:SendTaskSuccess",),
            # Not the state machine itself: its definition has this page's address.
            (own_arn("states", f"stateMachine:{settings.stack_name}"),),
        ),
        Statement(
            "Log",
            ("logs:CreateLogStream", "logs:PutLogEvents"),
            (own_arn("logs", f"log-group:/aws/lambda/{name}:*"),),
            wildcard="Lambda names the streams of a group.",
        ),
        *([key.use_by_role(encryption.key_arn)] if encryption else []),
    ]
