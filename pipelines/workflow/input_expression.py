"""The first state's expression: merge the execution's input over the defaults, or say what is wrong.

The rules are data that the expression carries; the program around them is the same for every
pipeline. Nothing else of the state machine looks at the raw input.
"""

import re
from collections.abc import Sequence

from pipelines import instance_types
from pipelines.definition import Checkpoint, Pipeline, Processing
from pipelines.deployment_inputs import DeploymentInputs
from pipelines.instance_types import Kind
from pipelines.sdk import jsonata
from pipelines.sdk.jsonata import function
from pipelines.workflow import image, instance_expression, protection
from pipelines.workflow.execution_input import Rule, rules
from pipelines.workflow.input_problems import problems
from pipelines.workflow.naming import run_bindings
from pipelines.workflow.processing import PROCESSING_INPUT


def code(pipeline: Pipeline, inputs: DeploymentInputs) -> str:
    """The expression. It yields `{accepted: false, problems}` or `{accepted: true, config, …}`.

    `config` is the input with every key filled in, its hyperparameters as strings, as SageMaker
    wants them; `names` are those of what the run makes, `where` the S3 places it reads and writes,
    `images` those that depend on the machines. Raises ValueError where a default would be refused.
    """
    found = rules(pipeline, inputs)
    sections = list(dict.fromkeys(rule.section for rule in found if rule.section))
    without_image = () if inputs.gpu_image_uri else image.by_machine(pipeline, inputs)
    _see_to_the_defaults(found, without_image)
    checked = {
        **instance_expression.readers([rule.machines for rule in found if rule.machines]),
        **problems(
            found,
            sections,
            without_image,
            pipeline.processing.shares if pipeline.processing else (),
        ),
    }
    return jsonata.block(
        checked,
        "$count($problems) > 0 ? "
        + jsonata.mapping({"accepted": "false", "problems": "$problems"})
        + " : "
        + _accepted(pipeline, inputs, sections, [rule.section for rule in found if rule.machines]),
    )


def _see_to_the_defaults(found: Sequence[Rule], without_image: Sequence[Kind]) -> None:
    """The first state looks at what an execution was given only: its defaults are looked at here."""
    for rule in found:
        if rule.machines and (wrong := instance_types.problem(rule.machines, rule.default)):
            raise ValueError(f"The default of {rule.label} cannot be {rule.default}: {wrong}.")
        if rule.machines and rule.pattern and not re.fullmatch(rule.pattern, rule.default):
            raise ValueError(
                f"{rule.label} must be {rule.expects}, but its default is {rule.default}."
            )
        if rule.machines and rule.section in without_image and instance_types.has_gpu(rule.default):
            raise ValueError(
                f"The default of {rule.label} cannot be {rule.default}: it has a GPU, and the deployment brings "
                "no image for GPUs (gpu_image_uri)."
            )


def _accepted(
    pipeline: Pipeline, inputs: DeploymentInputs, sections: list[str], with_machines: list[str]
) -> str:
    of_section = "$filter($rules, function($rule) { $rule.section = $name })"
    bindings = {
        "settings": function(
            "$name, $as",
            f"$merge($map({of_section}, function($rule) {{ {{$rule.key: $as($setting($rule))}} }}))",
        ),
        "as_is": function("$value", "$value"),
        "top": '$settings("", $as_is)',
        "data": "$top.data",
        "address": function(
            "$uri",
            '($rest := $substringAfter($uri, "s3://"); {"uri": $uri, '
            '"bucket": $substringBefore($rest, "/"), '
            '"prefix": $contains($rest, "/") ? $substringAfter($rest, "/") : ""})',
        ),
        **run_bindings(pipeline.prefix(inputs.stage)),
    }
    top = [rule.key for rule in rules(pipeline, inputs) if not rule.section]
    config = {key: f"$top.{key}" for key in top} | {
        name: f"$settings({jsonata.literal(name)}, "
        + ("$string)" if name == "hyperparameters" else "$as_is)")
        for name in sections
    }
    if of_script := _of_script(pipeline, inputs):
        own = config.get("hyperparameters", "{}")
        config["hyperparameters"] = f"$merge([{own}, {jsonata.literal(of_script)}])"
    where: dict[str, str] = {
        "run": f'{jsonata.literal(inputs.runs)} & "/" & $run',
        "processed": f'{jsonata.literal(inputs.runs)} & "/" & $run',
        "evaluated": f'{jsonata.literal(inputs.runs)} & "/" & $run',
        "data": "$address($data)",
    }
    if pipeline.checkpoint and inputs.checkpoint_prefix:
        where["checkpoint"] = f"$address({jsonata.literal(inputs.checkpoint_prefix)})"
    output = {
        "accepted": "true",
        "config": jsonata.mapping(config),
        "names": jsonata.mapping({"run": "$run", "execution": "$execution"}),
        "where": jsonata.mapping(where),
    }
    if inputs.gpu_image_uri and (parts := image.chosen(pipeline, inputs)):
        of_gpu, other = jsonata.literal(inputs.gpu_image_uri), jsonata.literal(inputs.image_uri)
        machine = "$has_gpu($settings({}, $as_is).instance_type)"
        output["images"] = jsonata.mapping(
            {
                part: f"{machine.format(jsonata.literal(part))} ? {of_gpu} : {other}"
                for part in parts
            }
        )
    if inputs.protection.key_arn:
        machines = {name: f"$settings({jsonata.literal(name)}, $as_is)" for name in with_machines}
        output["machines"] = protection.machines(pipeline, inputs, machines)
        output["without_volume_key"] = protection.without_volume_key(machines)
    if pipeline.processing:
        output["arguments"] = _arguments(pipeline.processing, pipeline.checkpoint, inputs)
    return jsonata.block(bindings, jsonata.mapping(output))


def _of_script(pipeline: Pipeline, inputs: DeploymentInputs) -> dict[str, str]:
    """The hyperparameters by which a framework's image learns what to run."""
    if pipeline.training.script is None:
        return {}
    if inputs.source_uri is None:
        raise ValueError(
            f"Pipeline {pipeline.name!r} trains by a script, but the deployment brings no archive of it (source_uri)."
        )
    return {
        "sagemaker_program": pipeline.training.script,
        "sagemaker_submit_directory": inputs.source_uri,
        "sagemaker_container_log_level": "20",
        "sagemaker_region": inputs.region,
    }


def _arguments(
    processing: Processing, checkpoint: Checkpoint | None, inputs: DeploymentInputs
) -> str:
    """What the processing code is called with: the pipeline's arguments, its parameters' and the
    checkpoint's."""
    own = list(processing.arguments)
    if checkpoint and inputs.checkpoint_prefix:
        own += [checkpoint.argument, f"{PROCESSING_INPUT}/{checkpoint.channel}"]
    words = jsonata.literal(own)
    if parameters := processing.parameters:
        set_to = '$settings("processing", $string)'
        pairs = (f'"--{p.name.replace("_", "-")}", {set_to}.{p.name}' for p in parameters)
        words = f"$append({words}, [{', '.join(pairs)}])"
    if checkpoint is None or inputs.checkpoint_prefix:
        return words
    # The tokenizer must be the model's own, so processing follows the hyperparameter.
    name = f'$settings("hyperparameters", $as_is).{checkpoint.hub_parameter}'
    hub = f"[{jsonata.literal(checkpoint.hub_argument)}, {name}]"
    return f'{name} = "" ? {words} : $append({words}, {hub})'
