"""A machine tested as a team tests its own: by boto3, its jobs mocked or not, and a state alone."""

from __future__ import annotations

import json
import time
import uuid
from typing import Any

import pytest
from botocore.exceptions import ClientError

from .conftest import Machines

TRAINED = {"0": {"Return": {"ModelArtifacts": {"S3ModelArtifacts": "s3://b/model.tar.gz"}}}}


def test_a_mocked_job_and_a_real_one_are_states_of_one_execution(machines: Machines) -> None:
    evaluate = machines.training("echo done > $SM_OUTPUT_DATA_DIR/metrics", ResultPath="$.real")
    train = machines.training("exit 1", ResultPath="$.mocked", End=False, Next="Evaluate")
    machine = machines.create({"Train": train, "Evaluate": evaluate})
    chosen = machines.mock(machine, {"Train": "Trained"}, {"Trained": TRAINED})

    ended = machines.ended(machines.client.start_execution(stateMachineArn=chosen)["executionArn"])

    assert ended["status"] == "SUCCEEDED", ended
    assert ended["output"]["mocked"] == TRAINED["0"]["Return"]
    assert ended["output"]["real"]["TrainingJobStatus"] == "Completed"


def test_a_case_that_there_is_not_is_refused(machines: Machines) -> None:
    machine = machines.create({"Done": {"Type": "Succeed"}})
    machines.mock(machine, {}, {})

    with pytest.raises(ClientError, match="no test case 'Other' of state machine"):
        machines.client.start_execution(stateMachineArn=f"{machine}#Other")


def test_a_mocked_task_may_be_of_a_service_that_is_not_here(machines: Machines) -> None:
    name = f"machine-{uuid.uuid4().hex[:8]}"
    machine = f"arn:aws:states:us-east-1:{machines.aws.account}:stateMachine:{name}"
    chosen = machines.mock(machine, {"Crawl": "Crawled"}, {"Crawled": {"0": {"Return": "rows"}}})
    crawl = {
        "Type": "Task",
        "Resource": "arn:aws:states:::glue:startJobRun.sync",
        "Parameters": {"JobName": "crawl"},
        "End": True,
    }
    definition = json.dumps({"StartAt": "Crawl", "States": {"Crawl": crawl}})

    with pytest.raises(ClientError, match="No Glue job"):
        machines.create({"Crawl": crawl})
    machines.client.create_state_machine(name=name, definition=definition, roleArn=machines.role)
    ended = machines.ended(machines.client.start_execution(stateMachineArn=chosen)["executionArn"])

    assert ended["output"] == "rows"


def test_a_state_is_tested_by_itself(machines: Machines) -> None:
    gate: dict[str, Any] = {
        "Type": "Choice",
        "Choices": [{"Variable": "$.f1", "NumericGreaterThan": 0.8, "Next": "Deploy"}],
        "Default": "Leave",
    }

    tested = machines.client.test_state(
        definition=json.dumps(gate), input='{"f1": 0.9}', inspectionLevel="DEBUG"
    )

    assert (tested["status"], tested["nextState"]) == ("SUCCEEDED", "Deploy")
    assert tested["inspectionData"]["input"] == '{"f1": 0.9}'


def test_a_task_tested_by_itself_asks_its_service(machines: Machines) -> None:
    bucket = {
        "Type": "Task",
        "Resource": "arn:aws:states:::aws-sdk:s3:listObjectsV2",
        "Parameters": {"Bucket": machines.bucket, "Prefix": "nothing/"},
        "ResultSelector": {"found.$": "$.KeyCount"},
        "End": True,
    }

    tested = machines.client.test_state(definition=json.dumps(bucket), roleArn=machines.role)

    assert json.loads(tested["output"]) == {"found": 0}


def test_events_come_to_the_log_group(machines: Machines) -> None:
    group = f"/aws/vendedlogs/states/{uuid.uuid4().hex[:8]}"
    logs = machines.aws.client("logs")
    logs.create_log_group(logGroupName=group)
    arn = f"arn:aws:logs:us-east-1:{machines.aws.account}:log-group:{group}:*"
    machine = machines.create({"Done": {"Type": "Succeed"}})
    machines.client.update_state_machine(
        stateMachineArn=machine,
        loggingConfiguration={
            "level": "ALL",
            "destinations": [{"cloudWatchLogsLogGroup": {"logGroupArn": arn}}],
        },
    )

    machines.ended(machines.client.start_execution(stateMachineArn=machine)["executionArn"])

    deadline = time.monotonic() + 10
    while time.monotonic() < deadline:
        events = logs.filter_log_events(logGroupName=group)["events"]
        if len(events) == 4:
            break
        time.sleep(0.02)
    types = {json.loads(event["message"])["type"] for event in events}
    assert types == {
        *("ExecutionStarted", "SucceedStateEntered", "SucceedStateExited", "ExecutionSucceeded")
    }
