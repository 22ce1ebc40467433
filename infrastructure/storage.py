"""The bucket of a stack: input data, the checkpoint, and what the executions make.

    data/         input data, the default of an execution
    pretrained/   the checkpoint that training starts from
    corpus/       what a transform job asks the model about, in a variant that transforms
    runs/<run>/   everything one execution made, its model included
    captured/     what the endpoint was asked and answered, a sample of it, which expires
    uploads/      what the command line has replaced under the first two, and what it can bring back

What may be read and written by whom is said in `execution_role` and `rights`.
"""

from __future__ import annotations

from aws_cdk import Acknowledgment, Duration, RemovalPolicy, Validations
from aws_cdk import aws_kms as kms
from aws_cdk import aws_s3 as s3
from constructs import Construct

from infrastructure.settings import Settings
from pipelines.deployment_inputs import CAPTURED, RUNS

PRETRAINED = "pretrained/"

_NO_ACCESS_LOGS = (
    "Access logs would need a second bucket for each pipeline, which holds more objects than this one. "
    "Who reads and writes is two roles of this stack, each on named prefixes; an account that must "
    "record every request does so once for all its buckets with CloudTrail data events."
)


def bucket(scope: Construct, settings: Settings, key: kms.IKey | None = None) -> s3.Bucket:
    """The stack's bucket: encrypted, versioned, closed to the public and to plain HTTP.

    It outlives the stack unless `stepline:retain` is false, because a command about infrastructure should
    not throw trained models away; its name is CloudFormation's, so that a later deploy can have
    another one. CloudFormation deletes no bucket that still holds objects: `stepline:retain=false`
    asks for an empty one.

    It tells EventBridge of its objects, for those who wait for new data.

    Current objects stay unless `stepline:run-retention-days` is set: an endpoint reads its model.tar.gz again
    whenever SageMaker replaces an instance.
    """
    rules = [
        s3.LifecycleRule(
            id="superseded",
            noncurrent_version_expiration=Duration.days(settings.version_retention_days),
            abort_incomplete_multipart_upload_after=Duration.days(7),
        ),
        s3.LifecycleRule(
            id="captured",
            prefix=CAPTURED,
            expiration=Duration.days(settings.capture.retention_days),
        ),
    ]
    if settings.run_retention_days is not None:
        rules.append(
            s3.LifecycleRule(
                id="runs", prefix=RUNS, expiration=Duration.days(settings.run_retention_days)
            )
        )
    made = s3.Bucket(
        scope,
        "Bucket",
        encryption=s3.BucketEncryption.KMS if key else s3.BucketEncryption.S3_MANAGED,
        encryption_key=key,
        bucket_key_enabled=True if key else None,  # else each object is a call of KMS
        versioned=True,
        block_public_access=s3.BlockPublicAccess.BLOCK_ALL,
        object_ownership=s3.ObjectOwnership.BUCKET_OWNER_ENFORCED,
        enforce_ssl=True,
        lifecycle_rules=rules,
        removal_policy=RemovalPolicy.RETAIN if settings.retain else RemovalPolicy.DESTROY,
    )
    # The construct's own switch brings a function that sets it; the property is CloudFormation's.
    plain = made.node.default_child
    assert isinstance(plain, s3.CfnBucket)
    plain.notification_configuration = s3.CfnBucket.NotificationConfigurationProperty(
        event_bridge_configuration=s3.CfnBucket.EventBridgeConfigurationProperty(
            event_bridge_enabled=True
        )
    )
    Validations.of(made).acknowledge(Acknowledgment(id="AwsSolutions-S1", reason=_NO_ACCESS_LOGS))
    return made
