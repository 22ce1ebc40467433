"""The closing as the state machine that Step Functions is given, and the events that start it."""

from typing import Any

from pipelines.closing.closing import closing
from pipelines.definition import Pipeline
from pipelines.deployment_inputs import DeploymentInputs
from pipelines.sdk.machine import Machine

_LIMIT_SECONDS = 3600


def definition(pipeline: Pipeline, inputs: DeploymentInputs) -> dict[str, Any]:
    """In Amazon States Language. Calls nothing and needs no credentials."""
    return Machine(
        closing(pipeline, inputs),
        inputs.region,
        comment=f"What an execution of {pipeline.prefix(inputs.stage)} cannot do once it has failed.",
        timeout_seconds=_LIMIT_SECONDS,
    ).to_dict()


def pattern(state_machine_arn: str) -> dict[str, Any]:
    """EventBridge's pattern for the executions of a state machine that end badly, or are redriven after that."""
    return {
        "source": ["aws.states"],
        "detail-type": ["Step Functions Execution Status Change"],
        "detail": {
            "stateMachineArn": [state_machine_arn],
            "$or": [
                {"status": ["FAILED", "TIMED_OUT", "ABORTED"]},
                {"status": ["RUNNING"], "redriveCount": [{"numeric": [">", 0]}]},
            ],
        },
    }
