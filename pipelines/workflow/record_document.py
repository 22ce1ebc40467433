"""What stands in a run's record, in JSONata: from all that the execution knows when it ends.

What the execution never had is null. docs/reference/run-record.md tells of each key.
"""

from pipelines.definition import Pipeline
from pipelines.deployment_inputs import DeploymentInputs
from pipelines.prices import prices
from pipelines.sdk import jsonata
from pipelines.sdk.jsonata import function, literal, mapping
from pipelines.workflow.list_jobs import listed
from pipelines.workflow.outcome import IN_SERVICE

VERSION = 1

_KIND_OF_STEP = {"preprocess": "processing", "train": "training", "evaluate": "processing"}

_BINDINGS = {
    "in": "$states.input",
    "known": function("$value", "$exists($value) ? $value : null"),
    "started": "$states.context.Execution.StartTime",
    "ended": "$states.context.State.EnteredTime",
    "seconds": "$round(($toMillis($ended) - $toMillis($started)) / 1000, 3)",
    "steps": "$exists($in.steps) ? "
    '[$each($in.steps, function($step, $key) { $merge([{"key": $key}, $step]) })] : []',
    "served": f"$in.outcome.name = {literal(IN_SERVICE)}",
    "configuration": "$served ? $in.names.run",
}


_OTHERS = (
    ("transform", "Transform", "transform", "$in.transform.TransformJobName"),
    (
        "encode-champion",
        "Encode for champion",
        "processing",
        "$in.champion_encoding.ProcessingJobName",
    ),
    (
        "transform-champion",
        "Transform champion",
        "transform",
        "$in.champion_transform.TransformJobName",
    ),
)
"""Jobs beside the steps: key, the state's name, kind, and JSONata for the job's name where it ran."""


def jobs() -> str:
    """The jobs of an execution, as `describe_jobs` wants its items: those of earlier attempts, where it was redriven, and
    those that its result is of, which it ran or reused."""
    step = mapping(
        {
            "key": "$key",
            "name": "$step.name",
            "kind": f"$lookup({literal(_KIND_OF_STEP)}, $key)",
            "job": "$step.job",
            "reused_from": "$exists($step.reused_from) ? $step.reused_from : null",
        }
    )
    others = ", ".join(
        f"$exists({job}) ? "
        + mapping(
            {
                "key": literal(key),
                "name": literal(name),
                "kind": literal(kind),
                "job": job,
                "reused_from": "null",
            }
        )
        for key, name, kind, job in _OTHERS
    )
    of_steps = f'$each($in.steps, function($step, $key) {{ $type($step.job) = "string" ? {step} }})'
    bindings = {
        "in": "$states.input",
        "last": f"[$exists($in.steps) ? {of_steps}, {others}]",
        "before": f"[$filter({listed()}, function($one) {{ $not($one.job in $last.job) }})]",
    }
    return jsonata.block(bindings, "$append($before, $last)")


def document(pipeline: Pipeline, inputs: DeploymentInputs) -> str:
    """The record."""
    execution = {
        "arn": "$states.context.Execution.Id",
        "name": "$states.context.Execution.Name",
        "state_machine": "$states.context.StateMachine.Id",
        "redrives": "$known($states.context.Execution.RedriveCount)",
        "started": "$started",
        "ended": "$ended",
        "seconds": "$seconds",
        "started_by": "$known($in.config.started_by)",
    }
    endpoint = {"name": "$in.config.endpoint.name", "configuration": "$known($configuration)"}
    model = {
        "name": "$exists($in.model) ? $in.names.run : null",
        "artifact": "$known($in.training.ModelArtifacts.S3ModelArtifacts)",
        "package": "$known($in.package.arn)",
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
        "status": '"SUCCEEDED"',
        "outcome": "$known($in.outcome)",
        "config": "$known($in.config)",
        "inputs": "$known($in.inputs)",
        "steps": "$steps",
        "jobs": "$in.jobs",
        "jobs_left_out": left_out(),
        "cost": cost("$in.jobs", inputs.region),
        "tuning": "$known($in.tuning.best)",
        "model": mapping(model),
        "endpoint": mapping(endpoint) if inputs.variant.serves else "null",
        "champion": "$known($in.champion)",
        "scores": "$known($in.scores)",
        "scores_uri": "$known($in.scores_uri)",
        "decision": "$known($in.decision)",
        "approval": "$known($in.approval)",
    }
    return jsonata.block(_BINDINGS, mapping(told))


def left_out() -> str:
    """How many of the run's jobs were before those that are told."""
    return "($exists($states.input.unlisted) ? $states.input.unlisted : 0)"


def cost(jobs: str, region: str) -> str:
    """What the execution's own jobs cost together; what was reused has been paid for."""
    known = '$own.cost[$type(usd) = "number"].usd'
    unlisted = f'"What its first " & $string({left_out()}) & " jobs cost is not added up."'
    unknown = f'[$own.cost[$type(usd) != "number"].why, {left_out()} > 0 ? {unlisted}]'
    told = {
        "usd": f"$exists({known}) ? $round($sum({known}), 6) : ($count($own) = 0 ? 0 : null)",
        "unknown": unknown,
        "prices_of": literal(prices(region, "training").looked_up),
    }
    return jsonata.block({"own": f"{jobs}[reused_from = null]"}, mapping(told))


def item() -> str:
    """What the table holds of the run, as DynamoDB writes it: enough to list it."""
    texts = {
        "pk": '"run"',
        "sk": '$started & "#" & $states.context.Execution.Name',
        "execution": "$states.context.Execution.Id",
        "run": "$in.names.run",
        "status": '"SUCCEEDED"',
        "outcome": "$in.outcome.name",
        "sentence": "$in.outcome.sentence",
        "record": "$in.record.uri",
        "started": "$started",
        "started_by": "$in.config.started_by",
        "endpoint": "$in.config.endpoint.name",
        "configuration": "$configuration",
        "decision": "$exists($in.decision) ? $string($in.decision) : null",
        "steps": '$string([$steps.{"name": name, "reused_from": $known(reused_from)}])',
    }
    written = {name: f'$type({code}) = "string" ? {{"S": {code}}}' for name, code in texts.items()}
    return jsonata.block(_BINDINGS, mapping({**written, "seconds": '{"N": $string($seconds)}'}))
