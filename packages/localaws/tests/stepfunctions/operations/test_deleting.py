"""A state machine goes with the last of its executions."""

from __future__ import annotations

import json

from .account import FAILS, WAITS, Account, eventually

TWICE = {
    "StartAt": "S",
    "States": {
        "S": {"Type": "Wait", "Seconds": 60, "Next": "T"},
        "T": {"Type": "Wait", "Seconds": 60, "End": True},
    },
}


def gone(account: Account, arn: str) -> bool:
    listed = account.call("ListStateMachines", maxResults=1000)["stateMachines"]
    return arn not in [each["stateMachineArn"] for each in listed]


def test_one_that_runs_nothing_is_gone_at_once(account: Account) -> None:
    arn = account.machine(publish=True, tags=[{"key": "a", "value": "b"}])
    for _ in range(2):
        assert account.call("DeleteStateMachine", stateMachineArn=arn) == {}
    assert gone(account, arn)
    assert account.refused("DescribeStateMachine", stateMachineArn=f"{arn}:1").startswith(
        "StateMachineDoesNotExist"
    )


def test_its_name_is_free_again(account: Account) -> None:
    arn = account.machine(name="reborn", publish=True)
    account.call("DeleteStateMachine", stateMachineArn=arn)
    assert account.machine(FAILS, name="reborn") == arn
    listed = account.call("ListStateMachineVersions", stateMachineArn=arn)
    assert listed["stateMachineVersions"] == []


def test_an_execution_ends_at_its_next_state(account: Account) -> None:
    arn = account.machine(TWICE)
    execution = account.call("StartExecution", stateMachineArn=arn)["executionArn"]
    account.until(execution, "WaitStateEntered")
    account.call("DeleteStateMachine", stateMachineArn=arn)
    assert account.call("DescribeStateMachine", stateMachineArn=arn)["status"] == "DELETING"
    assert account.call("DescribeExecution", executionArn=execution)["status"] == "RUNNING"
    account.clock.move(61)
    assert account.ended(execution)["status"] == "ABORTED"
    eventually(lambda: gone(account, arn))


def test_one_that_is_being_deleted_starts_and_changes_nothing(account: Account) -> None:
    arn = account.machine(WAITS, name="deleting")
    execution = account.call("StartExecution", stateMachineArn=arn)["executionArn"]
    account.call("DeleteStateMachine", stateMachineArn=arn)
    expected = f"StateMachineDeleting: State Machine is being deleted: '{arn}'"
    assert account.refused("StartExecution", stateMachineArn=arn) == expected
    assert (
        account.refused("UpdateStateMachine", stateMachineArn=arn, definition=json.dumps(FAILS))
        == expected
    )
    account.call("StopExecution", executionArn=execution)
    eventually(lambda: gone(account, arn))


def test_versions_and_aliases_are_not_deleted_so(account: Account) -> None:
    arn = account.machine(publish=True)
    refused = account.refused("DeleteStateMachine", stateMachineArn=f"{arn}:1")
    assert refused.startswith("ValidationException")
    assert not gone(account, arn)
