"""What a run's record says of a job: image, code, machines, time, cost, what it read and wrote. In JSONata.

Everything is SageMaker's own word, from the job's description; the prices are the deployment's. What is not
known is null, a cost that cannot be worked out says why. What finds no room in the state is left out by name.
"""

from pipelines.instance_types import KINDS, Kind
from pipelines.prices import prices
from pipelines.sdk import jsonata
from pipelines.sdk.jsonata import function, literal, mapping
from pipelines.workflow.room import ROOM, fitted, without

_LONG = ("entry_point", "arguments", "metrics", "outputs", "inputs", "hyperparameters")
"""In the order in which they get the room that there is."""
_LONGEST_REASON = 1_000
"""Characters, of SageMaker's 1,024."""
_HOURS_OF_A_MONTH = 730

_FUNCTIONS = {
    "job": "$states.result",
    "item": "$states.input",
    "known": function("$value", "$exists($value) ? $value : null"),
    "all": function("$value", "$exists($value) ? [$value] : []"),
    "moment": function("$value", "$exists($value) ? $fromMillis($toMillis($value)) : null"),
    "between": function(
        "$from, $to",
        "$exists($from) and $exists($to) ? ($toMillis($to) - $toMillis($from)) / 1000 : null",
    ),
    "file": function(
        "$uri",
        r"$replace($uri, /^.*\//, "
        '"")',
    ),
}

_INSTANCES = mapping(
    {
        "type": "$known($machines.InstanceType)",
        "count": "$known($machines.InstanceCount)",
        "volume_gb": "$known($machines.VolumeSizeInGB)",
    }
)

_PROCESSING = {
    "arn": "$job.ProcessingJobArn",
    "status": "$job.ProcessingJobStatus",
    "failure": "$exists($job.ExitMessage) ? $job.ExitMessage : $job.FailureReason",
    "role": "$job.RoleArn",
    "uri": "$job.AppSpecification.ImageUri",
    "machines": "$job.ProcessingResources.ClusterConfig",
    "from": "$job.ProcessingStartTime",
    "to": "$job.ProcessingEndTime",
    "seconds": "$between($from, $to)",
    "billable": "$seconds",
    "entry_point": "$job.AppSpecification.ContainerEntrypoint",
    "arguments": "$job.AppSpecification.ContainerArguments",
    "hyperparameters": "null",
    "inputs": '$all($job.ProcessingInputs.{"name": InputName, "uri": S3Input.S3Uri})',
    "outputs": '$all($job.ProcessingOutputConfig.Outputs.{"name": OutputName, "uri": S3Output.S3Uri})',
    "metrics": "null",
    "code": '$job.ProcessingInputs[InputName = "code"].S3Input.S3Uri',
}
_TRAINING = {
    "arn": "$job.TrainingJobArn",
    "status": "$job.TrainingJobStatus",
    "failure": "$job.FailureReason",
    "role": "$job.RoleArn",
    "uri": "$job.AlgorithmSpecification.TrainingImage",
    "machines": "$job.ResourceConfig",
    "from": "$job.TrainingStartTime",
    "to": "$job.TrainingEndTime",
    "seconds": "$exists($job.TrainingTimeInSeconds) ? $job.TrainingTimeInSeconds : $between($from, $to)",
    "billable": "$known($job.BillableTimeInSeconds)",
    "entry_point": "$job.AlgorithmSpecification.ContainerEntrypoint",
    "arguments": "$job.AlgorithmSpecification.ContainerArguments",
    "hyperparameters": "$job.HyperParameters",
    "inputs": '$all($job.InputDataConfig.{"name": ChannelName, "uri": DataSource.S3DataSource.S3Uri})',
    "outputs": '[{"name": "model", "uri": $job.ModelArtifacts.S3ModelArtifacts}]',
    "metrics": "$merge($job.FinalMetricDataList.{MetricName: Value})",
    "code": "$job.HyperParameters.sagemaker_submit_directory",
}
_TRANSFORM = {
    "arn": "$job.TransformJobArn",
    "status": "$job.TransformJobStatus",
    "failure": "$job.FailureReason",
    "role": "null",
    "uri": "null",
    "machines": "$job.TransformResources",
    "from": "$job.TransformStartTime",
    "to": "$job.TransformEndTime",
    "seconds": "$between($from, $to)",
    "billable": "$seconds",
    "entry_point": "null",
    "arguments": "null",
    "hyperparameters": "null",
    "inputs": '[{"name": "data", "uri": $job.TransformInput.DataSource.S3DataSource.S3Uri}]',
    "outputs": '[{"name": "responses", "uri": $job.TransformOutput.S3OutputPath}]',
    "metrics": "null",
    "code": "null",
}
DESCRIBED: dict[Kind, tuple[str, dict[str, str]]] = {
    "processing": ("ProcessingJob", _PROCESSING),
    "training": ("TrainingJob", _TRAINING),
    "transform": ("TransformJob", _TRANSFORM),
}
"""By kind: the noun of SageMaker's operations, and where its description has what."""


def facts(kind: Kind, region: str) -> str:
    """The output of the state that describes a job of that kind, of which `$states.input` has
    `key`, `name`, `kind`, `job`, `reused_from` and `room`, the bytes that it may take."""
    _, found = DESCRIBED[kind]
    told = {
        "arn": "$known($arn)",
        "status": "$known($status)",
        "failure_reason": '$type($failure) = "string" ? '
        f"$substring($failure, 0, {_LONGEST_REASON}) : null",
        "role": "$known($role)",
        "image": '$type($uri) = "string" ? '
        '{"uri": $uri, "digest": $contains($uri, "@") ? $substringAfter($uri, "@") : null} : null',
        "code": '$type($code) = "string" ? '
        '{"uri": $code, "hash": $substringBefore($file($code), ".")} : null',
        "instances": _INSTANCES,
        "started": "$moment($from)",
        "ended": "$moment($to)",
        "seconds": "$known($seconds)",
        "billable_seconds": "$known($billable)",
        "cost": _cost(kind, region),
        "problem": "null",
    }
    fits, left_out = fitted(_LONG, "$told", f"$item.{ROOM}")
    long = {name: f"$fits_{name} and $exists(${name}) ? ${name} : null" for name in sorted(_LONG)}
    bindings = {**_FUNCTIONS, **found, "told": f"$merge([$item, {mapping(told)}])", **fits}
    return jsonata.block(bindings, f"$merge([$told, {mapping({**long, 'left_out': left_out})}])")


def untold(kind: Kind) -> str:
    """The same where the job cannot be described: `$states.input.failure` says why."""
    noun, _ = DESCRIBED[kind]
    why = (
        f'"Describe{noun} did not tell: " & $states.input.failure.Error & " " & '
        "$substring($string($states.input.failure.Cause), 0, 500)"
    )
    item = without("$states.input", "failure")
    told = {"cost": '{"usd": null, "why": $why}', "problem": "$why"}
    return jsonata.block({"why": why}, f"$merge([{item}, {mapping(told)}])")


def bill(region: str) -> str:
    """The output of the state that describes one training of a tuning job: machines, billed seconds and cost.

    One that ended before it had machines is billed nothing, and has no time that SageMaker would say.
    """
    found = {name: _TRAINING[name] for name in ("status", "machines", "from", "billable")}
    never = f"$status in {literal(['Failed', 'Stopped'])} and $not($exists($from))"
    found["billable"] = (
        f"$exists($job.BillableTimeInSeconds) ? $job.BillableTimeInSeconds : {never} ? 0 : null"
    )
    told = {
        "instances": _INSTANCES,
        "billable_seconds": "$billable",
        "cost": f'$billable = 0 ? {{"usd": 0, "why": null}} : {_cost("training", region)}',
    }
    return jsonata.block({**_FUNCTIONS, **found}, mapping(told))


def _cost(kind: Kind, region: str) -> str:
    """In US dollars, by the time that is billed; null with the reason where no price is known."""
    known = prices(region, kind)
    machine = "$hours * $lookup($prices, $machines.InstanceType)"
    volume = f"$volume * $hours / {_HOURS_OF_A_MONTH} * {literal(known.volume or 0)}"
    alone = literal(f"Without its volume: the price table has none in {region}.")
    why = "null" if known.volume is not None else f"$volume > 0 ? {alone} : null"
    no_price = f'"The price table has no " & $machines.InstanceType & {literal(f" for {KINDS[kind]} in {region}.")}'
    return jsonata.block(
        {
            "prices": literal(dict(known.hourly)),
            "hours": '$type($billable) = "number" ? $billable * $machines.InstanceCount / 3600',
            "volume": "$exists($machines.VolumeSizeInGB) ? $machines.VolumeSizeInGB : 0",
            "nothing": function("$why", '{"usd": null, "why": $why}'),
        },
        jsonata.cases(
            [
                ("$not($exists($hours))", '$nothing("How long is billed is not known.")'),
                (
                    "$not($exists($lookup($prices, $machines.InstanceType)))",
                    f"$nothing({no_price})",
                ),
            ],
            mapping({"usd": f"$round({machine} + {volume}, 6)", "why": why}),
        ),
    )
