"""What is wrong with an execution's input, as sentences: the first half of the first state's expression.

All problems are collected, so that one failed execution tells of every mistake.
"""

from collections.abc import Mapping, Sequence
from dataclasses import asdict

from pipelines.consistency import NEAR_ONE
from pipelines.instance_types import Kind
from pipelines.sdk import jsonata
from pipelines.sdk.jsonata import function
from pipelines.workflow.execution_input import Rule

_SAID_BY_THE_RULE = ("section", "key", "type", "default", "expects", "machines")


def problems(
    found: tuple[Rule, ...],
    sections: list[str],
    without_image: Sequence[Kind],
    shares: Sequence[str] = (),
) -> Mapping[str, str]:
    """JSONata variables, of which `$problems` is the sentences and `$rules` and `$setting` are for later use.

    `without_image` are the parts that could not use a GPU, as the deployment has no image for one; `shares` the
    parameters of the processing that make 1 together. Wants the functions of `instance_expression`.
    """
    return {
        "rules": jsonata.literal([_as_data(rule) for rule in found]),
        "sections": jsonata.literal(sections),
        **_readers(),
        "legal": _legal(found),
        "wrong": _wrong(without_image),
        "mistakes": _all(found, sections),
        "problems": f"$count($mistakes) > 0 ? $mistakes : {_not_one(shares)}",
    }


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
        "cut": function(
            "$text",
            '$length($text) > 100 ? $substring($text, 0, 100) & "…" : $text',
        ),
        "shown": function(
            "$value",
            '$type($value) = "string" ? "the string \\"" & $cut($value) & "\\"" '
            ': $type($value) in ["array", "object"] ? "an " & $type($value) : $string($value)',
        ),
        "must": function(
            "$label, $expects, $value",
            '$label & " must be " & $expects & ", but got " & $shown($value) & "."',
        ),
        "strangers": function(
            "$name, $known",
            "$map($filter($keys($section($name)), function($key) { $not($key in $known) }), "
            'function($key) { ($name = "" ? "The input" : $name) & " has no key \\"" & $cut($key) & '
            '"\\"; its keys are " & $join($known, ", ") & "." })',
        ),
        "value": function("$rule", "$lookup($section($rule.section), $rule.key)"),
        "setting": function(
            "$rule", "($value := $value($rule); $exists($value) ? $value : $rule.default)"
        ),
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
        *(["$is_type($rule.machines, $value)"] if rule.machines else []),
    ]
    return " and ".join(tests)


def _wrong(without_image: Sequence[Kind]) -> str:
    """A function: the sentence about the value of a rule, if there is something to say."""
    labels = jsonata.literal([f"{part}.instance_type" for part in without_image])
    refused = jsonata.cases(
        [
            (
                "$not($legal($rule, $value))",
                "$must($rule.label, $rule.expects, $value) & "
                '($exists($rule.machines) and $type($value) = "string" '
                '? $near($rule.machines, $value) : "")',
            ),
            (
                f"$rule.label in {labels} and $has_gpu($value)",
                '$rule.label & " cannot be " & $value & ", which has a GPU, as this deployment brings no image '
                'for GPUs: deploy it with -c stepline:" & $rule.section & "-instance-type=" & $value & "."',
            ),
        ],
        "$nothing",
    )
    return function("$rule, $value", refused)


def _all(found: tuple[Rule, ...], sections: list[str]) -> str:
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
        "$exists($value) ? $wrong($rule, $value)) })"
    )
    return f"[{', '.join([no_object, no_section, *strangers, illegal])}]"


def _not_one(shares: Sequence[str]) -> str:
    """The sentence about shares that do not make 1, when each by itself is right."""
    if not shares:
        return "[]"
    *some, last = (f"processing.{share}" for share in shares)
    total = f"$sum($map($filter($rules, function($rule) {{ $rule.label in {jsonata.literal([*some, last])} }}), $setting))"
    must = f"{', '.join(some)} and {last} must make 1 together, but make "
    return (
        f"($total := {total}; $abs($total - 1) <= {NEAR_ONE} "
        f'? [] : [{jsonata.literal(must)} & $string($round($total, 6)) & "."])'
    )
