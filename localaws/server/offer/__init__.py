"""Which operations are offered: asked by the entrance before anything is done."""

from __future__ import annotations

# Operations that moto answers with exceptions, or that pretend.
_REFUSED = frozenset(
    [
        "dynamodb:BatchExecuteStatement",
        "dynamodb:DescribeExport",
        "dynamodb:DescribeImport",
        "dynamodb:ExecuteStatement",
        "dynamodb:ExecuteTransaction",
        "dynamodb:ExportTableToPointInTime",
        "dynamodb:ImportTable",
        "dynamodb:ListExports",
        "ecr:PutRegistryScanningConfiguration",
        "events:DeletePartnerEventSource",
        "events:DescribeEventSource",
        "events:DescribePartnerEventSource",
        "events:PutPartnerEvents",
        "iam:ListVirtualMFADevices",
        "logs:DescribeDestinations",
        "logs:GetQueryResults",
        "logs:PutDeliveryDestination",
        "logs:PutDeliverySource",
        "logs:StartQuery",
        "resourcegroupstaggingapi:GetResources",
        "resourcegroupstaggingapi:GetTagValues",
        "resourcegroupstaggingapi:GetTagKeys",
        "s3:CreateBucketMetadataConfiguration",
        "s3:CreateBucketMetadataTableConfiguration",
        "s3:DeleteBucketReplication",
        "s3:RestoreObject",
        "s3:PutObjectAnnotation",
        "sns:DeletePlatformApplication",
        "ssm:CreateDocument",
        "ssm:DeletePatchBaseline",
        "ssm:GetPatchBaselineForPatchGroup",
        "ssm:ListDocuments",
        "ssm:SendCommand",
        "stepfunctions:DeleteStateMachineAlias",
        "stepfunctions:DescribeStateMachineAlias",
        "stepfunctions:UpdateMapRun",
        "stepfunctions:UpdateStateMachineAlias",
        "sts:AssumeRoleWithSAML",
    ]
)


def refusal(service: str, operation: str) -> str | None:
    """The sentence by which an operation is refused; None: it is offered. botocore's names."""
    if f"{service}:{operation}" in _REFUSED:
        return f"{service}:{operation} is not supported by this embedded AWS."
    return None
