"""Names of services: the SDK for Java has some, botocore has others."""

from __future__ import annotations

import pytest

from localaws.protocols.models import service_model
from localaws.protocols.sdk_names import ids, java_name, sdk_service


@pytest.mark.parametrize(
    ("sdk", "botocore"),
    [
        ("s3", "s3"),
        ("sfn", "stepfunctions"),
        ("eventbridge", "events"),
        ("cloudwatchevents", "events"),
        ("cloudwatchlogs", "logs"),
        ("sagemakerruntime", "sagemaker-runtime"),
        ("elasticloadbalancingv2", "elbv2"),
        ("config", "config"),
        ("databasemigration", "dms"),
        ("stepfunctions", None),
        ("sagemaker-runtime", None),
    ],
)
def test_the_service_of_an_sdk_integration(sdk: str, botocore: str | None) -> None:
    assert sdk_service(sdk) == botocore


@pytest.mark.parametrize(
    ("service", "name"),
    [
        ("s3", "S3"),
        ("stepfunctions", "Sfn"),
        ("dynamodb", "DynamoDb"),
        ("logs", "CloudWatchLogs"),
        ("sagemaker-runtime", "SageMakerRuntime"),
        ("acm-pca", "AcmPca"),
        ("secretsmanager", "SecretsManager"),
    ],
)
def test_the_name_of_a_service_in_errors(service: str, name: str) -> None:
    assert java_name(service_model(service)) == name


def test_no_two_services_have_one_name() -> None:
    assert all(sdk_service(name) for name in ("s3", "sqs", "sns", "ssm", "kms", "iam", "sts"))
    assert len(ids()) > 400
