"""The CDK's own constructs for SageMaker's tasks, all six, deployed by the CDK CLI and executed."""

from __future__ import annotations

import json
import subprocess
import sys
import time
from pathlib import Path

import pytest

from .cdk_project import bootstrapped

pytestmark = pytest.mark.end_to_end

APP = Path(__file__).parent / "sagemaker_tasks"
IMAGE = Path(__file__).parent / "sagemaker_sdk" / "image"
ENDS_WITHIN = 120  # seconds; an execution that takes longer has hung


def test_all_six_run_in_one_state_machine(tmp_path: Path) -> None:
    with bootstrapped(APP, tmp_path / "home", "us-east-1") as project:
        docker = Path(sys.executable).parent / "localaws-docker"
        build = [str(docker), "build", "--tag", "mean:1", str(IMAGE)]
        subprocess.run(build, env=dict(project.environment), check=True, capture_output=True)
        project.cdk("deploy", "--require-approval", "never", "--output", str(tmp_path / "cdk.out"))
        s3, states = project.client("s3"), project.client("stepfunctions")
        s3.put_object(Bucket="sagemaker-tasks-data", Key="numbers/n.csv", Body=b"1\n2\n6\n")
        (machine,) = states.list_state_machines()["stateMachines"]

        arn = states.start_execution(stateMachineArn=machine["stateMachineArn"], name="first")[
            "executionArn"
        ]
        deadline = time.monotonic() + ENDS_WITHIN
        while (ended := states.describe_execution(executionArn=arn))["status"] == "RUNNING":
            assert time.monotonic() < deadline, "it hangs"
            time.sleep(0.2)

        assert ended["status"] == "SUCCEEDED", ended.get("cause")
        output = json.loads(ended["output"])
        assert output["training"]["FinalMetricDataList"][0]["Value"] == 3
        assert output["transform"]["TransformJobStatus"] == "Completed"
        assert output["endpoint"]["EndpointConfigName"] == "first-updated"
        response = project.client("sagemaker-runtime").invoke_endpoint(
            EndpointName="first", ContentType="text/csv", Body=b"5"
        )
        assert response["Body"].read() == b"2.0"
        body = s3.get_object(Bucket="sagemaker-tasks-data", Key="transformed/n.csv.out")["Body"]
        assert body.read().decode().split() == ["-2.0", "-1.0", "3.0"]
