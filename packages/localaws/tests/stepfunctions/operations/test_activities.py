"""An activity's tasks are given to workers that ask for them."""

from __future__ import annotations

import json
import threading
import uuid
from typing import Any

import pytest

from .account import STATES, Account, eventually


@pytest.fixture
def activity(account: Account) -> str:
    made = account.call("CreateActivity", name=f"activity-{uuid.uuid4().hex[:8]}")
    arn: str = made["activityArn"]
    return arn


def working(activity: str) -> dict[str, Any]:
    state = {"Type": "Task", "Resource": activity, "End": True}
    return {"StartAt": "S", "States": {"S": state}}


def test_one_is_made_described_and_deleted(account: Account) -> None:
    made = account.call("CreateActivity", name="activity.name_1")
    arn = made["activityArn"]
    assert arn == f"{STATES}:activity:activity.name_1"
    assert account.call("CreateActivity", name="activity.name_1") == made
    assert account.call("DescribeActivity", activityArn=arn) == {
        **made,
        "name": "activity.name_1",
        "encryptionConfiguration": {"type": "AWS_OWNED_KEY"},
    }
    for _ in range(2):
        assert account.call("DeleteActivity", activityArn=arn) == {}
    for operation in ("DescribeActivity", "GetActivityTask"):
        assert account.refused(operation, activityArn=arn) == (
            f"ActivityDoesNotExist: Activity Does Not Exist: '{arn}'"
        )


def test_a_name_that_is_none_is_refused(account: Account) -> None:
    assert account.refused("CreateActivity", name="activity*name") == (
        "InvalidName: Invalid Name: 'activity*name'"
    )


def test_one_of_another_key_is_another(account: Account, activity: str) -> None:
    key = {"type": "CUSTOMER_MANAGED_KMS_KEY", "kmsKeyId": "alias/mine"}
    name = activity.rpartition(":")[2]
    refused = account.refused("CreateActivity", name=name, encryptionConfiguration=key)
    assert refused == f"ActivityAlreadyExists: Activity Already Exists: '{activity}'"


def test_they_are_listed_by_name(account: Account) -> None:
    for name in ("z-2", "z-1"):
        account.call("CreateActivity", name=name)
    names = [each["name"] for each in account.call("ListActivities")["activities"]]
    assert names == sorted(names)
    assert {"z-1", "z-2"} < set(names)


def test_a_worker_has_a_task_and_ends_it(account: Account, activity: str) -> None:
    execution = account.start(working(activity), {"a": 1})
    task = account.call("GetActivityTask", activityArn=activity, workerName="me")
    assert json.loads(task["input"]) == {"a": 1}
    account.call("SendTaskSuccess", taskToken=task["taskToken"], output='{"b":2}')
    assert account.ended(execution)["output"] == '{"b":2}'


def test_a_worker_waits_for_a_task(account: Account, activity: str) -> None:
    came: list[dict[str, Any]] = []
    worker = threading.Thread(
        target=lambda: came.append(account.call("GetActivityTask", activityArn=activity))
    )
    worker.start()
    execution = account.start(working(activity))
    worker.join(10)
    account.call("SendTaskFailure", taskToken=came[0]["taskToken"], error="E", cause="why")
    assert account.ended(execution)["error"] == "E"


def test_after_a_minute_there_was_none(account: Account, activity: str) -> None:
    came: list[dict[str, Any]] = []
    worker = threading.Thread(
        target=lambda: came.append(account.call("GetActivityTask", activityArn=activity))
    )
    worker.start()

    def a_minute_passed() -> bool:
        account.clock.move(61)
        return bool(came)

    eventually(a_minute_passed)
    worker.join(10)
    assert came == [{"taskToken": None}]


def test_an_arn_of_something_else(account: Account) -> None:
    assert account.refused("GetActivityTask", activityArn="no_an_activity_arn") == (
        "InvalidArn: Invalid Arn: 'Invalid ARN prefix: no_an_activity_arn'"
    )
