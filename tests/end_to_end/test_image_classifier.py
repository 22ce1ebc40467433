"""A project as strangers write them, a CDK app in TypeScript with npm's own packages, deployed by the plain CDK CLI.

Its machine calls three functions around an endpoint, decides by a metric that it reads from S3, waits for
a human who is asked by mail, and tells a topic where it fails, which an alarm notices, too. Nothing in
``image_classifier/`` knows where it runs.
"""

from __future__ import annotations

import json
import re
import shutil
import time
import urllib.request
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from .cdk_project import CDK, Project, bootstrapped

FOLDER = Path(__file__).parent / "image_classifier"
STACK = "image-classifier"
SIDE = 8  # pixels

pytestmark = [
    pytest.mark.end_to_end,
    pytest.mark.skipif(
        not (FOLDER / "node_modules").exists() or not CDK.exists(),
        reason="npm's packages are installed by `make test`",
    ),
]


@pytest.fixture(scope="module")
def project(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Project]:
    """The project, cloned and deployed."""
    home = tmp_path_factory.mktemp("home")
    app = tmp_path_factory.mktemp("app") / STACK
    shutil.copytree(FOLDER, app, ignore=shutil.ignore_patterns("node_modules", "cdk.out"))
    (app / "node_modules").symlink_to(FOLDER / "node_modules")
    with bootstrapped(app, home, "eu-west-1", "--movable-clock") as made:
        made.cdk("deploy", "--require-approval", "never")
        yield made


def outputs(project: Project) -> dict[str, str]:
    (stack,) = project.client("cloudformation").describe_stacks(StackName=STACK)["Stacks"]
    return {output["OutputKey"]: output["OutputValue"] for output in stack["Outputs"]}


def start(project: Project, key: str, red: int, blue: int) -> str:
    """Classify an image of one colour; the execution's ARN."""
    found = outputs(project)
    pixels = bytes([red, 0, blue]) * SIDE * SIDE
    image = b"P6\n%d %d\n255\n" % (SIDE, SIDE) + pixels
    project.client("s3").put_object(Bucket=found["BucketName"], Key=key, Body=image)
    given = {"s3_bucket": found["BucketName"], "s3_key": key}
    started = project.client("stepfunctions").start_execution(
        stateMachineArn=found["MachineArn"], input=json.dumps(given)
    )
    return str(started["executionArn"])


def ended(project: Project, execution: str) -> dict[str, Any]:
    while True:
        described = project.client("stepfunctions").describe_execution(executionArn=execution)
        if described["status"] != "RUNNING":
            return dict(described)
        time.sleep(0.2)


def page(project: Project, path: str, body: bytes | None = None) -> Any:
    url = f"{project.environment['AWS_ENDPOINT_URL']}/_localaws/{path}"
    with urllib.request.urlopen(url, body, timeout=60) as response:
        return json.load(response)


def mail(project: Project, subject: str) -> dict[str, Any]:
    """The mail of a subject, once it is in the outbox."""
    while True:
        for message in page(project, "outbox")["messages"]:
            if message["subject"] and subject in message["subject"]:
                return dict(message)
        time.sleep(0.2)


def test_an_image_is_classified_and_filed_once_a_human_has_said_so(project: Project) -> None:
    execution = start(project, "red.ppm", red=250, blue=10)
    asked = mail(project, "Is red.ppm a bicycle?")
    assert asked["to"] == ["team@example.com"]
    token = re.search(r"--task-token (\S+)", asked["body"])
    assert token is not None
    project.client("stepfunctions").send_task_success(
        taskToken=token[1], output='{"approved": true}'
    )
    described = ended(project, execution)
    assert described["status"] == "SUCCEEDED", described
    output = json.loads(described["output"])
    assert (output["label"], output["approval"]) == ("bicycle", {"approved": True})
    assert output["evaluation"]["metrics"]["accuracy"] == 0.95


def test_an_image_of_which_the_model_is_not_sure_is_told_and_an_alarm_rings(
    project: Project,
) -> None:
    described = ended(project, start(project, "violet.ppm", red=100, blue=100))
    assert (described["status"], described["error"]) == ("FAILED", "NotClassified")
    told = json.loads(mail(project, "The image was not classified")["body"].partition("\n")[0])
    assert told["error"]["Error"] == "ThresholdNotMet"
    page(project, "clock", json.dumps({"seconds": 120}).encode())
    assert mail(project, 'ALARM: "')["to"] == ["team@example.com"]


def test_what_functions_print_is_in_their_logs_for_as_long_as_the_stack_says(
    project: Project,
) -> None:
    logs = project.client("logs")
    (group,) = (
        group
        for group in logs.describe_log_groups(logGroupNamePrefix="/aws/lambda/")["logGroups"]
        if "-Serialize" in group["logGroupName"]
    )
    assert group["retentionInDays"] == 7
    lines = logs.filter_log_events(logGroupName=group["logGroupName"])["events"]
    assert any("Event: dict_keys" in line["message"] for line in lines)
    assert any(line["message"].startswith("REPORT RequestId: ") for line in lines)


def test_its_end_empties_the_bucket_and_leaves_nothing(project: Project) -> None:
    bucket = outputs(project)["BucketName"]
    project.cdk("destroy", "--force")
    buckets = project.client("s3").list_buckets()["Buckets"]
    assert bucket not in [each["Name"] for each in buckets]
    assert project.client("sagemaker").list_endpoints()["Endpoints"] == []
    assert project.client("lambda").list_functions()["Functions"] == []
