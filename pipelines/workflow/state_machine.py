"""A pipeline's workflow as the state machine that Step Functions is given."""

from collections.abc import Callable, Iterator, Mapping
from typing import Any

from pipelines.definition import Pipeline
from pipelines.deployment_inputs import DeploymentInputs
from pipelines.sdk import upstream
from pipelines.sdk.machine import Machine
from pipelines.workflow.measured import measured_by_what_it_says
from pipelines.workflow.retraining import retraining
from pipelines.workflow.waiting import seconds_of_an_update

_DAY = 24 * 3600


def definition(pipeline: Pipeline, inputs: DeploymentInputs) -> dict[str, Any]:
    """The state machine of a pipeline in Amazon States Language.

    Calls nothing and needs no credentials. Raises ValueError where the inputs lack what the pipeline
    needs.
    """
    return graph(pipeline, inputs).to_dict()


def graph(pipeline: Pipeline, inputs: DeploymentInputs) -> Machine:
    """The same as a Graph of the Data Science SDK, which its `Workflow(…).create()` takes as it is."""
    chain = _shape(pipeline)(pipeline, inputs)
    return Machine(
        chain,
        inputs.region,
        comment=pipeline.description,
        timeout_seconds=_limit_seconds(pipeline, inputs, upstream.Graph(chain).to_dict()),
    )


def _shape(pipeline: Pipeline) -> Callable[[Pipeline, DeploymentInputs], Any]:
    if pipeline.workflow:
        return pipeline.workflow
    return measured_by_what_it_says if pipeline.asks_in_every_execution else retraining


def _limit_seconds(pipeline: Pipeline, inputs: DeploymentInputs, states: Mapping[str, Any]) -> int:
    """When an execution is given up: the jobs', the approval's and, there and back, the endpoint's limits, and a day
    for full quotas."""
    return sum(_job_limits(states)) + 2 * seconds_of_an_update(pipeline, inputs) + _DAY


def _job_limits(definition: Mapping[str, Any]) -> Iterator[int]:
    """The limit of each state that waits for a job or a human; branches are summed as if they came one by one."""
    for state in definition["States"].values():
        if state.get("Resource", "").endswith((".sync", ".waitForTaskToken")):
            yield state["TimeoutSeconds"]
        for branch in state.get("Branches", ()):
            yield from _job_limits(branch)
