"""Executions: how they are named, what is said of them, what their history shows."""

from __future__ import annotations

import json
import time

import boto3
import pytest
from botocore.exceptions import ClientError

from ..cloud import ROLE, Cloud

PASS = {"A": {"Type": "Pass", "End": True}}
CHAIN = {f"S{n}": {"Type": "Pass", "Next": f"S{n + 1}"} for n in range(4)} | {
    "S4": {"Type": "Pass", "End": True}
}
WAIT = {"W": {"Type": "Wait", "Seconds": 60, "End": True}}


def test_unnamed_executions_have_names_of_their_own(cloud: Cloud) -> None:
    machine = cloud.create(PASS)
    arns = {cloud.start(machine) for _ in range(3)}
    assert len(arns) == 3
    assert not any(arn.endswith(":None") for arn in arns)


def test_a_name_that_eventbridge_makes_is_legal(cloud: Cloud) -> None:
    name = "a2f1b6c1-1111-2222-3333-444455556666_b7c1d2e3-1111-2222-3333-444455556666"
    ended = cloud.ended(cloud.start(cloud.create(PASS), name=name))
    assert (ended["status"], ended["name"]) == ("SUCCEEDED", name)


@pytest.mark.parametrize("name", ["a b", "a:b", "x" * 81])
def test_an_illegal_name_is_refused(cloud: Cloud, name: str) -> None:
    with pytest.raises(ClientError, match=r"InvalidName|ValidationException"):
        cloud.start(cloud.create(PASS), name=name)


def test_input_that_is_no_json_is_refused(cloud: Cloud) -> None:
    with pytest.raises(cloud.states.exceptions.InvalidExecutionInput):
        cloud.states.start_execution(stateMachineArn=cloud.create(PASS), input="{")


@pytest.mark.parametrize("value", ["text", 1, None, [1], {"a": None}])
def test_output_is_json_whatever_it_is(cloud: Cloud, value: object) -> None:
    assert cloud.output({"Type": "Pass", "Result": value}) == value


def test_the_start_time_is_text_in_the_context(cloud: Cloud) -> None:
    output = cloud.output({"Type": "Pass", "Parameters": {"at.$": "$$.Execution.StartTime"}})
    assert output["at"].endswith("Z")


def test_a_role_arn_may_come_from_the_input(cloud: Cloud) -> None:
    state = {"Type": "Pass", "Parameters": {"RoleArn.$": "$.role", "Fixed": "x"}}
    assert cloud.output(state, {"role": "arn"}) == {"RoleArn": "arn", "Fixed": "x"}


def test_history_can_be_read_in_pages_and_backwards(cloud: Cloud) -> None:
    execution = cloud.start(cloud.create(CHAIN))
    cloud.ended(execution)
    read = cloud.states.get_execution_history
    whole = [event["id"] for event in read(executionArn=execution)["events"]]
    assert whole == list(range(1, 13))
    first = read(executionArn=execution, maxResults=5)
    second = read(executionArn=execution, maxResults=5, nextToken=first["nextToken"])
    assert [event["id"] for event in first["events"] + second["events"]] == whole[:10]
    backwards = read(executionArn=execution, reverseOrder=True, maxResults=2)["events"]
    assert [event["id"] for event in backwards] == [12, 11]


def test_history_may_leave_the_data_out(cloud: Cloud) -> None:
    execution = cloud.start(cloud.create(PASS), {"secret": 1})
    cloud.ended(execution)
    events = cloud.states.get_execution_history(executionArn=execution, includeExecutionData=False)
    assert "secret" not in json.dumps(events["events"], default=str)


def test_a_client_with_the_printed_environment_reaches_what_has_a_host_of_its_own_on_aws(
    cloud: Cloud, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name, value in cloud.aws.environment.items():
        monkeypatch.setenv(name, value)
    client = boto3.session.Session().client("stepfunctions")
    machine = client.create_state_machine(
        name="at-once",
        definition=json.dumps({"StartAt": "A", "States": PASS}),
        roleArn=ROLE,
        type="EXPRESS",
    )["stateMachineArn"]
    ended = client.start_sync_execution(stateMachineArn=machine, input='{"n": 1}')
    assert (ended["status"], json.loads(ended["output"])) == ("SUCCEEDED", {"n": 1})


def test_a_stopped_execution_keeps_error_and_cause(cloud: Cloud) -> None:
    execution = cloud.start(cloud.create(WAIT))
    cloud.states.stop_execution(executionArn=execution, error="Enough", cause="no more")
    ended = cloud.ended(execution)
    assert (ended["status"], ended["error"], ended["cause"]) == ("ABORTED", "Enough", "no more")
    assert ended["stopDate"] >= ended["startDate"]


def test_an_execution_that_takes_too_long_has_an_end(cloud: Cloud) -> None:
    ended = cloud.ended(cloud.start(cloud.create(WAIT, TimeoutSeconds=1)))
    assert ended["status"] == "TIMED_OUT"
    assert "stopDate" in ended


def test_the_newest_execution_is_listed_first(cloud: Cloud) -> None:
    machine = cloud.create(PASS)
    started = []
    for _ in range(3):
        started.append(cloud.start(machine))
        time.sleep(0.01)
    for execution in started:
        cloud.ended(execution)
    listed = cloud.states.list_executions(stateMachineArn=machine, statusFilter="SUCCEEDED")
    assert [each["executionArn"] for each in listed["executions"]] == started[::-1]
    running = cloud.states.list_executions(stateMachineArn=machine, statusFilter="RUNNING")
    assert running["executions"] == []


def test_an_update_leaves_running_executions_alone(cloud: Cloud) -> None:
    machine = cloud.create({"W": {"Type": "Wait", "Seconds": 1, "Next": "A"}, **PASS})
    execution = cloud.start(machine, {"n": 1})
    changed = {"StartAt": "F", "States": {"F": {"Type": "Fail"}}}
    cloud.states.update_state_machine(stateMachineArn=machine, definition=json.dumps(changed))
    assert cloud.ended(execution)["status"] == "SUCCEEDED"
    assert cloud.ended(cloud.start(machine))["status"] == "FAILED"


@pytest.mark.parametrize("error", ["States.Timeout", "States.TaskFailed", "Own.Error"])
def test_an_error_leaves_a_parallel_state_under_its_own_name(cloud: Cloud, error: str) -> None:
    branch = {"StartAt": "F", "States": {"F": {"Type": "Fail", "Error": error, "Cause": "c"}}}
    parallel = {
        "Type": "Parallel",
        "Branches": [branch],
        "Catch": [{"ErrorEquals": [error], "Next": "Caught"}],
        "End": True,
    }
    ended = cloud.run({"P": parallel, "Caught": {"Type": "Pass", "End": True}})
    assert json.loads(ended["output"])["Error"] == error


@pytest.mark.parametrize(
    ("resource", "parameters", "error"),
    [
        ("sagemaker:describeEndpoint", {"EndpointName": "none"}, "SageMaker.SageMakerException"),
        ("s3:listObjectsV2", {"Bucket": "no-such-bucket"}, "S3.NoSuchBucketException"),
        ("dynamodb:describeTable", {"TableName": "none"}, "DynamoDb.ResourceNotFoundException"),
        (
            "cloudwatchlogs:deleteLogGroup",
            {"LogGroupName": "none"},
            "CloudWatchLogs.ResourceNotFoundException",
        ),
    ],
)
def test_an_sdk_error_has_the_name_that_the_sdk_gives_it(
    cloud: Cloud, resource: str, parameters: dict[str, str], error: str
) -> None:
    state = {"Type": "Task", "Resource": f"arn:aws:states:::aws-sdk:{resource}", "End": True}
    ended = cloud.run({"Task": {**state, "Parameters": parameters}})
    assert ended["error"] == error
    assert "(Service: " in ended["cause"]


def test_times_in_an_sdk_answer_are_text(cloud: Cloud) -> None:
    cloud.aws.client("s3").create_bucket(Bucket="with-times")
    state = {"Type": "Task", "Resource": "arn:aws:states:::aws-sdk:s3:listBuckets"}
    output = cloud.output({**state, "Parameters": {}})
    assert all(bucket["CreationDate"].endswith("Z") for bucket in output["Buckets"])


def test_sdk_members_have_a_capital_first_letter_for_every_service(cloud: Cloud) -> None:
    cloud.aws.client("logs").create_log_group(logGroupName="/spelled", tags={"lower": "kept"})
    state = {
        "Type": "Task",
        "Resource": "arn:aws:states:::aws-sdk:cloudwatchlogs:describeLogGroups",
    }
    output = cloud.output({**state, "Parameters": {"LogGroupNamePrefix": "/spelled"}})
    assert output["LogGroups"][0]["LogGroupName"] == "/spelled"
    state["Resource"] = "arn:aws:states:::aws-sdk:cloudwatchlogs:listTagsLogGroup"
    output = cloud.output({**state, "Parameters": {"LogGroupName": "/spelled"}})
    assert output["Tags"] == {"lower": "kept"}
