"""The first state: the look's name and folder, and from when on traffic counts."""

from pipelines.definition import Pipeline
from pipelines.deployment_inputs import RUNS, DeploymentInputs
from pipelines.sdk import jsonata
from pipelines.sdk.jsonata import literal
from pipelines.sdk.states import Pass
from pipelines.workflow.naming import run_bindings


class Begin(Pass):
    """Names the look by its execution, as a retraining's run is named. The execution's input is not read."""

    def __init__(self, pipeline: Pipeline, inputs: DeploymentInputs) -> None:
        if pipeline.monitoring is None:
            raise ValueError(f"Pipeline {pipeline.name!r} does not say how it is monitored.")
        hours = pipeline.monitoring.hours
        look = {
            "name": "$run",
            "execution": "$execution",
            "folder": f'"{RUNS}" & $run & "/"',
            "since": f"$millis() - {hours * 3600 * 1000}",
        }
        output = jsonata.mapping(
            {"look": jsonata.mapping(look), "endpoint": literal(inputs.endpoint_name)}
        )
        super().__init__(
            "Begin",
            jsonata.block(run_bindings(pipeline.prefix(inputs.stage)), output),
            comment=f"The traffic of the last {hours} hours counts.",
        )
