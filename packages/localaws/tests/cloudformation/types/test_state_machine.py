"""A state machine has what its properties say."""

from __future__ import annotations

import json
import time
from typing import Any

from ...cloud import ROLE, Cloud, group
from ..machines import PASS, machine


def test_a_state_machine_keeps_logging_tracing_and_substitutions(cloud: Cloud) -> None:
    definition = json.dumps(
        {"StartAt": "A", "States": {"A": {"Type": "Pass", "Result": "${word}", "End": True}}}
    )
    made = machine(
        "logged",
        definition,
        DefinitionSubstitutions={"word": 'say "hi"'},
        TracingConfiguration={"Enabled": "true"},
        LoggingConfiguration={
            "Level": "ALL",
            "IncludeExecutionData": False,
            "Destinations": [
                {"CloudWatchLogsLogGroup": {"LogGroupArn": {"Fn::GetAtt": ["G", "Arn"]}}}
            ],
        },
    )
    outputs = {"Arn": {"Value": {"Ref": "M"}}}
    stack = cloud.deploy("logged", {"M": made, "G": group("/logged", 7)}, Outputs=outputs)
    arn = stack["Outputs"][0]["OutputValue"]
    described = cloud.states.describe_state_machine(stateMachineArn=arn)
    assert described["tracingConfiguration"] == {"enabled": True}
    assert described["loggingConfiguration"]["level"] == "ALL"
    assert json.loads(cloud.ended(cloud.start(arn))["output"]) == 'say "hi"'
    events: list[Any] = []
    deadline = time.monotonic() + 20
    while len(events) < 4 and time.monotonic() < deadline:  # nobody waits for what is logged
        events = cloud.aws.client("logs").filter_log_events(logGroupName="/logged")["events"]
    assert [json.loads(event["message"])["type"] for event in events] == [
        "ExecutionStarted",
        "PassStateEntered",
        "PassStateExited",
        "ExecutionSucceeded",
    ]
    assert all('"output"' not in event["message"] for event in events)


def left_behind(cloud: Cloud, stack: str, name: str) -> str:
    """A state machine as a stack of an earlier server made it for its resource M."""
    tags = {
        "stack-name": stack,
        "logical-id": "M",
        "stack-id": f"arn:aws:cloudformation:us-east-1:123456789012:stack/{stack}/earlier",
    }
    arn: str = cloud.states.create_state_machine(
        name=name,
        definition=json.dumps({"StartAt": "F", "States": {"F": {"Type": "Fail"}}}),
        roleArn=ROLE,
        tags=[{"key": f"aws:cloudformation:{key}", "value": tags[key]} for key in tags],
    )["stateMachineArn"]
    return arn


def test_what_an_earlier_stack_of_the_name_has_left_is_taken_over(cloud: Cloud) -> None:
    arn = left_behind(cloud, "again", "again")
    stack = cloud.deploy("again", {"M": machine("again", PASS)})
    assert stack["StackStatus"] == "CREATE_COMPLETE"
    assert cloud.ended(cloud.start(arn))["status"] == "SUCCEEDED"


def test_what_was_left_is_not_taken_over_as_another_type(cloud: Cloud) -> None:
    left_behind(cloud, "express", "express")
    made = machine("express", PASS, StateMachineType="EXPRESS")
    assert cloud.deploy("express", {"M": made})["StackStatus"] == "ROLLBACK_COMPLETE"


def test_what_somebody_else_has_made_is_not(cloud: Cloud) -> None:
    left_behind(cloud, "another", "taken")
    assert cloud.deploy("mine", {"M": machine("taken", PASS)})["StackStatus"] == "ROLLBACK_COMPLETE"
    assert any("State Machine Already Exists" in reason for reason in cloud.reasons("mine"))
