"""Names of the services of ``aws-sdk`` tasks."""

from __future__ import annotations

import pytest

from localaws.moto_mends.interpreter.sdk_integration import error_prefix


@pytest.mark.parametrize(
    ("service_id", "prefix"),
    [
        ("SageMaker", "SageMaker"),
        ("S3", "S3"),
        ("DynamoDB", "DynamoDb"),
        ("SFN", "Sfn"),
        ("EC2", "Ec2"),
        ("CloudWatch Logs", "CloudWatchLogs"),
        ("SageMaker Runtime", "SageMakerRuntime"),
        ("ECR", "Ecr"),
        ("EventBridge", "EventBridge"),
        ("IAM", "Iam"),
    ],
)
def test_services_are_named_as_the_sdk_for_java_does(service_id: str, prefix: str) -> None:
    assert error_prefix(service_id) == prefix
