"""The API over HTTP, as boto3 speaks it: what needs more than one request, or one that waits."""

from __future__ import annotations

import json
import uuid
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest

from .conftest import Machines

PASS = {"S": {"Type": "Pass", "End": True}}
FAIL = {"S": {"Type": "Fail", "Error": "E", "Cause": "why"}}


def definition(states: dict[str, Any]) -> str:
    return json.dumps({"StartAt": next(iter(states)), "States": states})


def test_a_worker_waits_for_an_activitys_task(machines: Machines) -> None:
    client = machines.client
    activity = client.create_activity(name=f"activity-{uuid.uuid4().hex[:8]}")["activityArn"]
    with ThreadPoolExecutor(1) as worker:
        polled = worker.submit(client.get_activity_task, activityArn=activity, workerName="me")
        execution = machines.start({"S": {"Type": "Task", "Resource": activity, "End": True}}, [1])
        task = polled.result(30)
    assert task["input"] == "[1]"
    client.send_task_heartbeat(taskToken=task["taskToken"])
    client.send_task_success(taskToken=task["taskToken"], output='{"done":true}')
    assert machines.ended(execution)["output"] == {"done": True}
    with pytest.raises(client.exceptions.TaskTimedOut):
        client.send_task_success(taskToken=task["taskToken"], output="{}")
    client.delete_activity(activityArn=activity)


def test_an_express_execution_is_waited_for(machines: Machines) -> None:
    arn = machines.client.create_state_machine(
        name=f"express-{uuid.uuid4().hex[:8]}",
        definition=definition(PASS),
        roleArn=machines.role,
        type="EXPRESS",
    )["stateMachineArn"]
    ended = machines.client.start_sync_execution(stateMachineArn=arn, input='{"a": 1}')
    assert (ended["status"], json.loads(ended["output"])) == ("SUCCEEDED", {"a": 1})
    with pytest.raises(machines.client.exceptions.InvalidArn):
        machines.client.describe_execution(executionArn=ended["executionArn"])


def test_an_alias_moves_from_one_version_to_the_next(machines: Machines) -> None:
    client, arn = machines.client, machines.create(PASS)
    first = client.publish_state_machine_version(stateMachineArn=arn)["stateMachineVersionArn"]
    alias = client.create_state_machine_alias(
        name="PROD", routingConfiguration=[{"stateMachineVersionArn": first, "weight": 100}]
    )["stateMachineAliasArn"]
    second = client.update_state_machine(
        stateMachineArn=arn, definition=definition(FAIL), publish=True
    )["stateMachineVersionArn"]

    def ended() -> str:
        started = client.start_execution(stateMachineArn=alias)
        status: str = machines.ended(started["executionArn"])["status"]
        return status

    assert ended() == "SUCCEEDED"
    client.update_state_machine_alias(
        stateMachineAliasArn=alias,
        routingConfiguration=[{"stateMachineVersionArn": second, "weight": 100}],
    )
    assert ended() == "FAILED"
    pages = client.get_paginator("list_executions").paginate(
        stateMachineArn=alias, PaginationConfig={"PageSize": 1}
    )
    found = [each["stateMachineVersionArn"] for page in pages for each in page["executions"]]
    assert found == [second, first]


def test_a_failed_execution_is_redriven(machines: Machines) -> None:
    execution = machines.start({"P": {"Type": "Pass", "Next": "S"}} | FAIL)
    assert machines.ended(execution)["redriveStatus"] == "REDRIVABLE"
    machines.client.redrive_execution(executionArn=execution)
    assert machines.ended(execution)["redriveCount"] == 1
    assert machines.events(execution)[-4:] == [
        "ExecutionFailed",
        "ExecutionRedriven",
        "FailStateEntered",
        "ExecutionFailed",
    ]


def test_a_map_runs_children_are_counted_and_listed(machines: Machines) -> None:
    processor = {"ProcessorConfig": {"Mode": "DISTRIBUTED", "ExecutionType": "STANDARD"}}
    state = {
        "Type": "Map",
        "Label": "Items",
        "ItemProcessor": {**processor, "StartAt": "S", "States": PASS},
        "ItemBatcher": {"MaxItemsPerBatch": 2},
        "End": True,
    }
    execution = machines.start({"M": state}, ["a", "b", "c"])
    assert machines.ended(execution)["status"] == "SUCCEEDED"
    client = machines.client
    (run,) = client.list_map_runs(executionArn=execution)["mapRuns"]
    described = client.describe_map_run(mapRunArn=run["mapRunArn"])
    assert (described["status"], described["executionArn"]) == ("SUCCEEDED", execution)
    assert described["itemCounts"]["succeeded"] == described["itemCounts"]["total"] == 3
    assert described["executionCounts"]["total"] == 2
    children = client.list_executions(mapRunArn=run["mapRunArn"])["executions"]
    assert sorted(child["itemCount"] for child in children) == [1, 2]
    then = client.describe_state_machine_for_execution(executionArn=children[0]["executionArn"])
    assert (then["label"], then["mapRunArn"]) == ("Items", run["mapRunArn"])


def test_every_problem_of_a_definition_has_its_place(machines: Machines) -> None:
    states = {"S": {"Type": "Pass", "Next": "Nowhere"}}
    response = machines.client.validate_state_machine_definition(definition=definition(states))
    assert response["result"] == "FAIL"
    found = [(each["code"], each.get("location")) for each in response["diagnostics"]]
    assert ("MISSING_TRANSITION_TARGET", "/States/S/Next") in found
