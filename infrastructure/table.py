"""The table of a stack: what its executions must know of each other.

    pk                sk
    turn              turn                 which execution runs: one at a time
    step#<step>       <fingerprint>        what a step made of which inputs
    run               <start>#<execution>  what became of each execution
    token             <execution>          what waits for a human

What an item holds is said where it is written, in `pipelines/`.
"""

from __future__ import annotations

from aws_cdk import RemovalPolicy
from aws_cdk import aws_dynamodb as dynamodb
from aws_cdk import aws_kms as kms
from constructs import Construct

EXPIRES = "expires"
"""The attribute that says when DynamoDB may delete an item, in seconds since 1970; without it, never."""


def table(scope: Construct, key: kms.IKey | None = None) -> dynamodb.Table:
    """Paid for by request, and restorable to any second of the last 35 days.

    It goes with the stack: what is to last, the records of the runs among it, is in the bucket, and another stack
    would have another table. DynamoDB keeps a backup of a deleted one for 35 days.
    """
    return dynamodb.Table(
        scope,
        "Table",
        partition_key=dynamodb.Attribute(name="pk", type=dynamodb.AttributeType.STRING),
        sort_key=dynamodb.Attribute(name="sk", type=dynamodb.AttributeType.STRING),
        billing_mode=dynamodb.BillingMode.PAY_PER_REQUEST,
        point_in_time_recovery_specification=dynamodb.PointInTimeRecoverySpecification(
            point_in_time_recovery_enabled=True
        ),
        time_to_live_attribute=EXPIRES,
        encryption=dynamodb.TableEncryption.CUSTOMER_MANAGED if key else None,
        encryption_key=key,
        removal_policy=RemovalPolicy.DESTROY,
    )
