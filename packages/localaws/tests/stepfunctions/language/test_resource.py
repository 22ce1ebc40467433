import pytest

from localaws.stepfunctions.language.resource import Action, Activity, Function, Pattern, read


@pytest.mark.parametrize(
    "arn",
    [
        "arn:aws:lambda:us-east-1:123456789012:function:f",
        "arn:aws-us-gov:lambda:us-gov-west-1:123456789012:function:f:$LATEST",
    ],
)
def test_a_function(arn: str) -> None:
    assert read(arn) == Function(arn)


def test_an_activity() -> None:
    arn = "arn:aws:states:us-east-1:123456789012:activity:work"
    assert read(arn) == Activity(arn)


@pytest.mark.parametrize(
    ("name", "service", "action", "pattern", "is_sdk"),
    [
        ("sqs:sendMessage", "sqs", "sendMessage", Pattern.REQUEST_RESPONSE, False),
        ("ecs:runTask.sync", "ecs", "runTask", Pattern.SYNC, False),
        ("states:startExecution.sync:2", "states", "startExecution", Pattern.SYNC_2, False),
        ("aws-sdk:s3:getObject", "s3", "getObject", Pattern.REQUEST_RESPONSE, True),
        ("aws-sdk:sfn:a.waitForTaskToken", "sfn", "a", Pattern.TASK_TOKEN, True),
    ],
)
def test_an_action_of_a_service(
    name: str, service: str, action: str, pattern: Pattern, is_sdk: bool
) -> None:
    found = read(f"arn:aws:states:::{name}")
    assert found == Action(f"arn:aws:states:::{name}", service, action, pattern, is_sdk)
    assert isinstance(found, Action)
    prefix, _, rest = name.rpartition(f"{service}:")
    assert (found.resource_type, found.resource) == (prefix + service, rest)


@pytest.mark.parametrize(
    "arn",
    ["", "arn:aws:s3:::b", "arn:aws:states:::sqs", "arn:aws:states:::sqs:send.async", "sqs:send"],
)
def test_what_no_task_can_do(arn: str) -> None:
    assert read(arn) is None
