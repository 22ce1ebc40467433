"""The AWS CLI and the CDK CLI as they are installed, with nothing but the exported environment."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from localaws.server.embedded import EmbeddedAWS

PROGRAMS = Path(sys.executable).parent
CDK = Path(__file__).parents[4] / "node_modules" / ".bin" / "cdk"

APP = """
from aws_cdk import App, CfnOutput, RemovalPolicy, Stack, aws_s3 as s3

app = App()
stack = Stack(app, "tiny")
versioned = app.node.try_get_context("versioned") == "yes"
bucket = s3.Bucket(stack, "Bucket", enforce_ssl=True, versioned=versioned,
                   removal_policy=RemovalPolicy.DESTROY)
CfnOutput(stack, "Name", value=bucket.bucket_name)
app.synth()
"""


def run(aws: EmbeddedAWS, folder: Path, *command: str) -> str:
    """Run a program in a folder; what it printed. It has to succeed."""
    environment = {name: text for name, text in os.environ.items() if not name.startswith("AWS_")}
    environment |= aws.environment | {
        "PATH": os.pathsep.join([str(PROGRAMS), os.environ["PATH"]]),
        "HOME": str(folder),  # the CDK CLI remembers accounts there
        "CDK_VALIDATION": "false",
        "NO_COLOR": "1",
    }
    done = subprocess.run(
        command,
        cwd=folder,
        env=environment,
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout


@pytest.mark.skipif(not (PROGRAMS / "aws").exists(), reason="the AWS CLI is not installed")
def test_the_aws_cli_works(aws: EmbeddedAWS, tmp_path: Path) -> None:
    (tmp_path / "file").write_text("content")
    run(aws, tmp_path, "aws", "s3", "mb", "s3://by-the-cli")
    run(aws, tmp_path, "aws", "s3", "cp", "file", "s3://by-the-cli/a/b c")
    assert "a/b c" in run(aws, tmp_path, "aws", "s3", "ls", "--recursive", "s3://by-the-cli")
    listed = json.loads(run(aws, tmp_path, "aws", "sagemaker", "list-training-jobs"))
    assert listed["TrainingJobSummaries"] == []


@pytest.mark.end_to_end
@pytest.mark.skipif(not CDK.exists(), reason="the CDK CLI is installed by `make test`")
def test_the_cdk_cli_bootstraps_deploys_and_destroys(aws: EmbeddedAWS, tmp_path: Path) -> None:
    (tmp_path / "app.py").write_text(APP)
    (tmp_path / "cdk.json").write_text(json.dumps({"app": "python3 app.py"}))
    deploy = (str(CDK), "deploy", "--require-approval", "never")
    run(aws, tmp_path, str(CDK), "bootstrap")
    run(aws, tmp_path, *deploy)
    client = aws.client("cloudformation")
    (stack,) = client.describe_stacks(StackName="tiny")["Stacks"]
    assert stack["StackStatus"] == "CREATE_COMPLETE"
    bucket = stack["Outputs"][0]["OutputValue"]
    assert "Status" not in aws.client("s3").get_bucket_versioning(Bucket=bucket)
    run(aws, tmp_path, *deploy, "-c", "versioned=yes")
    (stack,) = client.describe_stacks(StackName="tiny")["Stacks"]
    assert stack["StackStatus"] == "UPDATE_COMPLETE"
    assert stack["Outputs"][0]["OutputValue"] == bucket
    assert aws.client("s3").get_bucket_versioning(Bucket=bucket)["Status"] == "Enabled"
    run(aws, tmp_path, str(CDK), "destroy", "--force")
    names = [each["Name"] for each in aws.client("s3").list_buckets()["Buckets"]]
    assert bucket not in names
