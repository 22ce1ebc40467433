"""A pipeline's monitoring as the state machine that Step Functions is given."""

from typing import Any

from pipelines.definition import Pipeline
from pipelines.deployment_inputs import DeploymentInputs
from pipelines.monitoring.looking import looking
from pipelines.sdk.machine import Machine

_DAY = 24 * 3600


def is_monitored(pipeline: Pipeline, inputs: DeploymentInputs) -> bool:
    """Whether there is something to compare: an endpoint, and an evaluation that has left a baseline."""
    described = pipeline.monitoring is not None and pipeline.evaluation is not None
    return described and inputs.variant.serves and inputs.code_uri is not None


def definition(pipeline: Pipeline, inputs: DeploymentInputs, retraining_arn: str) -> dict[str, Any]:
    """In Amazon States Language. Calls nothing and needs no credentials.

    Raises ValueError where `is_monitored` is not.
    """
    return Machine(
        looking(pipeline, inputs, retraining_arn),
        inputs.region,
        comment=f"Compares what endpoint {inputs.endpoint_name} is asked with what its model was evaluated on.",
        timeout_seconds=_DAY,
    ).to_dict()
