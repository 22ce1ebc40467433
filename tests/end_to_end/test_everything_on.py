"""A stack with every option on, as one deployment: nothing of it is skipped, all of it is encrypted, and its training
on spot instances goes on from its checkpoints after an interruption.

The pipeline is bank's: AWS's own XGBoost keeps a checkpoint after each round.
"""

from __future__ import annotations

import json
import time
import urllib.request
from typing import Any

import pytest

from localaws.server.embedded import EmbeddedAWS

from .conftest import ROOT, Terminal

pytestmark = pytest.mark.end_to_end

SUBNET, GROUP = "subnet-0a1b2c3d", "sg-0a1b2c3d"
OPTIONS = {
    "key": "own",
    "subnets": SUBNET,
    "security-groups": GROUP,
    "network-isolation": "true",
    "encryption-between-containers": "true",
    "permissions-boundary": "arn:aws:iam::123456789012:policy/boundary",
    "role-path": "/retraining/",
    "owner": "ml",
    "training-spot": "true",
    "alarms-overlong-hours": "6",
    "alarms-days-without-success": "3",
    "schedule-enabled": "true",
    "new-data-enabled": "true",
    "message-emails": "ml@example.com",
    "approval-required": "true",
    "approval-link": "true",
    "job-log-retention-days": "30",
}
STACK = "stepline-bank-dev"
ROUNDS = 800  # seconds of training: enough to be interrupted in


@pytest.fixture(scope="module")
def deployed(terminal: Terminal, aws: EmbeddedAWS) -> dict[str, str]:
    """The outputs of the stack."""
    given = [word for key, value in OPTIONS.items() for word in ("-c", f"stepline:{key}={value}")]
    terminal.run("deploy", "bank", *given)
    (stack,) = terminal.client("cloudformation").describe_stacks(StackName=STACK)["Stacks"]
    return {output["OutputKey"]: output["OutputValue"] for output in stack["Outputs"]}


def resources(terminal: Terminal, kind: str) -> list[str]:
    found = terminal.client("cloudformation").describe_stack_resources(StackName=STACK)
    return [
        each["PhysicalResourceId"]
        for each in found["StackResources"]
        if each["ResourceType"] == kind
    ]


def test_nothing_of_it_is_skipped(deployed: dict[str, str], aws: EmbeddedAWS) -> None:
    with urllib.request.urlopen(f"{aws.endpoint}/_localaws/unsupported") as answer:
        assert json.load(answer) == {"unsupported": []}


def test_bucket_logs_table_topic_and_queue_have_the_stacks_key(
    deployed: dict[str, str], terminal: Terminal
) -> None:
    (key,) = resources(terminal, "AWS::KMS::Key")
    arn = terminal.client("kms").describe_key(KeyId=key)["KeyMetadata"]["Arn"]
    (rule,) = terminal.client("s3").get_bucket_encryption(Bucket=deployed["BucketName"])[
        "ServerSideEncryptionConfiguration"
    ]["Rules"]
    assert rule["ApplyServerSideEncryptionByDefault"]["KMSMasterKeyID"] == arn
    groups = terminal.client("logs").describe_log_groups(
        logGroupNamePrefix=deployed["LogGroupName"]
    )["logGroups"]
    assert {group["kmsKeyId"] for group in groups} == {arn}
    table = terminal.client("dynamodb").describe_table(TableName=deployed["TableName"])["Table"]
    assert table["SSEDescription"]["KMSMasterKeyArn"] == arn
    topic = terminal.client("sns").get_topic_attributes(TopicArn=deployed["TopicArn"])
    assert topic["Attributes"]["KmsMasterKeyId"] == arn
    queue = terminal.client("sqs").get_queue_attributes(
        QueueUrl=deployed["DeadLetterQueueUrl"], AttributeNames=["KmsMasterKeyId"]
    )
    assert queue["Attributes"]["KmsMasterKeyId"] == arn


def test_every_role_is_below_the_path_and_held_by_the_boundary(
    deployed: dict[str, str], terminal: Terminal
) -> None:
    for name in resources(terminal, "AWS::IAM::Role"):
        role = terminal.client("iam").get_role(RoleName=name)["Role"]
        assert role["Path"] == "/retraining/"
        assert role["PermissionsBoundary"]["PermissionsBoundaryArn"].endswith(":policy/boundary")


def test_the_alarms_are_evaluated_and_the_dashboard_is_there(
    deployed: dict[str, str], terminal: Terminal
) -> None:
    watching = terminal.client("cloudwatch")
    alarms = watching.describe_alarms(AlarmNamePrefix=f"{STACK}-")["MetricAlarms"]
    assert {alarm["AlarmName"].removeprefix(f"{STACK}-") for alarm in alarms} >= {
        "ExecutionFailed",
        "ExecutionOverlong",
        "NoSuccess",
        "EndpointErrors",
        "EndpointLatency",
    }
    body = json.loads(watching.get_dashboard(DashboardName=STACK)["DashboardBody"])
    assert set(body["widgets"][0]["properties"]["alarms"]) <= {each["AlarmArn"] for each in alarms}


def test_an_interrupted_training_goes_on_from_its_checkpoint(
    deployed: dict[str, str], terminal: Terminal, aws: EmbeddedAWS
) -> None:
    rounds = json.dumps({"hyperparameters": {"num_round": ROUNDS}})
    data = str(ROOT / "samples" / "bank" / "bank.csv")
    terminal.run("start", "bank", "--data", data, "--yes", "--input", rounds)
    job = in_training(terminal)
    aws.interrupt(job["TrainingJobName"], capacity_after_seconds=1)
    ended = until_over(terminal, job["TrainingJobName"])
    assert ended["TrainingJobStatus"] == "Completed", ended.get("FailureReason")
    assert "Interrupted" in [each["Status"] for each in ended["SecondaryStatusTransitions"]]
    assert ended["ResourceConfig"]["VolumeKmsKeyId"] == ended["OutputDataConfig"]["KmsKeyId"]
    assert ended["VpcConfig"] == {"SecurityGroupIds": [GROUP], "Subnets": [SUBNET]}
    assert ended["EnableNetworkIsolation"] is True
    said = terminal.client("logs").filter_log_events(
        logGroupName="/aws/sagemaker/TrainingJobs",
        logStreamNamePrefix=job["TrainingJobName"],
        filterPattern='"Checkpoint loaded"',
    )
    assert len(said["events"]) == 1


def in_training(terminal: Terminal) -> dict[str, Any]:
    """The training job, when it has trained for some rounds."""
    sagemaker, logs = terminal.client("sagemaker"), terminal.client("logs")
    deadline = time.monotonic() + 600  # the first time, environments of images are made
    while time.monotonic() < deadline:
        for summary in sagemaker.list_training_jobs()["TrainingJobSummaries"]:
            name = summary["TrainingJobName"]
            job: dict[str, Any] = sagemaker.describe_training_job(TrainingJobName=name)
            group = {"logGroupName": "/aws/sagemaker/TrainingJobs", "logStreamNamePrefix": name}
            if job["SecondaryStatus"] == "Training" and any(
                "train-auc" in event["message"]
                for event in logs.filter_log_events(**group, limit=100)["events"]
            ):
                return job
        time.sleep(0.1)
    raise AssertionError("no training job trains")


def until_over(terminal: Terminal, name: str) -> dict[str, Any]:
    sagemaker = terminal.client("sagemaker")
    deadline = time.monotonic() + 180
    while time.monotonic() < deadline:
        job: dict[str, Any] = sagemaker.describe_training_job(TrainingJobName=name)
        if job["TrainingJobStatus"] not in ("InProgress", "Stopping"):
            return job
        time.sleep(0.5)
    raise AssertionError(f"{name} is not over: {job['SecondaryStatus']}")
