"""Which tasks are refused when a state machine is made, because nobody here would do them."""

from __future__ import annotations

import pytest

from localaws.stepfunctions.actions import refusal
from localaws.stepfunctions.offered_tasks import problems, task_refusal


@pytest.mark.parametrize(
    ("resource", "names"),
    [
        ("arn:aws:states:::glue:startJobRun.sync", "glue:StartJobRun"),
        ("arn:aws:states:::aws-sdk:glue:startJobRun", "glue:StartJobRun"),
        ("arn:aws:states:::lambda:invoke", "lambda:Invoke"),
        ("arn:aws:states:::lambda:invoke.waitForTaskToken", "lambda:Invoke"),
        ("arn:aws:lambda:us-east-1:123456789012:function:f", "lambda:Invoke"),
        ("arn:aws:states:::batch:submitJob.sync", "batch:SubmitJob"),
        ("arn:aws:states:::bedrock:invokeModel", "bedrock:InvokeModel"),
        ("arn:aws:states:::aws-sdk:bedrockruntime:invokeModel", "bedrock-runtime:InvokeModel"),
        ("arn:aws:states:::aws-sdk:s3:selectObjectContent", "s3:SelectObjectContent"),
        ("arn:aws:states:::aws-sdk:cloudwatchlogs:startQuery", "logs:StartQuery"),
        ("arn:aws:states:us-east-1:123456789012:activity:a", "stepfunctions:GetActivityTask"),
    ],
)
def test_what_is_not_offered_is_refused_by_name(resource: str, names: str) -> None:
    sentence = task_refusal(resource)
    assert sentence is not None
    assert sentence.startswith(f"{names} is not supported by this embedded AWS.")
    assert "aws-sdk" not in sentence


@pytest.mark.parametrize(
    "resource",
    [
        "arn:aws:states:::states:startExecution.sync:2",
        "arn:aws:states:::sqs:sendMessage.waitForTaskToken",
        "arn:aws:states:::sns:publish",
        "arn:aws:states:::dynamodb:putItem",
        "arn:aws:states:::events:putEvents",
        "arn:aws:states:::aws-sdk:sfn:startExecution",
        "arn:aws:states:::aws-sdk:sagemakerruntime:invokeEndpoint",
        "arn:aws:states:::aws-sdk:s3:listObjectsV2",
        "arn:aws:states:::sagemaker:createTrainingJob.sync",
        "arn:aws:states:::aws-sdk:moon:land",  # that there is no such service says another check
        "arn:aws:states:::aws-sdk:s3:paintBucket",
    ],
)
def test_what_is_offered_is_left_alone(resource: str) -> None:
    assert task_refusal(resource) is None


def test_the_place_is_named_however_deep() -> None:
    task = {"Type": "Task", "Resource": "arn:aws:states:::lambda:invoke", "End": True}
    inner = {"StartAt": "Call", "States": {"Call": task}}
    machine = {"StartAt": "Each", "States": {"Each": {"Type": "Map", "ItemProcessor": inner}}}
    (found,) = problems(machine)
    assert found.endswith("at /States/Each/ItemProcessor/States/Call/Resource")


@pytest.mark.parametrize(("action", "told"), [("describeEndpoint", True), ("createApp", False)])
def test_the_sdk_integration_is_named_only_where_the_api_does_it(action: str, told: bool) -> None:
    sentence = refusal(f"arn:aws:states:::sagemaker:{action}", action, None)
    assert sentence is not None
    assert ("aws-sdk:sagemaker" in sentence) == told
