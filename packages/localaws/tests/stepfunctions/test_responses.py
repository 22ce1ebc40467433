"""What the optimised integration of SageMaker gives a state."""

from __future__ import annotations

import pytest

from localaws.sagemaker.errors import ApiError
from localaws.stepfunctions import responses


@pytest.mark.parametrize(
    ("code", "name"),
    [
        ("ResourceLimitExceeded", "SageMaker.ResourceLimitExceededException"),
        ("ResourceInUse", "SageMaker.ResourceInUseException"),
        ("ValidationException", "SageMaker.AmazonSageMakerException"),
    ],
)
def test_an_error_is_named_after_the_sdks_exception_for_it(code: str, name: str) -> None:
    assert responses.error_name(ApiError(code, "no")) == name


def test_a_cause_is_worded_as_the_sdk_does() -> None:
    cause = responses.cause(ApiError("ValidationException", "There is no such job."))
    assert cause.startswith(
        "There is no such job. (Service: AmazonSageMaker; Status Code: 400; "
        "Error Code: ValidationException; Request ID: "
    )


def test_tags_of_step_functions_come_after_the_requests_own() -> None:
    own = [{"Key": "a", "Value": "b"}]
    tags = responses.tagged(own, "arn:execution")
    assert tags[0] == own[0]
    assert [tag["Key"] for tag in tags[1:]] == [
        "MANAGED_BY_AWS",
        "AWS_STEP_FUNCTIONS_EXECUTION_ARN",
    ]
    assert responses.tagged(None, "arn:execution") == tags[1:]


def test_a_response_says_how_it_came() -> None:
    output = responses.request_response({"ModelArn": "arn:m"})
    assert output["ModelArn"] == "arn:m"
    http, request_id = output["SdkHttpMetadata"], output["SdkResponseMetadata"]["RequestId"]
    assert http["HttpStatusCode"] == 200
    assert http["HttpHeaders"]["x-amzn-RequestId"] == request_id
