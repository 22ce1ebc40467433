"""What a state costs beside its job: a SageMaker state with a no-op job, and one without a job.

The no-op's own time is counted in, so its figure is the most that the state can cost beside it.
"""

from __future__ import annotations

import json
import os
import statistics
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from benchmarks.table import Row, below
from localaws.server.embedded import EmbeddedAWS

EXECUTIONS = 5
STATES = 10


def rows() -> Iterator[Row]:
    with TemporaryDirectory() as home, EmbeddedAWS(home=Path(home)) as aws:
        role = _role(aws)
        states = aws.client("stepfunctions")
        passes = _chain([{"Type": "Pass"}] * STATES)
        yield below("a Pass state", _per_state(states, passes, role, STATES) * 1e3, 50, "ms")
        describe = {
            "Type": "Task",
            "Resource": "arn:aws:states:::aws-sdk:sagemaker:listEndpoints",
            "Parameters": {},
        }
        calls = _chain([describe] * STATES)
        yield below("an aws-sdk state", _per_state(states, calls, role, STATES) * 1e3, 50, "ms")
        aws.client("s3").create_bucket(Bucket="benchmark")
        jobs = _chain([_training(_no_op_image(Path(home)), role, i) for i in range(STATES)])
        cost = _per_state(states, jobs, role, STATES) * 1e3
        yield below("a SageMaker state with a no-op training job", cost, 500, "ms")


def _no_op_image(home: Path) -> str:
    """An image whose ``train`` does nothing, built as the CDK CLI would build it; its tag."""
    with TemporaryDirectory() as folder:
        context = Path(folder)
        (context / "Dockerfile").write_text(
            "FROM python:3.11-slim\nENV PATH=/opt/program:$PATH\nCOPY train /opt/program/train\n"
        )
        (context / "train").write_text("#!/bin/sh\n")
        (context / "train").chmod(0o755)
        docker = str(Path(sys.executable).parent / "localaws-docker")
        subprocess.run(
            [docker, "build", "--tag", "no-op", folder],
            env={**os.environ, "LOCALAWS_HOME": str(home)},
            check=True,
            capture_output=True,
        )
    return "no-op"


def _training(image: str, role: str, index: int) -> dict[str, Any]:
    name = f"States.Format('no-op-{index}-{{}}', $$.Execution.Name)"
    return {
        "Type": "Task",
        "Resource": "arn:aws:states:::sagemaker:createTrainingJob.sync",
        "ResultPath": None,
        "Parameters": {
            "TrainingJobName.$": name,
            "RoleArn": role,
            "AlgorithmSpecification": {"TrainingImage": image, "TrainingInputMode": "File"},
            "OutputDataConfig": {"S3OutputPath": "s3://benchmark/"},
            "ResourceConfig": {
                "InstanceCount": 1,
                "InstanceType": "ml.m5.large",
                "VolumeSizeInGB": 1,
            },
            "StoppingCondition": {"MaxRuntimeInSeconds": 60},
        },
    }


def _role(aws: EmbeddedAWS) -> str:
    trust = {
        "Version": "2012-10-17",
        "Statement": [
            {
                "Effect": "Allow",
                "Principal": {"Service": ["states.amazonaws.com", "sagemaker.amazonaws.com"]},
                "Action": "sts:AssumeRole",
            }
        ],
    }
    created = aws.client("iam").create_role(
        RoleName="benchmark", AssumeRolePolicyDocument=json.dumps(trust)
    )
    arn: str = created["Role"]["Arn"]
    return arn


def _chain(states: list[dict[str, Any]]) -> dict[str, Any]:
    named = {f"State {i}": {**s, "Next": f"State {i + 1}"} for i, s in enumerate(states)}
    return {"StartAt": "State 0", "States": {**named, f"State {len(states)}": {"Type": "Succeed"}}}


def _per_state(client: Any, definition: dict[str, Any], role: str, count: int) -> float:
    """Seconds a state, by the execution's own clock; the median of several executions."""
    machine = client.create_state_machine(
        name=f"bench-{time.monotonic_ns()}", definition=json.dumps(definition), roleArn=role
    )["stateMachineArn"]
    took = []
    for _ in range(EXECUTIONS):
        arn = client.start_execution(stateMachineArn=machine)["executionArn"]
        while (described := client.describe_execution(executionArn=arn))["status"] == "RUNNING":
            time.sleep(0.01)
        if described["status"] != "SUCCEEDED":
            raise RuntimeError(f"{described['status']}: {described.get('cause')}")
        took.append((described["stopDate"] - described["startDate"]).total_seconds())
    return statistics.median(took) / count


if __name__ == "__main__":
    for row in rows():
        print(row, flush=True)
