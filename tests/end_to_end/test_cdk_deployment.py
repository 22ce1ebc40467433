"""The app through the real CDK CLI to the embedded AWS: deploy, deploy again, diff, destroy; over what an
earlier release deployed; and every command of the page that tells how, as it stands there.

The CLI's own word is not taken for it: after each deploy the stack's status, its outputs and every
resource are read back through their own services. Image and processing code are small stand-ins (their
folders are the test's); `make run` goes the whole way.
"""

from __future__ import annotations

import json
import re
import shutil
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from botocore.exceptions import ClientError

from .cdk_project import CDK, STACK, Project, bootstrapped
from .conftest import ROOT
from .shell import on_a_terminal, with_profile

STAND_IN = Path(__file__).parent / "stand_in"
PAGE = ROOT / "docs" / "how-to" / "deploy-on-aws.md"
RELEASE = ROOT / "tests" / "infrastructure" / "releases" / "4757c22"
DOCKERFILE = """FROM python:3.11-slim
COPY train serve /opt/program/
ENV PATH=/opt/program:$PATH
WORKDIR /opt/program
"""
REGION = "eu-west-1"  # the page's

pytestmark = [
    pytest.mark.end_to_end,
    pytest.mark.skipif(not CDK.exists(), reason="the CDK CLI is installed by `make test`"),
]


@pytest.fixture(scope="module")
def app(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The app as it is cloned, but for its image: one whose packages need no minutes to install."""
    folder = tmp_path_factory.mktemp("app")
    for name in ("app.py", "cdk.json"):
        shutil.copy(ROOT / name, folder)
    for name in ("infrastructure", "pipelines", "processing"):
        shutil.copytree(
            ROOT / name, folder / name, ignore=shutil.ignore_patterns("__pycache__", ".*")
        )
    for name in ("ner", "iris"):
        image = folder / "training" / name
        image.mkdir(parents=True)
        (image / "Dockerfile").write_text(DOCKERFILE)
        for program in ("train", "serve"):
            shutil.copy(STAND_IN / program, image / program)
    shutil.copy(STAND_IN / "processing.py", folder / "processing" / "ner" / "__main__.py")
    # What `make environment` makes, and a corpus.
    (folder / ".venv").symlink_to(Path(sys.prefix))
    (folder / "node_modules").symlink_to(ROOT / "node_modules")
    (folder / "my-corpus").mkdir()
    (folder / "my-corpus" / "a.conll").write_text("Ada B-person\n")
    return folder


@pytest.fixture(scope="module")
def project(app: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Project]:
    with bootstrapped(app, tmp_path_factory.mktemp("home"), REGION) as made:
        yield made


def definition(project: Project) -> str:
    response = project.client("stepfunctions").describe_state_machine(
        stateMachineArn=project.outputs()["StateMachineArn"]
    )
    return str(response["definition"])


def test_the_app_is_deployed_changed_compared_and_destroyed(project: Project) -> None:
    project.cdk("deploy", "--require-approval", "never")
    bucket = everything_is_there(project)

    project.client("s3").put_object(Bucket=bucket, Key="data/a.conll", Body=b"Ada B-person\n")
    project.cdk(
        *("deploy", "--require-approval", "never"),
        *("-c", "stepline:training-instance-type=ml.c5.9xlarge"),
        *("-c", "stepline:schedule=rate(2 hours)", "-c", "stepline:schedule-enabled=true"),
    )
    assert everything_is_there(project) == bucket
    assert "ml.c5.9xlarge" in definition(project)
    schedule = project.client("scheduler").get_schedule(Name=STACK)
    assert (schedule["ScheduleExpression"], schedule["State"]) == ("rate(2 hours)", "ENABLED")
    assert project.client("s3").list_objects_v2(Bucket=bucket)["KeyCount"] == 1

    difference = project.cdk("diff", "--no-color")
    assert "Number of stacks with differences: 1" in difference

    project.cdk("destroy", "--force", STACK)
    nothing_is_left_but_the_data(project, bucket)
    # What the change set lists property by property, the CLI shows; the definition is made of tokens.
    assert "ml.c5.9xlarge" in difference


def everything_is_there(project: Project) -> str:
    """Reads every resource back through its own service; the bucket's name."""
    (stack,) = project.client("cloudformation").describe_stacks(StackName=STACK)["Stacks"]
    assert stack["StackStatus"] in {"CREATE_COMPLETE", "UPDATE_COMPLETE"}
    outputs, resources = project.outputs(), project.resources()
    assert set(outputs) == {
        "StateMachineArn",
        "BucketName",
        "EndpointName",
        "LogGroupName",
        "DataPrefix",
        "TableName",
        "TopicArn",
        "DeadLetterQueueUrl",
        "ModelPackageGroupName",
        "MonitoringStateMachineArn",
        "PretrainedPrefix",
    }
    assert resources["AWS::S3::Bucket"] == [outputs["BucketName"]]
    the_bucket_is_as_described(project, outputs["BucketName"])
    assert outputs["DataPrefix"] == f"s3://{outputs['BucketName']}/data/"

    machine = outputs["StateMachineArn"]
    assert set(resources["AWS::StepFunctions::StateMachine"]) == {
        machine,
        f"{machine}-closing",
        f"{machine}-monitoring",
    }
    machine = project.client("stepfunctions").describe_state_machine(
        stateMachineArn=outputs["StateMachineArn"]
    )
    assert machine["loggingConfiguration"]["level"] == "ALL"
    assert machine["tracingConfiguration"]["enabled"] is True
    states = json.loads(machine["definition"])
    assert states["StartAt"] in states["States"]

    iam = project.client("iam")
    for role in resources["AWS::IAM::Role"]:
        assert iam.get_role(RoleName=role)["Role"]["AssumeRolePolicyDocument"]
        assert len(iam.list_role_policies(RoleName=role)["PolicyNames"]) == 1

    groups = project.client("logs").describe_log_groups(logGroupNamePrefix=outputs["LogGroupName"])[
        "logGroups"
    ]
    assert [group["retentionInDays"] for group in groups] == [90, 90, 90]

    (target,) = project.client("events").list_targets_by_rule(Rule=STACK)["Targets"]
    timed = project.client("scheduler").get_schedule(Name=STACK)["Target"]
    assert target["Arn"] == timed["Arn"] == outputs["StateMachineArn"]
    assert target["DeadLetterConfig"] == timed["DeadLetterConfig"]
    return outputs["BucketName"]


def the_bucket_is_as_described(project: Project, bucket: str) -> None:
    s3 = project.client("s3")
    assert s3.get_bucket_versioning(Bucket=bucket)["Status"] == "Enabled"
    (rule,) = s3.get_bucket_encryption(Bucket=bucket)["ServerSideEncryptionConfiguration"]["Rules"]
    assert rule["ApplyServerSideEncryptionByDefault"]["SSEAlgorithm"] == "AES256"
    assert all(s3.get_public_access_block(Bucket=bucket)["PublicAccessBlockConfiguration"].values())
    rules = s3.get_bucket_lifecycle_configuration(Bucket=bucket)["Rules"]
    lifecycle = {each["ID"]: each for each in rules}
    assert lifecycle["superseded"]["NoncurrentVersionExpiration"]["NoncurrentDays"] == 30
    assert lifecycle["captured"]["Expiration"]["Days"] == 30
    assert "aws:SecureTransport" in s3.get_bucket_policy(Bucket=bucket)["Policy"]


def nothing_is_left_but_the_data(project: Project, bucket: str) -> None:
    with pytest.raises(ClientError, match="does not exist"):
        project.client("cloudformation").describe_stacks(StackName=STACK)
    assert project.client("stepfunctions").list_state_machines()["stateMachines"] == []
    assert project.client("events").list_rules()["Rules"] == []
    assert not [
        role
        for role in project.client("iam").list_roles()["Roles"]
        if role["RoleName"].startswith(STACK)
    ]
    # The bucket is kept: a command about infrastructure throws no data away.
    assert project.client("s3").list_objects_v2(Bucket=bucket)["KeyCount"] == 1


def test_a_wrong_setting_stops_the_cli_with_a_sentence(project: Project) -> None:
    said = project.cdk("deploy", "-c", "stepline:schedule=rate(1 days)", fails=True)
    assert "stepline:schedule cannot be 'rate(1 days)' (a rate of 1 is written rate(1 day))" in said
    assert "Traceback" not in said


def test_a_dockerfile_that_does_not_parse_stops_the_cli_with_its_line(project: Project) -> None:
    file = project.app / "training" / "ner" / "Dockerfile"
    written = file.read_text()
    file.write_text(f"{written}RUNN pip install boto3\n")
    try:
        said = project.cdk("deploy", "--require-approval", "never", fails=True)
    finally:
        file.write_text(written)
    assert "Dockerfile line 5: unknown instruction: RUNN" in said
    assert "Traceback" not in said


def test_a_stack_of_an_earlier_release_is_updated_and_nothing_of_it_is_replaced(
    project: Project,
) -> None:
    """By the names of the stacks, in one command, as `cdk list` gives them."""
    names = [path.name.removesuffix(".template.json") for path in sorted(RELEASE.glob("*.json"))]
    stacks = project.client("cloudformation")
    for name in names:
        template = json.loads((RELEASE / f"{name}.template.json").read_text())
        stacks.create_stack(
            StackName=name,
            TemplateBody=json.dumps(template).replace("us-east-1", REGION),
            Capabilities=["CAPABILITY_NAMED_IAM"],
        )
    before = {name: held(stacks, name) for name in names}
    assert set(names) <= set(with_nothing_activated(project).cdk("list").splitlines())
    project.cdk("deploy", *names, "--require-approval", "never")
    for name, resources in before.items():
        assert held(stacks, name).items() >= resources.items()

    said = project.cdk("destroy", "--force", fails=True)
    assert "specify which stacks to use" in said
    project.cdk("destroy", "--force", *names)
    assert stacks.describe_stacks()["Stacks"][0]["StackName"] == "CDKToolkit"


def with_nothing_activated(project: Project) -> Project:
    """By whatever python3 the machine has: the app finds its environment. Where there is no Node, as it was."""
    bare = "/usr/local/bin:/usr/bin:/bin"
    if not (shutil.which("node", path=bare) and shutil.which("python3", path=bare)):
        return project
    return Project(project.app, {**project.environment, "PATH": bare})


def held(stacks: Any, name: str) -> dict[str, str]:
    """The physical ids of what holds something, or is known by its name."""
    found = stacks.describe_stack_resources(StackName=name)["StackResources"]
    return {
        resource["LogicalResourceId"]: resource["PhysicalResourceId"]
        for resource in found
        if "Policy" not in resource["ResourceType"]
    }


def test_every_command_of_the_page_runs_as_it_stands_there(
    project: Project, tmp_path: Path
) -> None:
    """In one shell, on a terminal where whatever is asked is agreed to; `mine` is a profile of the embedded AWS."""
    blocks = re.findall(r"^```sh\n(.*?)^```", PAGE.read_text(encoding="utf-8"), re.S | re.M)
    script = "\n".join(blocks).replace("make environment", ": make environment")
    assert script.count("cdk deploy") >= 4
    assert "stepline destroy" in script
    said = on_a_terminal(f"set -e\n{script}", project.app, with_profile(project, tmp_path))
    assert "Traceback" not in said
    stacks = {s["StackName"] for s in project.client("cloudformation").describe_stacks()["Stacks"]}
    assert stacks == {"CDKToolkit", "stepline-ner-dev", "stepline-bank-dev"}, said
    assert "Takes over the bucket stepline-bank-dev-bucket" in said
    assert "account 123456789012, region eu-west-1" in said
