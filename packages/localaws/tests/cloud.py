"""Short ways to stacks and executions, and one embedded AWS for all tests of a room."""

from __future__ import annotations

import json
import time
import uuid
from collections.abc import Iterator
from typing import Any

import pytest

from localaws.server.embedded import EmbeddedAWS

ROLE = "arn:aws:iam::123456789012:role/states"
ENDS_WITHIN = 30  # seconds; an execution that takes longer has hung


def group(name: str, days: int) -> dict[str, Any]:
    """A log group, the simplest resource of a template."""
    properties = {"LogGroupName": name, "RetentionInDays": days}
    return {"Type": "AWS::Logs::LogGroup", "Properties": properties}


def outputs(stack: dict[str, Any]) -> dict[str, str]:
    """The outputs of a stack by their names."""
    return {each["OutputKey"]: each["OutputValue"] for each in stack["Outputs"]}


class Cloud:
    """Short ways to stacks and executions."""

    def __init__(self, aws: EmbeddedAWS) -> None:
        self.aws = aws
        self.states = aws.client("stepfunctions")
        self.stacks = aws.client("cloudformation")

    def create(self, states: dict[str, Any], **members: Any) -> str:
        """A state machine that starts at the first of the states; its ARN."""
        definition = {"StartAt": next(iter(states)), "States": states, **members}
        arn: str = self.states.create_state_machine(
            name=f"machine-{uuid.uuid4().hex[:8]}",
            definition=json.dumps(definition),
            roleArn=ROLE,
            loggingConfiguration=members.pop("logging", {"level": "OFF"}),
        )["stateMachineArn"]
        return arn

    def run(self, states: dict[str, Any], given: Any = None) -> dict[str, Any]:
        """Execute a new state machine to its end; what DescribeExecution says then."""
        return self.ended(self.start(self.create(states), given))

    def start(self, machine: str, given: Any = None, **members: Any) -> str:
        text = json.dumps({} if given is None else given)
        arn: str = self.states.start_execution(stateMachineArn=machine, input=text, **members)[
            "executionArn"
        ]
        return arn

    def ended(self, execution: str) -> dict[str, Any]:
        deadline = time.monotonic() + ENDS_WITHIN
        while time.monotonic() < deadline:
            found: dict[str, Any] = self.states.describe_execution(executionArn=execution)
            if found["status"] != "RUNNING":
                return found
            time.sleep(0.01)
        raise AssertionError(f"{execution} is still running")

    def output(self, state: dict[str, Any], given: Any = None) -> Any:
        """What a machine of that one state gives."""
        ended = self.run({"State": {**state, "End": True}}, given)
        assert ended["status"] == "SUCCEEDED", ended.get("cause")
        return json.loads(ended["output"])

    def deploy(self, name: str, resources: dict[str, Any], **sections: Any) -> dict[str, Any]:
        """Create or update a stack by a change set, as the CDK CLI does; the stack afterwards."""
        self.begin(name, resources, **sections)
        return self.settled(name)

    def begin(self, name: str, resources: dict[str, Any], **sections: Any) -> None:
        """The same, and who waits for others or for time does so still."""
        kind = "UPDATE" if self.exists(name) else "CREATE"
        change_set = self.stacks.create_change_set(
            StackName=name,
            ChangeSetName="deploy",
            ChangeSetType=kind,
            TemplateBody=json.dumps({"Resources": resources, **sections}),
            Capabilities=["CAPABILITY_NAMED_IAM"],
        )["Id"]
        self.stacks.execute_change_set(ChangeSetName=change_set, StackName=name)
        self.stacks.delete_change_set(ChangeSetName="deploy", StackName=name)

    def delete(self, name: str) -> dict[str, Any]:
        """Delete a stack; the stack afterwards."""
        stack_id = self.stack(name)["StackId"]
        self.stacks.delete_stack(StackName=name)
        return self.settled(stack_id)

    def settled(self, name: str) -> dict[str, Any]:
        """The stack once nothing is being changed in it; only what waits for others takes any time."""
        deadline = time.monotonic() + ENDS_WITHIN
        while time.monotonic() < deadline:
            found = self.stack(name)
            if not found["StackStatus"].endswith("IN_PROGRESS"):
                return found
            time.sleep(0.01)
        raise AssertionError(f"the stack {name} is still {found['StackStatus']}")

    def exists(self, name: str) -> bool:
        found = self.stacks.list_stacks()["StackSummaries"]
        return any(s["StackName"] == name and s["StackStatus"] != "DELETE_COMPLETE" for s in found)

    def stack(self, name: str) -> dict[str, Any]:
        """The stack of that name or id."""
        (found,) = self.stacks.describe_stacks(StackName=name)["Stacks"]
        stack: dict[str, Any] = found
        return stack

    def reasons(self, name: str) -> list[str]:
        """What the stack's events say of failures."""
        events = self.stacks.describe_stack_events(StackName=name)["StackEvents"]
        return [
            event.get("ResourceStatusReason", "")
            for event in events
            if event["ResourceStatus"].endswith("_FAILED")
        ]


@pytest.fixture(scope="package")
def cloud(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Cloud]:
    home = tmp_path_factory.mktemp("home")
    with EmbeddedAWS(home=home, options=["--movable-clock"]) as aws:
        yield Cloud(aws)
