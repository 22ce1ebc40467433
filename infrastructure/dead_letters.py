"""The queue of what could not be delivered: starts that failed, and ends of executions that nobody closed.

A letter has the event or input as its body, and in its attributes the rule or schedule, the target and the error.
"""

from __future__ import annotations

from aws_cdk import Acknowledgment, Duration, RemovalPolicy, Validations
from aws_cdk import aws_events as events
from aws_cdk import aws_iam as iam
from aws_cdk import aws_kms as kms
from aws_cdk import aws_sqs as sqs
from constructs import Construct

from infrastructure.settings import Settings


def dead_letters(scope: Construct, settings: Settings, key: kms.IKey | None = None) -> sqs.Queue:
    """Encrypted, taken over HTTPS only, and kept as long as SQS keeps anything."""
    queue = sqs.Queue(
        scope,
        "DeadLetters",
        queue_name=settings.stack_name,
        encryption=sqs.QueueEncryption.KMS if key else sqs.QueueEncryption.SQS_MANAGED,
        encryption_master_key=key,
        enforce_ssl=True,
        retention_period=Duration.days(14),
        removal_policy=RemovalPolicy.DESTROY,
    )
    Validations.of(queue).acknowledge(
        Acknowledgment(
            id="AwsSolutions-SQS3",
            reason="It is the dead-letter queue of the stack's rules and schedules: nothing comes after it.",
        )
    )
    return queue


def admit(queue: sqs.Queue, rule: events.CfnRule) -> None:
    """Lets a rule send what it cannot deliver. A schedule has a role for that, a rule needs the queue's leave."""
    queue.add_to_resource_policy(
        iam.PolicyStatement(
            sid=f"From{rule.node.id}",
            principals=[iam.ServicePrincipal("events.amazonaws.com")],
            actions=["sqs:SendMessage"],
            resources=[queue.queue_arn],
            conditions={"ArnEquals": {"aws:SourceArn": rule.attr_arn}},
        )
    )
