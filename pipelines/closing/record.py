"""The record of an execution that ended badly: what the event tells, in the words of the workflow's own record."""

from pipelines.closing.event import DETAIL, EXECUTION
from pipelines.definition import Pipeline
from pipelines.deployment_inputs import DeploymentInputs
from pipelines.sdk import jsonata
from pipelines.sdk.fragment import Fragment
from pipelines.sdk.jsonata import literal, mapping
from pipelines.workflow.record import write_record
from pipelines.workflow.record_document import VERSION, cost, left_out

_ENDING = "$states.input.ending"
_BINDINGS = {"in": "$states.input", "ending": _ENDING, "detail": DETAIL}


class RecordEnding(Fragment):
    """Writes record.json beside the run, and lists it in the table, where there is one."""

    def __init__(self, pipeline: Pipeline, inputs: DeploymentInputs) -> None:
        written = write_record(inputs, _document(pipeline, inputs), _item())
        super().__init__(written, [written])


def _document(pipeline: Pipeline, inputs: DeploymentInputs) -> str:
    execution = {
        "arn": EXECUTION,
        "name": "$detail.name",
        "state_machine": "$detail.stateMachineArn",
        "redrives": "$ending.redrives",
        "started": "$ending.started",
        "ended": "$ending.ended",
        "seconds": "$ending.seconds",
        "started_by": "$exists($ending.started_by) ? $ending.started_by : null",
    }
    told = {
        "version": str(VERSION),
        "pipeline": literal(pipeline.name),
        "stage": literal(inputs.stage),
        "region": literal(inputs.region),
        "variant": literal(inputs.variant.name),
        "run": "$in.names.run",
        "prefix": "$in.where.run",
        "execution": mapping(execution),
        "status": "$ending.status",
        "outcome": "null",
        "error": "$exists($ending.error) ? $ending.error : null",
        "cause": "$ending.reason",
        "jobs": "$in.jobs",
        "jobs_left_out": left_out(),
        "cost": cost("$in.jobs", inputs.region),
    }
    return jsonata.block(_BINDINGS, mapping(told))


def _item() -> str:
    texts = {
        "pk": '"run"',
        "sk": '$ending.started & "#" & $detail.name',
        "execution": EXECUTION,
        "run": "$in.names.run",
        "status": "$ending.status",
        "sentence": "$ending.reason",
        "record": "$in.record.uri",
        "started": "$ending.started",
        "started_by": "$ending.started_by",
        "steps": '$string([$in.jobs.{"name": name, "reused_from": null}])',
    }
    written = {name: f'$type({code}) = "string" ? {{"S": {code}}}' for name, code in texts.items()}
    return jsonata.block(
        _BINDINGS, mapping({**written, "seconds": '{"N": $string($ending.seconds)}'})
    )
