"""The topic of a stack: what people are told of its executions, by e-mail or by whatever else subscribes.

Which messages there are is said in `pipelines/`, which publishes them.
"""

from __future__ import annotations

from aws_cdk import RemovalPolicy
from aws_cdk import aws_iam as iam
from aws_cdk import aws_kms as kms
from aws_cdk import aws_sns as sns
from constructs import Construct

from infrastructure.settings import Settings
from infrastructure.statement import own_arn


def topic(scope: Construct, settings: Settings, key: kms.IKey | None = None) -> sns.Topic:
    """Taken over HTTPS only. Each address of `stepline:message-emails` is subscribed, and gets nothing before
    its owner has confirmed that by the link that AWS sends: nobody can subscribe somebody else."""
    made = sns.Topic(
        scope,
        "Messages",
        topic_name=settings.stack_name,
        display_name=settings.stack_name,  # the sender of an e-mail, as its reader sees it
        enforce_ssl=True,
        master_key=key,
    )
    made.apply_removal_policy(RemovalPolicy.DESTROY)
    for number, address in enumerate(settings.message_emails, 1):
        sns.CfnSubscription(
            scope, f"Email{number}", topic_arn=made.topic_arn, protocol="email", endpoint=address
        )
    return made


def admit_alarms(topic: sns.Topic, settings: Settings) -> None:
    """Lets the stack's alarms send to it: with a policy of its own, a topic takes from nobody whom that omits."""
    alarms = own_arn("cloudwatch", f"alarm:{settings.stack_name}-*")
    topic.add_to_resource_policy(
        iam.PolicyStatement(
            sid="FromAlarms",
            principals=[iam.ServicePrincipal("cloudwatch.amazonaws.com")],
            actions=["sns:Publish"],
            resources=[topic.topic_arn],
            conditions={"ArnLike": {"aws:SourceArn": alarms}},
        )
    )
