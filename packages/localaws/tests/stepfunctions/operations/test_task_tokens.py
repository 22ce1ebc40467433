"""Who has a task's token says what became of it, once."""

from __future__ import annotations

import json
from typing import Any

from .account import Account

CALLBACK = "arn:aws:states:::sqs:sendMessage.waitForTaskToken"
WAITS_FOR_TOKEN = {
    "StartAt": "S",
    "States": {
        "S": {
            "Type": "Task",
            "Resource": CALLBACK,
            "Parameters": {"QueueUrl": "q", "MessageBody.$": "$$.Task.Token"},
            "End": True,
        }
    },
}


def waiting(account: Account) -> tuple[str, str]:
    """An execution that waits for its token, and the token."""
    arn = account.start(WAITS_FOR_TOKEN)
    account.until(arn, "TaskSubmitted")
    events = account.call("GetExecutionHistory", executionArn=arn)["events"]
    (scheduled,) = [event for event in events if event["type"] == "TaskScheduled"]
    parameters: dict[str, Any] = json.loads(scheduled["taskScheduledEventDetails"]["parameters"])
    return arn, parameters["MessageBody"]


def test_success(account: Account) -> None:
    arn, token = waiting(account)
    assert account.call("SendTaskHeartbeat", taskToken=token) == {}
    assert account.call("SendTaskSuccess", taskToken=token, output='{"a":1}') == {}
    assert account.ended(arn)["output"] == '{"a":1}'


def test_failure_may_say_nothing(account: Account) -> None:
    arn, token = waiting(account)
    assert account.call("SendTaskFailure", taskToken=token) == {}
    assert account.ended(arn)["status"] == "FAILED"


def test_a_token_is_of_use_once(account: Account) -> None:
    arn, token = waiting(account)
    account.call("SendTaskSuccess", taskToken=token, output="1")
    account.ended(arn)
    expected = "TaskTimedOut: Task Timed Out: 'Provided task does not exist anymore'"
    assert account.refused("SendTaskSuccess", taskToken=token, output="2") == expected
    assert account.refused("SendTaskFailure", taskToken=token) == expected
    assert account.refused("SendTaskHeartbeat", taskToken=token) == expected


def test_no_token(account: Account) -> None:
    expected = "InvalidToken: Invalid Token: 'Invalid token'"
    assert account.refused("SendTaskSuccess", taskToken="nonsense", output="1") == expected


def test_output_is_json(account: Account) -> None:
    arn, token = waiting(account)
    refused = account.refused("SendTaskSuccess", taskToken=token, output="not json")
    assert refused.startswith("InvalidOutput: Invalid Output: 'Unrecognized token 'not'")
    account.call("SendTaskSuccess", taskToken=token, output="{}")
    assert account.ended(arn)["status"] == "SUCCEEDED"
