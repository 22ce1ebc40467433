"""Executions are described, listed, stopped and redriven."""

from __future__ import annotations

import json
import time
from typing import Any

import pytest

from localaws.stepfunctions.execution import Execution
from localaws.stepfunctions.map_runs.record import Child, MapRun

from .account import FAILS, LOGS, PASSES, ROLE, STATES, WAITS, Account

ACTIVITY = f"{STATES}:activity:worked"
MAP_RUN = f"{STATES}:mapRun:Name/Label:0f7b1b66-0000-0000-0000-000000000000"


def waiting(account: Account, **members: Any) -> str:
    """An execution that waits for a minute."""
    arn = account.start(WAITS, **members)
    account.until(arn, "WaitStateEntered")
    return arn


def test_one_that_runs(account: Account) -> None:
    described = account.call("DescribeExecution", executionArn=waiting(account))
    assert described["status"] == "RUNNING"
    assert not {"stopDate", "output", "outputDetails", "redriveDate"} & set(described)
    assert described["redriveStatus"] == "NOT_REDRIVABLE"
    assert described["redriveStatusReason"] == "Execution is RUNNING and cannot be redriven"


def test_one_that_succeeded(account: Account) -> None:
    described = account.run(PASSES, {"a": 1})
    assert (described["input"], described["output"]) == ('{"a": 1}', '{"a":1}')
    assert described["outputDetails"] == {"included": True}
    assert described["redriveStatusReason"] == "Execution is SUCCEEDED and cannot be redriven"


def test_one_that_failed(account: Account) -> None:
    described = account.run(FAILS)
    assert (described["status"], described["error"], described["cause"]) == ("FAILED", "E", "why")
    assert (described["redriveStatus"], described["redriveCount"]) == ("REDRIVABLE", 0)


def test_its_data_may_be_left_out(account: Account) -> None:
    arn = account.run()["executionArn"]
    described = account.call("DescribeExecution", executionArn=arn, includedData="METADATA_ONLY")
    assert not {"input", "output"} & set(described)
    assert described["inputDetails"] == described["outputDetails"] == {"included": False}


@pytest.mark.parametrize("operation", ["DescribeExecution", "StopExecution", "RedriveExecution"])
def test_one_that_is_not_there(account: Account, operation: str) -> None:
    arn = f"{STATES}:execution:machine:nothing"
    expected = f"ExecutionDoesNotExist: Execution Does Not Exist: '{arn}'"
    assert account.refused(operation, executionArn=arn) == expected
    express = f"{STATES}:express:machine:name:run"
    assert account.refused(operation, executionArn=express) == (
        "InvalidArn: Invalid Arn: 'Resource type not valid in this context: express'"
    )


def test_the_machine_as_it_was(account: Account) -> None:
    logging = {
        "level": "ALL",
        "includeExecutionData": True,
        "destinations": [{"cloudWatchLogsLogGroup": {"logGroupArn": LOGS}}],
    }
    arn = account.machine(PASSES, loggingConfiguration=logging)
    execution = account.call("StartExecution", stateMachineArn=arn)["executionArn"]
    account.call(
        "UpdateStateMachine",
        stateMachineArn=arn,
        definition=json.dumps(FAILS),
        roleArn=ROLE + "2",
        loggingConfiguration={"level": "OFF"},
    )
    described = account.call("DescribeStateMachineForExecution", executionArn=execution)
    assert json.loads(described["definition"]) == PASSES
    assert (described["stateMachineArn"], described["roleArn"]) == (arn, ROLE)
    assert described["loggingConfiguration"] == logging
    assert not {"revisionId", "mapRunArn", "label", "variableReferences"} & set(described)


def test_the_machine_as_it_was_outlives_the_machine(account: Account) -> None:
    arn = account.machine()
    execution = account.call("StartExecution", stateMachineArn=arn)["executionArn"]
    account.ended(execution)
    account.call("DeleteStateMachine", stateMachineArn=arn)
    described = account.call("DescribeStateMachineForExecution", executionArn=execution)
    assert json.loads(described["definition"]) == PASSES


def test_they_are_listed_latest_first(account: Account) -> None:
    arn = account.machine()
    started = []
    for _ in range(3):
        started.append(account.call("StartExecution", stateMachineArn=arn)["executionArn"])
        account.clock.move(1)
    first = account.call("ListExecutions", stateMachineArn=arn, maxResults=2)
    rest = account.call("ListExecutions", stateMachineArn=arn, nextToken=first["nextToken"])
    listed = [each["executionArn"] for each in first["executions"] + rest["executions"]]
    assert listed == started[::-1]
    assert "nextToken" not in rest


def test_they_are_listed_by_status(account: Account) -> None:
    arn = account.machine(FAILS)
    failed = account.call("StartExecution", stateMachineArn=arn)["executionArn"]
    account.ended(failed)
    account.call("UpdateStateMachine", stateMachineArn=arn, definition=json.dumps(WAITS))
    running = account.call("StartExecution", stateMachineArn=arn)["executionArn"]

    def listed(status: str) -> list[str]:
        found = account.call("ListExecutions", stateMachineArn=arn, statusFilter=status)
        return [each["executionArn"] for each in found["executions"]]

    assert listed("FAILED") == [failed]
    assert listed("RUNNING") == [running]
    assert listed("SUCCEEDED") == []


def test_those_of_a_version_and_of_an_alias_are_listed(account: Account) -> None:
    arn = account.machine(publish=True)
    routes = [{"stateMachineVersionArn": f"{arn}:1", "weight": 100}]
    account.call("CreateStateMachineAlias", name="PROD", routingConfiguration=routes)
    for qualifier in ("", ":1", ":PROD"):
        account.call("StartExecution", stateMachineArn=arn + qualifier)

    def count(qualifier: str) -> int:
        found = account.call("ListExecutions", stateMachineArn=arn + qualifier)
        return len(found["executions"])

    assert [count(qualifier) for qualifier in ("", ":1", ":PROD")] == [3, 2, 1]


def test_what_cannot_be_listed(account: Account) -> None:
    express = account.machine(type="EXPRESS")
    assert account.refused("ListExecutions", stateMachineArn=express) == (
        "StateMachineTypeNotSupported: This operation is not supported by this type of state machine"
    )
    missing = account.refused("ListExecutions", stateMachineArn=f"{STATES}:stateMachine:no")
    assert missing.startswith("StateMachineDoesNotExist: State Machine Does Not Exist: '")
    both = {"stateMachineArn": express, "mapRunArn": MAP_RUN}
    assert account.refused("ListExecutions", **both).startswith("ValidationException")
    filtered = {"stateMachineArn": express, "redriveFilter": "REDRIVEN"}
    assert account.refused("ListExecutions", **filtered).startswith(
        ("ValidationException", "StateMachineTypeNotSupported")
    )


def test_one_is_stopped_with_a_reason(account: Account) -> None:
    arn = waiting(account)
    stopped = account.call("StopExecution", executionArn=arn, error="Mine", cause="enough")
    described = account.call("DescribeExecution", executionArn=arn)
    assert described["status"] == "ABORTED"
    assert (described["error"], described["cause"]) == ("Mine", "enough")
    assert described["stopDate"] == stopped["stopDate"]


def test_one_that_has_ended_stays_as_it_ended(account: Account) -> None:
    ended = account.run()
    stopped = account.call("StopExecution", executionArn=ended["executionArn"])
    assert stopped["stopDate"] == ended["stopDate"]
    assert account.call("DescribeExecution", executionArn=ended["executionArn"]) == ended


def test_one_that_failed_is_redriven(account: Account) -> None:
    arn = account.run(FAILS)["executionArn"]
    redriven = account.call("RedriveExecution", executionArn=arn, clientToken="token")
    described = account.ended(arn)
    assert described["redriveCount"] == 1
    assert described["redriveDate"] == redriven["redriveDate"]
    assert account.call("RedriveExecution", executionArn=arn, clientToken="token") == redriven
    assert account.ended(arn)["redriveCount"] == 1
    account.call("RedriveExecution", executionArn=arn, clientToken="another")
    assert account.ended(arn)["redriveCount"] == 2


def test_what_cannot_be_redriven_says_why(account: Account) -> None:
    refused = account.refused("RedriveExecution", executionArn=account.run()["executionArn"])
    assert refused == ("ExecutionNotRedrivable: Execution is SUCCEEDED and cannot be redriven")


def child_of(map_run: str, arn: str, machine: str) -> Execution:
    """A child execution that failed, and failed again."""
    return Execution(
        arn,
        "child",
        machine,
        ROLE,
        json.dumps(FAILS),
        "{}",
        time.time(),
        status="FAILED",
        stopped=time.time(),
        redrive_count=1,
        map_run_arn=map_run,
        item={"Index": 0, "Value": {}},
    )


def test_children_of_a_map_run(account: Account) -> None:
    machine = f"{STATES}:stateMachine:Name/Label"
    account.map_runs.records.put_run(MapRun(MAP_RUN, f"{STATES}:execution:Name:e", machine, 1.0))
    arn = f"{STATES}:execution:Name/Label:child"
    account.map_runs.records.put_children(MAP_RUN, [Child(0, 7, "{}")])
    account.records.open(child_of(MAP_RUN, arn, machine), [])
    (child,) = account.call("ListExecutions", mapRunArn=MAP_RUN)["executions"]
    assert (child["executionArn"], child["mapRunArn"]) == (arn, MAP_RUN)
    assert child["itemCount"] == 7
    for redriven, count in (("REDRIVEN", 1), ("NOT_REDRIVEN", 0)):
        found = account.call("ListExecutions", mapRunArn=MAP_RUN, redriveFilter=redriven)
        assert len(found["executions"]) == count
    described = account.call("DescribeExecution", executionArn=arn)
    assert described["redriveStatus"] == "REDRIVABLE_BY_MAP_RUN"
    then = account.call("DescribeStateMachineForExecution", executionArn=arn)
    assert (then["label"], then["mapRunArn"]) == ("Label", MAP_RUN)
    assert then["stateMachineArn"] == machine
    assert account.refused("RedriveExecution", executionArn=arn).startswith(
        "ExecutionNotRedrivable"
    )
