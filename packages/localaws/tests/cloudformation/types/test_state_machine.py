"""A state machine has what its properties say."""

from __future__ import annotations

import json

from ...cloud import Cloud, group
from ..machines import machine


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
    events = cloud.aws.client("logs").filter_log_events(logGroupName="/logged")["events"]
    assert [json.loads(event["message"])["type"] for event in events] == [
        "ExecutionStarted",
        "PassStateEntered",
        "PassStateExited",
        "ExecutionSucceeded",
    ]
    assert all('"output"' not in event["message"] for event in events)
