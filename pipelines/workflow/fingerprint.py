"""What the result of a step depends on, part by part, and the one digest of it all.

A part is a short text by which a person sees what changed. Left out is what does not change a result: the type of
the machines, volumes, time limits, names, tags, and where a result is written. The number of machines counts,
as code may share the work among them; an image made for a GPU is another image. An image that AWS made is known
by its tag, as its digest cannot be read before deployment; our own images and code are named by their content.
"""

import json
from collections.abc import Mapping
from typing import Any

from pipelines.definition import Pipeline
from pipelines.deployment_inputs import DeploymentInputs
from pipelines.instance_types import Kind
from pipelines.sdk import jsonata
from pipelines.sdk.values import Value
from pipelines.workflow.image import image

_INPUT = "$states.input"
_PIECE = 5000
"""$hash takes 10,000 characters."""


def of_preprocessing(pipeline: Pipeline, inputs: DeploymentInputs) -> Mapping[str, str]:
    """The parts of the processing job before training: names, and JSONata for their texts."""
    processing = pipeline.processing
    if processing is None:
        raise ValueError(f"Pipeline {pipeline.name!r} does not process its data.")
    return {
        **_read(pipeline, inputs, "data"),
        **_of_code(pipeline, inputs),
        "arguments": f"$string({_INPUT}.arguments)",
        "outputs": jsonata.literal(", ".join(processing.outputs)),
        **_machines("processing", processing.max_instances),
    }


def of_training(pipeline: Pipeline, inputs: DeploymentInputs) -> Mapping[str, str]:
    """The parts of the training, and of the tuning before it. Its hyperparameters are added by `all_parts`."""
    training, variant = pipeline.training, inputs.variant
    reads = {channel.reads for channel in training.channels}
    channels = [
        [channel.name, channel.reads or "data", channel.content_type]
        for channel in training.channels
    ]
    parts = {
        **(_read(pipeline, inputs, "data") if None in reads else {}),
        **_checkpoint(pipeline, inputs),
        **({"preprocessing": f"{_INPUT}.steps.preprocess.fingerprint"} if reads - {None} else {}),
        "image": code_of(image(pipeline, inputs, "training")),
        "channels": jsonata.literal(json.dumps(channels)),
        "environment": _sorted(training.environment),
        "metrics": jsonata.literal(
            json.dumps({metric.name: metric.regex for metric in training.metrics})
        ),
        **_machines("training", training.max_instances),
    }
    if training.script and inputs.source_uri:
        parts["script"] = jsonata.literal(inputs.source_uri)
    if variant.tunes and pipeline.tuning:
        tuning = pipeline.tuning
        ranges = [[each.parameter, each.least, each.most, each.scale] for each in tuning.tuned]
        how = [tuning.metric, tuning.minimize, tuning.strategy, tuning.seed, ranges]
        parts["tuning"] = jsonata.literal(json.dumps(how))
        parts["tuning.training_jobs"] = f"$string({_INPUT}.config.tuning.training_jobs)"
        parts["tuning.parallel_jobs"] = f"$string({_INPUT}.config.tuning.parallel_jobs)"
    return parts


def of_evaluation(pipeline: Pipeline, inputs: DeploymentInputs) -> Mapping[str, str]:
    """The parts of the evaluation: which models, on which test split, by which code."""
    evaluation = pipeline.evaluation
    if evaluation is None:
        raise ValueError(f"Pipeline {pipeline.name!r} does not say how it is evaluated.")
    champion = f"{_INPUT}.champion"
    measured = f'$type({champion}.artifact) = "string" ? {champion}.artifact : "none"'
    return {
        "candidate": f"{_INPUT}.training.ModelArtifacts.S3ModelArtifacts",
        "champion": f"$exists({champion}.problem) ? {champion}.problem : {measured}",
        **(
            {"preprocessing": f"{_INPUT}.steps.preprocess.fingerprint"}
            if evaluation.reads and pipeline.processing
            else _read(pipeline, inputs, "data")
        ),
        **_of_code(pipeline, inputs),
        "arguments": jsonata.literal(json.dumps(list(evaluation.arguments))),
        "reads": jsonata.literal(", ".join((*evaluation.reads, *evaluation.reads_of_champion))),
    }


def all_parts(parts: Mapping[str, str], spread: str | None = None) -> str:
    """An object of the parts' texts; `spread` is such as "hyperparameters": a part for each of them."""
    if spread is None:
        return jsonata.mapping(parts)
    each = (
        f"$each({_INPUT}.config.{spread}, function($value, $name) "
        f"{{ {{{jsonata.literal(spread + '.')} & $name: $string($value)}} }})"
    )
    return f"$merge($append([{jsonata.mapping(parts)}], {each}))"


def digest(parts: str) -> str:
    """One digest of an object of texts, whatever their order; null where one of them is not known."""
    lines = f'$sort($each({parts}, function($text, $name) {{ $name & "=" & $text }}))'
    unknown = f'[$filter($each({parts}, function($text) {{ $text }}), function($text) {{ $type($text) != "string" }})]'
    bindings = {
        "text": f'$join({lines}, "\\n")',
        "pieces": f"$map([0..$floor($length($text) / {_PIECE})], function($at) "
        f"{{ $substring($text, $at * {_PIECE}, {_PIECE}) }})",
    }
    whole = (
        '$reduce($append([""], $pieces), function($so_far, $piece) '
        '{ $hash($so_far & $piece, "SHA-256") })'
    )
    return f"$count({unknown}) > 0 ? null : " + jsonata.block(bindings, whole)


def _read(pipeline: Pipeline, inputs: DeploymentInputs, what: str) -> dict[str, str]:
    found = f"{_INPUT}.inputs.{what}"
    text = (
        f'{found}.uri & " (" & $string({found}.objects) & " objects, " & $string({found}.bytes) '
        f'& " bytes, " & {found}.digest & ")"'
    )
    parts = {what: f'$type({found}.digest) = "string" ? {text} : null'}
    return {**parts, **(_checkpoint(pipeline, inputs) if what == "data" else {})}


def _checkpoint(pipeline: Pipeline, inputs: DeploymentInputs) -> dict[str, str]:
    there = pipeline.checkpoint and inputs.checkpoint_prefix
    return _read(pipeline, inputs, "checkpoint") if there else {}


def _of_code(pipeline: Pipeline, inputs: DeploymentInputs) -> dict[str, str]:
    environment = pipeline.processing.environment if pipeline.processing else {}
    return {
        "code": jsonata.literal(inputs.code_file),
        "image": code_of(image(pipeline, inputs, "processing")),
        "environment": _sorted(environment),
    }


def _machines(kind: Kind, most: int) -> dict[str, str]:
    if most == 1:
        return {}
    return {"machines": f"$string({_INPUT}.config.{kind}.instance_count)"}


def code_of(value: str | Value) -> str:
    if isinstance(value, Value):
        return _INPUT + value.to_jsonpath().removeprefix("$")
    return jsonata.literal(value)


def _sorted(environment: Mapping[str, Any]) -> str:
    return jsonata.literal(json.dumps(dict(sorted(environment.items()))))
