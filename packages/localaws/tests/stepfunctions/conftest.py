"""An embedded AWS of its own process, with an image of one program, for state machines to run in."""

from __future__ import annotations

import json
import time
import uuid
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from localaws.images.store import ImageStore
from localaws.runtime.process_image import ImageConfig
from localaws.server.embedded import EmbeddedAWS

from ..cloud import Cloud

IMAGE = "example/jobs:1"
LIMITED = "ml.m4.xlarge"  # the account may have one at a time; no other test uses it
ENDS_WITHIN = 60  # seconds; an execution that takes longer has hung


class Machines:
    """Short ways to make a state machine, execute it and look at what became of it."""

    def __init__(self, aws: EmbeddedAWS, mocks: Path) -> None:
        """``mocks`` is the server's mock file."""
        self.aws = aws
        self._mocks = mocks
        self.client = aws.client("stepfunctions")
        self.sagemaker = aws.client("sagemaker")
        self.role = self._role()
        self.bucket = f"bucket-{uuid.uuid4().hex[:8]}"
        aws.client("s3").create_bucket(Bucket=self.bucket)

    def create(self, states: dict[str, Any], **members: Any) -> str:
        """A state machine that starts at the first of the states; its ARN."""
        definition = {"StartAt": next(iter(states)), "States": states, **members}
        arn: str = self.client.create_state_machine(
            name=f"machine-{uuid.uuid4().hex[:8]}",
            definition=json.dumps(definition),
            roleArn=self.role,
        )["stateMachineArn"]
        return arn

    def start(self, states: dict[str, Any], given: Any = None, **members: Any) -> str:
        """Start an execution of a new state machine; its ARN."""
        arn: str = self.client.start_execution(
            stateMachineArn=self.create(states, **members), input=json.dumps(given or {})
        )["executionArn"]
        return arn

    def run(self, states: dict[str, Any], given: Any = None, **members: Any) -> dict[str, Any]:
        """Execute to the end; what DescribeExecution says then, ``output`` as a value."""
        return self.ended(self.start(states, given, **members))

    def mock(self, machine: str, case: dict[str, str], responses: dict[str, Any]) -> str:
        """Have the mock file say what tasks of a machine get; the ARN that chooses the case."""
        machines = {machine.split(":")[6]: {"TestCases": {"Case": case}}}
        whole = {"StateMachines": machines, "MockedResponses": responses}
        self._mocks.write_text(json.dumps(whole))
        return f"{machine}#Case"

    def ended(self, execution: str) -> dict[str, Any]:
        deadline = time.monotonic() + ENDS_WITHIN
        while time.monotonic() < deadline:
            found: dict[str, Any] = self.client.describe_execution(executionArn=execution)
            if found["status"] != "RUNNING":
                if "output" in found:
                    found["output"] = json.loads(found["output"])
                return found
            time.sleep(0.01)
        raise AssertionError(f"{execution} is still running")

    def events(self, execution: str) -> list[str]:
        """The types of the execution's events, in order."""
        history = self.client.get_execution_history(executionArn=execution)["events"]
        return [event["type"] for event in history]

    def await_event(self, execution: str, kind: str) -> None:
        """Wait until the history has an event of that type."""
        deadline = time.monotonic() + ENDS_WITHIN
        while kind not in self.events(execution):
            assert time.monotonic() < deadline, f"no {kind}"
            time.sleep(0.02)

    def training(self, script: str, **members: Any) -> dict[str, Any]:
        """A ``.sync`` training state whose container runs a shell script, in its own words."""
        return {
            "Type": "Task",
            "Resource": "arn:aws:states:::sagemaker:createTrainingJob.sync",
            "Parameters": {
                "TrainingJobName": f"job-{uuid.uuid4().hex[:8]}",
                "RoleArn": self.role,
                "AlgorithmSpecification": {
                    "TrainingImage": IMAGE,
                    "TrainingInputMode": "File",
                    "ContainerEntrypoint": ["sh", "-c"],
                    "ContainerArguments": [script],
                },
                "ResourceConfig": {
                    "InstanceType": "ml.m5.large",
                    "InstanceCount": 1,
                    "VolumeSizeInGB": 1,
                },
                "StoppingCondition": {"MaxRuntimeInSeconds": 60},
                "OutputDataConfig": {"S3OutputPath": f"s3://{self.bucket}/models"},
            },
            "End": True,
            **members,
        }

    def _role(self) -> str:
        services = ["states.amazonaws.com", "sagemaker.amazonaws.com"]
        trust = {
            "Version": "2012-10-17",
            "Statement": [
                {
                    "Effect": "Allow",
                    "Principal": {"Service": services},
                    "Action": "sts:AssumeRole",
                }
            ],
        }
        arn: str = self.aws.client("iam").create_role(
            RoleName=f"role-{uuid.uuid4().hex[:8]}", AssumeRolePolicyDocument=json.dumps(trust)
        )["Role"]["Arn"]
        return arn


@pytest.fixture(scope="package")
def cloud(machines: Machines) -> Cloud:
    """The same server, in the words of the tests of other rooms."""
    return Cloud(machines.aws)


@pytest.fixture(scope="package")
def machines(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Machines]:
    home: Path = tmp_path_factory.mktemp("home")
    empty = tmp_path_factory.mktemp("tree")
    ImageStore(home).put(ImageConfig(entrypoint=("sh", "-c")), empty, tags=[IMAGE])
    quota = f"{LIMITED} for training job usage=1"
    mocks = home / "mocks.json"
    mocks.write_text("{}")
    options = ["--quota", quota, "--parallel-jobs", "4"]  # on every machine: some need two at once
    with EmbeddedAWS(home=home, options=[*options, "--mock-config", str(mocks)]) as aws:
        yield Machines(aws, mocks)
