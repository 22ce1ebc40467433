"""Mocked results against what the services answer."""

from __future__ import annotations

from typing import Any

import pytest

from localaws.stepfunctions.language import resource
from localaws.stepfunctions.test_state import mock_shape
from localaws.stepfunctions.test_state.mock_shape import NONE, PRESENT, STRICT, WrongShape

TRAIN = "sagemaker:createTrainingJob"
QUEUE = "sqs:sendMessage"
TABLE = "dynamodb:getItem"
READ = "aws-sdk:s3:getObject"
ARN = "arn:aws:sagemaker:us-east-1:123456789012:training-job/t"
CHILD = "arn:aws:states:us-east-1:123456789012:execution:m:e"


def check(action: str, result: Any, mode: str = STRICT) -> None:
    found = resource.read(f"arn:aws:states:::{action}")
    assert found is not None
    mock_shape.check(found, result, mode)


@pytest.mark.parametrize(
    ("action", "result"),
    [
        (TRAIN, {"TrainingJobArn": ARN}),
        (QUEUE, {"MessageId": "m", "SdkHttpMetadata": {"HttpStatusCode": 200}}),
        (TABLE, {"Item": {"id": {"S": "1"}, "data": {"M": {"n": {"N": "2"}}}}}),
        (READ, {"Body": "text", "ContentLength": 4, "LastModified": "2026-01-01T00:00:00Z"}),
        ("states:startExecution", {"ExecutionArn": CHILD, "StartDate": "2026-01-01T00:00:00Z"}),
        ("lambda:invoke", {"StatusCode": 200, "Payload": {"any": ["JSON"]}}),
        ("lambda:invoke", {"Payload": None}),
        ("http:invoke", ["anything"]),
        ("apigateway:invoke", {"any": "thing"}),
        ("aws-sdk:sagemaker:deleteEndpoint", {"no": "shape"}),
        (f"{QUEUE}.waitForTaskToken", "whatever the token's holder sends"),
    ],
)
def test_what_the_service_answers_passes(action: str, result: Any) -> None:
    check(action, result)


@pytest.mark.parametrize(
    ("action", "result", "says"),
    [
        (TRAIN, {}, "Required field 'TrainingJobArn' is missing"),
        (TRAIN, {"TrainingJobArn": 1}, "Field 'TrainingJobArn' must be a string"),
        (TRAIN, "text", "The mocked result must be a JSON object"),
        (TABLE, {"Item": []}, "Field 'Item' must be an object"),
        (TABLE, {"Item": {"id": {"BOOL": "yes"}}}, "Field 'BOOL' must be a boolean"),
        (TABLE, {"Item": {"id": {"SS": "one"}}}, "Field 'SS' must be an array"),
        (TABLE, {"Item": {"id": "1"}}, "Field 'Item' must be an object"),
        (READ, {"ContentLength": True}, "Field 'ContentLength' must be a number"),
        (READ, {"StorageClass": "CELLAR"}, "Field 'StorageClass' is not an expected value"),
        (READ, {"LastModified": 1.5}, "Field 'LastModified' must be a string"),
    ],
)
def test_what_it_could_not_answer_is_named(action: str, result: Any, says: str) -> None:
    with pytest.raises(WrongShape, match=says):
        check(action, result)


def test_present_asks_for_nothing_that_is_missing() -> None:
    check(TRAIN, {}, PRESENT)
    with pytest.raises(WrongShape):
        check(TRAIN, {"TrainingJobArn": 1}, PRESENT)


def test_none_asks_for_nothing() -> None:
    check(TRAIN, {"TrainingJobArn": 1}, NONE)


def test_a_job_that_is_waited_for_gives_its_description() -> None:
    with pytest.raises(WrongShape, match="'TrainingJobName' is missing"):
        check(f"{TRAIN}.sync", {"TrainingJobArn": ARN})
    check(f"{TRAIN}.sync", {"TrainingJobStatus": "Completed"}, PRESENT)


def test_an_execution_that_is_waited_for_gives_its_description() -> None:
    with pytest.raises(WrongShape, match="Field 'Status' is not an expected value"):
        check("states:startExecution.sync:2", {"Status": "DONE"}, PRESENT)
