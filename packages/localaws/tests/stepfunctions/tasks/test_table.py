"""Which tasks are refused when a state machine is made, and in what words."""

from __future__ import annotations

import pytest

from localaws.stepfunctions.execution import EXPRESS, STANDARD
from localaws.stepfunctions.language import resource
from localaws.stepfunctions.tasks.optimised import OPTIMISED
from localaws.stepfunctions.tasks.services import called
from localaws.stepfunctions.tasks.table import refusal


def _refusal(arn: str, machine_type: str = STANDARD) -> str | None:
    found = resource.read(arn)
    assert found is not None
    return refusal(found, machine_type)


@pytest.mark.parametrize(
    "action",
    [
        "states:startExecution.sync:2",
        "states:startExecution.waitForTaskToken",
        "sqs:sendMessage.waitForTaskToken",
        "sns:publish",
        "dynamodb:putItem",
        "events:putEvents",
        "http:invoke",
        "sagemaker:createTrainingJob.sync",
        "sagemaker:createModel",
        "aws-sdk:sfn:startExecution",
        "aws-sdk:cloudwatchlogs:putLogEvents",
        "aws-sdk:eventbridge:putEvents",
        "aws-sdk:s3:listObjectsV2.waitForTaskToken",
        "aws-sdk:sagemakerruntime:invokeEndpoint",
    ],
)
def test_what_is_done_here_is_allowed(action: str) -> None:
    assert _refusal(f"arn:aws:states:::{action}") is None


def test_an_activity_is_allowed() -> None:
    assert _refusal("arn:aws:states:us-east-1:123456789012:activity:label") is None


@pytest.mark.parametrize(
    ("arn", "operation"),
    [
        ("arn:aws:states:::glue:startJobRun.sync", "glue:StartJobRun"),
        ("arn:aws:states:::aws-sdk:glue:startJobRun", "glue:StartJobRun"),
        ("arn:aws:states:::bedrock:invokeModel", "bedrock-runtime:InvokeModel"),
        ("arn:aws:states:::aws-sdk:bedrockruntime:invokeModel", "bedrock-runtime:InvokeModel"),
        ("arn:aws:states:::aws-sdk:s3:selectObjectContent", "s3:SelectObjectContent"),
        ("arn:aws:states:::elasticmapreduce:addStep.sync", "emr:AddStep"),
        ("arn:aws:states:::eks:runJob.sync", "eks:RunJob"),
    ],
)
def test_what_is_done_only_on_aws_is_refused_by_name(arn: str, operation: str) -> None:
    sentence = _refusal(arn)
    assert sentence is not None
    assert sentence.startswith(
        f"The resource {arn} cannot be used: {operation} is not supported by"
    )


@pytest.mark.parametrize(
    "action",
    [
        "dynamodb:query",
        "sqs:sendMessage.sync",
        "sagemaker:createModel.sync",
        "sagemaker:describeTrainingJob",
        "aws-sdk:nosuchservice:doIt",
        "aws-sdk:s3:getobject",
        "aws-sdk:s3:GetObject",
        "aws-sdk:logs:putLogEvents",
        "aws-sdk:glue:startJobRun.sync",
    ],
)
def test_what_aws_does_not_have_is_refused_in_its_words(action: str) -> None:
    assert _refusal(f"arn:aws:states:::{action}") == (
        f"The resource provided arn:aws:states:::{action} is not recognized. The value is not a valid "
        "resource ARN, or the resource is not available in this region."
    )


@pytest.mark.parametrize(
    ("arn", "what"),
    [
        (
            "arn:aws:states:::sqs:sendMessage.waitForTaskToken",
            "'.waitForTaskToken' service integration ",
        ),
        ("arn:aws:states:::states:startExecution.sync:2", "'.sync' service integration "),
        ("arn:aws:states:us-east-1:123456789012:activity:label", "Activity ARN"),
    ],
)
def test_an_express_machine_waits_for_nobody(arn: str, what: str) -> None:
    assert _refusal(arn, EXPRESS) == f"Express state machine does not support {what}"
    assert _refusal(arn) is None


def test_an_express_machine_may_ask_and_go_on() -> None:
    assert _refusal("arn:aws:states:::states:startExecution", EXPRESS) is None


def test_every_optimised_action_that_is_done_here_calls_an_operation() -> None:
    for service, actions in OPTIMISED.items():
        for name in actions:
            found = resource.read(f"arn:aws:states:::{service}:{name}")
            assert isinstance(found, resource.Action)
            if refusal(found, STANDARD) is None and service != "http":
                assert called(found) is not None
