"""The role that the jobs and the endpoint run with: SageMaker's "execution role".

Written statement by statement: the CDK's grants would add `s3:GetBucket*`, `s3:List*` and the whole bucket
of the CDK's assets.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from aws_cdk import Aws
from aws_cdk import aws_iam as iam
from constructs import Construct

from infrastructure import key
from infrastructure.statement import Statement, own_arn, role
from infrastructure.storage import PRETRAINED
from pipelines.deployment_inputs import CAPTURED, CORPUS, DATA, RUNS
from pipelines.protection import Network


@dataclass(frozen=True)
class Readable:
    """Objects that jobs read: those of `bucket` (a name) whose keys match one of the patterns."""

    sid: str  # a word for the policy's statements, unique among them
    bucket: str
    patterns: tuple[str, ...]


def execution_role(
    scope: Construct,
    *,
    bucket: str,
    reads: Sequence[Readable],
    repositories: Sequence[str],
    key_arn: str | None = None,
    data_keys: tuple[str, ...] = (),
    network: Network | None = None,
    alarms: Sequence[str] = (),
    transforms: bool = False,
) -> iam.Role:
    """bucket: the stack's own, which jobs also write, under runs/, and endpoints, under captured/.
    repositories: ARNs of the images'. alarms: names of those that take an update of the endpoint back.
    key_arn: the key of bucket and volumes. data_keys: of what they read. network: that the jobs' containers
    run in, where it is an account's own. transforms: whether a job asks the model about the bucket's corpus."""
    prefixes = (DATA, PRETRAINED, RUNS, CAPTURED, *((CORPUS,) if transforms else ()))
    own = Readable("Runs", bucket, tuple(f"{prefix}*" for prefix in prefixes))
    statements = [statement for source in (own, *reads) for statement in _read(source)]
    statements.append(
        Statement(
            "WriteRuns",
            ("s3:PutObject", "s3:AbortMultipartUpload"),
            (f"{_bucket_arn(bucket)}/{RUNS}*",),
            wildcard="A run's prefix has the execution's name in it, which is not known before it starts.",
        )
    )
    statements.append(
        Statement(
            "WriteCaptured",
            ("s3:PutObject",),
            (f"{_bucket_arn(bucket)}/{CAPTURED}*",),
            wildcard="SageMaker names what it captures by the endpoint, the variant and the hour.",
        )
    )
    if alarms:
        named = tuple(own_arn("cloudwatch", f"alarm:{name}") for name in alarms)
        statements.append(Statement("LookAtAlarms", ("cloudwatch:DescribeAlarms",), named))
    if key_arn:
        statements += [key.use_by_role(key_arn), *key.of_volumes(key_arn)]
    statements += key.of_data(data_keys)
    if network:
        statements += _in(network)
    return role(
        scope, "ExecutionRole", "sagemaker", [*statements, *_images(repositories), *_telemetry()]
    )


def _bucket_arn(bucket: str) -> str:
    return f"arn:{Aws.PARTITION}:s3:::{bucket}"


def _read(source: Readable) -> list[Statement]:
    wild = any("*" in pattern for pattern in source.patterns)
    arn = _bucket_arn(source.bucket)
    return [
        Statement(
            f"Read{source.sid}",
            ("s3:GetObject",),
            tuple(f"{arn}/{pattern}" for pattern in source.patterns),
            wildcard="The keys below a prefix are the data's own names." if wild else "",
        ),
        Statement(
            f"List{source.sid}",
            ("s3:ListBucket",),
            (arn,),
            conditions={"StringLike": {"s3:prefix": _listed(source.patterns)}},
        ),
    ]


def _listed(patterns: Sequence[str]) -> list[str]:
    """The prefixes of the list requests: SageMaker lists `s3://bucket/data` as `data`, without a slash."""
    return [
        prefix
        for pattern in patterns
        for prefix in ((pattern.removesuffix("/*"), pattern) if "/*" in pattern else (pattern,))
    ]


def _in(network: Network) -> list[Statement]:
    """A network interface in the subnets for each container, made and taken away by SageMaker with this role."""
    looks = ("DhcpOptions", "NetworkInterfaces", "SecurityGroups", "Subnets", "Vpcs")
    return [
        Statement(
            "LookAtNetwork",
            tuple(f"ec2:Describe{each}" for each in looks),
            ("*",),
            wildcard="EC2's Describe actions know no resource.",
        ),
        Statement(
            "AttachToNetwork",
            (
                "ec2:CreateNetworkInterface",
                "ec2:CreateNetworkInterfacePermission",
                "ec2:DeleteNetworkInterface",
                "ec2:DeleteNetworkInterfacePermission",
            ),
            (
                own_arn("ec2", "network-interface/*"),
                *(own_arn("ec2", f"security-group/{each}") for each in network.security_groups),
                *(own_arn("ec2", f"subnet/{each}") for each in network.subnets),
            ),
            wildcard="An interface has an id only when it is made.",
        ),
    ]


def _images(repositories: Sequence[str]) -> list[Statement]:
    return [
        Statement(
            "PullImages",
            (
                "ecr:BatchCheckLayerAvailability",
                "ecr:BatchGetImage",
                "ecr:GetDownloadUrlForLayer",
            ),
            tuple(repositories),
        ),
        Statement(
            "SignInToRegistry",
            ("ecr:GetAuthorizationToken",),
            ("*",),
            wildcard="The token is the account's: the action knows no resource.",
        ),
    ]


def _telemetry() -> list[Statement]:
    group = own_arn("logs", "log-group:/aws/sagemaker/*")
    return [
        Statement(
            "WriteLogs",
            (
                "logs:CreateLogGroup",
                "logs:CreateLogStream",
                "logs:DescribeLogStreams",
                "logs:PutLogEvents",
            ),
            (group,),
            wildcard="SageMaker names the log groups and streams of jobs and endpoints.",
        ),
        Statement(
            "PutMetrics",
            ("cloudwatch:PutMetricData",),
            ("*",),
            wildcard="The action knows no resource; the condition narrows it to SageMaker's namespaces.",
            conditions={"StringLike": {"cloudwatch:namespace": "/aws/sagemaker/*"}},
        ),
    ]
