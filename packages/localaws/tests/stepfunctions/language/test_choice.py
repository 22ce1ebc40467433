import json
from typing import Any

import pytest

from localaws.stepfunctions.language.choice import Choice
from localaws.stepfunctions.language.choice_rule import (
    COMPARISONS,
    TESTS,
    Compared,
    Joined,
    Kind,
    Negated,
)
from localaws.stepfunctions.language.choice_rule import Tested as IsSo
from localaws.stepfunctions.language.expression import Constant, Evaluated, Jsonata
from localaws.stepfunctions.language.machine import read
from localaws.stepfunctions.language.path_reader import read as path

SCHEMA = "SCHEMA_VALIDATION_FAILED"
VALUES = {
    Kind.STRING: "a",
    Kind.NUMBER: 1.5,
    Kind.BOOLEAN: True,
    Kind.TIMESTAMP: "2026-11-26T09:00:00Z",
}


def choice(*rules: dict[str, Any], **machine: Any) -> Choice:
    states = {"S": {"Type": "Choice", "Choices": list(rules)}, "E": {"Type": "Succeed"}}
    found, problems = read(json.dumps({"StartAt": "S", "States": states, **machine}))
    assert found is not None, problems
    state = found.branch.states["S"]
    assert isinstance(state, Choice)
    return state


@pytest.mark.parametrize("operator", COMPARISONS)
def test_every_operator_compares_with_a_value_or_a_path(operator: str) -> None:
    value = VALUES[COMPARISONS[operator][0]]
    rule = {"Variable": "$.a", "Next": "E"}
    assert choice({**rule, operator: value}).options[0].when == Compared(
        path("$.a"), operator, value
    )
    if operator != "StringMatches":
        found = choice({**rule, f"{operator}Path": "$$.b"}).options[0].when
        assert found == Compared(path("$.a"), operator, path("$$.b"))
        assert isinstance(found, Compared)
        assert found.field == f"{operator}Path"


@pytest.mark.parametrize("test", TESTS)
def test_a_test_holds_or_does_not(test: str) -> None:
    rule = {"Variable": "$variable.a", test: False, "Next": "E"}
    assert choice(rule).options[0].when == IsSo(path("$variable.a"), test, wanted=False)


def test_rules_are_joined_and_negated() -> None:
    is_there = {"Variable": "$.a", "IsPresent": True}
    inner = IsSo(path("$.a"), "IsPresent", wanted=True)
    rule = {"And": [is_there, {"Not": {"Or": [is_there, is_there]}}], "Next": "E"}
    assert choice(rule).options[0].when == Joined(
        (inner, Negated(Joined((inner, inner), needs_all=False))), needs_all=True
    )


@pytest.mark.parametrize(
    ("condition", "when"),
    [
        ("{% $a > 1 %}", Evaluated("Condition", Jsonata("$a > 1"))),
        (True, Constant(True)),
    ],
)
def test_jsonata_has_a_condition(condition: Any, when: Any) -> None:
    rule = {"Condition": condition, "Next": "E", "Output": {"a": 1}, "Assign": {"b": 2}}
    option = choice(rule, QueryLanguage="JSONata").options[0]
    assert option.when == when
    assert option.output == Constant({"a": 1})
    assert option.assign == Constant({"b": 2})


ONE_FORM = (
    "The object must have only one of the following fields, [And, Or, Not, Variable, Condition]"
)


@pytest.mark.parametrize(
    ("rule", "problem"),
    [
        ({"Next": "E"}, f"{ONE_FORM} at {{}}"),
        ({"Variable": "$.a", "And": [], "Next": "E"}, f"{ONE_FORM} at {{}}"),
        (
            {"Variable": "$.a", "IsNull": True},
            "These fields are required: [Next] at {}",
        ),
        (
            {"Variable": "a", "IsNull": True, "Next": "E"},
            "Value is not a Reference Path: Reference path didn't start with '$' at {}/Variable",
        ),
        (
            {"Variable": "$.a[*]", "IsNull": True, "Next": "E"},
            "Value is not a Reference Path at {}/Variable",
        ),
        (
            {"Variable": "$.a", "IsNull": "yes", "Next": "E"},
            "Expected value of type [BOOLEAN] at {}/IsNull",
        ),
        (
            {"Variable": "$.a", "StringEquals": 1, "Next": "E"},
            "Expected value of type [STRING] at {}/StringEquals",
        ),
        (
            {"Variable": "$.a", "NumericEquals": "1", "Next": "E"},
            "Expected value of type Float at {}/NumericEquals",
        ),
        (
            {"Variable": "$.a", "NumericEquals": True, "Next": "E"},
            "Expected value of type Float at {}/NumericEquals",
        ),
        (
            {"Variable": "$.a", "BooleanEquals": 0, "Next": "E"},
            "Expected value of type [BOOLEAN] at {}/BooleanEquals",
        ),
        (
            {"Variable": "$.a", "TimestampEquals": "2026-11-26", "Next": "E"},
            "String does not match RFC3339 timestamp at {}/TimestampEquals",
        ),
        (
            {"Variable": "$.a", "Equals": 1, "IsNull": True, "Next": "E"},
            "Field 'Equals' is not supported at {}",
        ),
        ({"And": [], "Next": "E"}, "Value cannot be empty at {}/And"),
        (
            {"Or": [{"Variable": "$.a", "IsNull": True, "Next": "E"}], "Next": "E"},
            "Field 'Next' is not supported at {}/Or[0]",
        ),
        (
            {"Not": {"Variable": "$.a", "IsNull": True, "Assign": {}}, "Next": "E"},
            "Field 'Assign' is not supported at {}/Not",
        ),
        (
            {"Condition": "{% true %}", "Next": "E"},
            "The QueryLanguage is set to 'JSONPath', but field 'Condition' is only supported for the "
            "'JSONata' QueryLanguage at {}",
        ),
    ],
)
def test_a_wrong_rule_is_told(said_of: Any, rule: dict[str, Any], problem: str) -> None:
    said = said_of({"Type": "Choice", "Choices": [rule], "Default": "E"})
    assert f"{SCHEMA}: {problem.format('/States/S/Choices[0]')}" in said


def test_a_rule_has_one_comparison(said_of: Any) -> None:
    rule = {"Variable": "$.a", "IsNull": True, "IsString": True, "Next": "E"}
    (problem,) = said_of({"Type": "Choice", "Choices": [rule]})
    assert problem.startswith(
        f"{SCHEMA}: There should only be one of the following fields: [StringEquals, "
    )
    del rule["IsNull"], rule["IsString"]
    (problem,) = said_of({"Type": "Choice", "Choices": [rule]})
    assert problem.startswith(
        f"{SCHEMA}: This object should have only one of the following fields: [StringEquals, "
    )
    assert problem.endswith(" at /States/S/Choices[0]")


def test_a_condition_is_jsonata_or_a_boolean(said_of: Any) -> None:
    def of(condition: Any) -> list[str]:
        rule = {"Condition": condition, "Next": "E"}
        return said_of({"Type": "Choice", "Choices": [rule]}, QueryLanguage="JSONata")

    location = "at /States/S/Choices[0]/Condition"
    assert of("true") == [
        f"{SCHEMA}: JSONata string must start with {{% and end with %}} {location}"
    ]
    assert of(1) == [f"{SCHEMA}: Expected value of type [BOOLEAN] {location}"]
    assert of("{% a %}") == [
        "UNSUPPORTED_JSONATA_EXPRESSION: Reference to 'a' at the top level is not supported. "
        + location
    ]


def test_a_choice_has_rules(said_of: Any) -> None:
    assert said_of({"Type": "Choice", "Choices": [], "Default": "E"}) == [
        f"{SCHEMA}: Value cannot be empty at /States/S/Choices"
    ]
    assert said_of({"Type": "Choice", "Choices": [1], "Default": "E"}) == [
        f"{SCHEMA}: Expected value of type [OBJECT] at /States/S/Choices[0]"
    ]
