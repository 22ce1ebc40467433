"""How errors of services are named, by the SDK that would have thrown them."""

from __future__ import annotations

import pytest

from localaws.protocols.models import service_model
from localaws.stepfunctions.tasks.dialect import Dialect
from localaws.stepfunctions.tasks.failures import Refused, failure

V1, V2 = Dialect.OPTIMISED, Dialect.SDK


@pytest.mark.parametrize(
    ("service", "code", "dialect", "error"),
    [
        ("dynamodb", "ValidationException", V1, "DynamoDB.AmazonDynamoDBException"),
        ("dynamodb", "ResourceNotFoundException", V1, "DynamoDB.ResourceNotFoundException"),
        (
            "stepfunctions",
            "StateMachineDoesNotExist",
            V1,
            "StepFunctions.StateMachineDoesNotExistException",
        ),
        ("sns", "InvalidParameter", V1, "SNS.InvalidParameterException"),
        ("sagemaker", "ResourceInUse", V1, "SageMaker.ResourceInUseException"),
        ("sagemaker", "ResourceLimitExceeded", V1, "SageMaker.ResourceLimitExceededException"),
        ("sagemaker", "ValidationException", V1, "SageMaker.AmazonSageMakerException"),
        ("sagemaker", "ValidationException", V2, "SageMaker.SageMakerException"),
        ("s3", "NoSuchBucket", V2, "S3.NoSuchBucketException"),
        ("s3", "SlowDown", V2, "S3.S3Exception"),
        ("stepfunctions", "ExecutionDoesNotExist", V2, "Sfn.ExecutionDoesNotExistException"),
        ("iam", "NoSuchEntity", V2, "Iam.NoSuchEntityException"),
        (
            "elbv2",
            "LoadBalancerNotFound",
            V2,
            "ElasticLoadBalancingV2.LoadBalancerNotFoundException",
        ),
    ],
)
def test_the_name_of_an_error(service: str, code: str, dialect: Dialect, error: str) -> None:
    assert failure(service_model(service), Refused(code, "", 400, "id"), dialect).error == error


def test_a_fault_is_an_exception_too() -> None:
    refused = Refused("DBInstanceNotFound", "gone", 404, "id")
    assert failure(service_model("rds"), refused, V2).error == "Rds.DbInstanceNotFoundException"


def test_an_error_that_json_names_otherwise_than_the_query_protocol_did() -> None:
    code = "AWS.SimpleQueueService.NonExistentQueue"
    told = failure(
        service_model("sqs"), Refused(code, "m", 400, "id", shape="QueueDoesNotExist"), V1
    )
    assert told.error == "SQS.QueueDoesNotExistException"
    assert f"Error Code: {code};" in told.cause


def test_the_cause_of_version_1_names_service_status_code_and_request() -> None:
    told = failure(service_model("dynamodb"), Refused("ValidationException", "No.", 400, "id"), V1)
    assert told.cause == (
        "No. (Service: AmazonDynamoDBv2; Status Code: 400; Error Code: ValidationException; "
        "Request ID: id; Proxy: null)"
    )


def test_the_cause_of_version_2_names_the_second_id_of_s3() -> None:
    refused = Refused("NoSuchBucket", "No bucket", 404, "id", "host")
    assert failure(service_model("s3"), refused, V2).cause == (
        "No bucket (Service: S3, Status Code: 404, Request ID: id, Extended Request ID: host)"
    )
    assert failure(service_model("sqs"), Refused("X", "No", 400, "id"), V2).cause == (
        "No (Service: Sqs, Status Code: 400, Request ID: id)"
    )
