"""The first state's expression: merge the execution's input over the defaults, or say what is wrong.

The rules are data that the expression carries; the program around them is the same for every
pipeline. All problems are collected, so that one failed execution tells of every mistake. Nothing
else of the state machine looks at the raw input.
"""

from dataclasses import asdict

from pipelines.definition import Checkpoint, Pipeline, Processing
from pipelines.deployment_inputs import DeploymentInputs
from pipelines.sdk import jsonata
from pipelines.sdk.jsonata import function
from pipelines.workflow.execution_input import Rule, rules
from pipelines.workflow.naming import run_bindings
from pipelines.workflow.processing import PROCESSING_INPUT

_SAID_BY_THE_RULE = ("section", "key", "type", "default", "expects")


def code(pipeline: Pipeline, inputs: DeploymentInputs) -> str:
    """The expression. It yields `{accepted: false, problems}` or `{accepted: true, config, …}`.

    `config` is the input with every key filled in, its hyperparameters as strings, as SageMaker
    wants them; `names` are those of what the run makes, `where` the S3 places it reads and writes.
    """
    found = rules(pipeline, inputs)
    sections = list(dict.fromkeys(rule.section for rule in found if rule.section))
    checked = {
        "rules": jsonata.literal([_as_data(rule) for rule in found]),
        "sections": jsonata.literal(sections),
        **_readers(),
        "legal": _legal(found),
        "problems": _problems(found, sections),
    }
    return jsonata.block(
        checked,
        "$count($problems) > 0 ? "
        + jsonata.mapping({"accepted": "false", "problems": "$problems"})
        + " : "
        + _accepted(pipeline, inputs, sections),
    )


def _as_data(rule: Rule) -> dict[str, object]:
    said = {
        name: value
        for name, value in asdict(rule).items()
        if name in _SAID_BY_THE_RULE and value is not None
    }
    return {**said, "label": rule.label}


def _readers() -> dict[str, str]:
    """Functions that read the input without stumbling over what is not an object."""
    return {
        "given": '$type($states.input) = "object" ? $states.input : {}',
        "section": function(
            "$name",
            '$name = "" ? $given : ($found := $lookup($given, $name); '
            '$type($found) = "object" ? $found : {})',
        ),
        "shown": function(
            "$value",
            '$type($value) = "string" ? "the string \\"" & '
            '($length($value) > 100 ? $substring($value, 0, 100) & "…" : $value) & "\\"" '
            ': $type($value) in ["array", "object"] ? "an " & $type($value) : $string($value)',
        ),
        "must": function(
            "$label, $expects, $value",
            '$label & " must be " & $expects & ", but got " & $shown($value) & "."',
        ),
        "strangers": function(
            "$name, $known",
            "$map($filter($keys($section($name)), function($key) { $not($key in $known) }), "
            'function($key) { ($name = "" ? "The input" : $name) & " has no key \\"" & $key & '
            '"\\"; its keys are " & $join($known, ", ") & "." })',
        ),
        "value": function("$rule", "$lookup($section($rule.section), $rule.key)"),
    }


def _legal(found: tuple[Rule, ...]) -> str:
    """A function: is a value what its rule says?"""
    by_label = [
        (f"$rule.label = {jsonata.literal(rule.label)}", _test(rule))
        for rule in found
        if _test(rule)
    ]
    return function(
        "$rule, $value",
        "$type($value) != $rule.type ? false : " + jsonata.cases(by_label, "true"),
    )


def _test(rule: Rule) -> str:
    """What must hold of a `$value` of the right type; empty: nothing more."""
    tests = [
        *(["$floor($value) = $value"] if rule.whole else []),
        *([f"$value >= {jsonata.literal(rule.least)}"] if rule.least is not None else []),
        *([f"$value > {jsonata.literal(rule.above)}"] if rule.above is not None else []),
        *([f"$value <= {jsonata.literal(rule.most)}"] if rule.most is not None else []),
        *([f"$value in {jsonata.literal(list(rule.choices))}"] if rule.choices else []),
        *([f"$contains($value, {jsonata.regex(rule.pattern)})"] if rule.pattern else []),
    ]
    return " and ".join(tests)


def _problems(found: tuple[Rule, ...], sections: list[str]) -> str:
    """Every mistake as a sentence, in the order of the input's documentation."""
    no_object = (
        '$type($states.input) = "object" ? [] : $must("The input", "an object", $states.input)'
    )
    no_section = (
        "$map($sections, function($name) { ($found := $lookup($given, $name); "
        '$exists($found) and $type($found) != "object" ? $must($name, "an object", $found)) })'
    )
    keys: dict[str, list[str]] = {name: [] for name in ("", *sections)}
    for rule in found:
        keys[rule.section].append(rule.key)
    keys[""] += sections
    strangers = [
        f"$strangers({jsonata.literal(name)}, {jsonata.literal(known)})"
        for name, known in keys.items()
    ]
    illegal = (
        "$map($rules, function($rule) { ($value := $value($rule); "
        "$exists($value) and $not($legal($rule, $value)) "
        "? $must($rule.label, $rule.expects, $value)) })"
    )
    return f"[{', '.join([no_object, no_section, *strangers, illegal])}]"


def _accepted(pipeline: Pipeline, inputs: DeploymentInputs, sections: list[str]) -> str:
    setting = "($value := $value($rule); $exists($value) ? $value : $rule.default)"
    of_section = "$filter($rules, function($rule) { $rule.section = $name })"
    bindings = {
        "settings": function(
            "$name, $as",
            f"$merge($map({of_section}, function($rule) {{ {{$rule.key: $as({setting})}} }}))",
        ),
        "as_is": function("$value", "$value"),
        "data": '$settings("", $as_is).data',
        "address": function(
            "$uri",
            '($rest := $substringAfter($uri, "s3://"); {"uri": $uri, '
            '"bucket": $substringBefore($rest, "/"), '
            '"prefix": $contains($rest, "/") ? $substringAfter($rest, "/") : ""})',
        ),
        **run_bindings(pipeline.prefix(inputs.stage)),
    }
    config = {"data": "$data"} | {
        name: f"$settings({jsonata.literal(name)}, "
        + ("$string)" if name == "hyperparameters" else "$as_is)")
        for name in sections
    }
    where: dict[str, str] = {
        "run": f'{jsonata.literal(inputs.runs)} & "/" & $run',
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
    if pipeline.processing:
        output["arguments"] = _arguments(pipeline.processing, pipeline.checkpoint, inputs)
    return jsonata.block(bindings, jsonata.mapping(output))


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
