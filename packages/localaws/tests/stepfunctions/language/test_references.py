import json
from typing import Any

from localaws.stepfunctions.language.machine import read
from localaws.stepfunctions.language.references import variable_references


def references(**states: dict[str, Any]) -> dict[str, list[str]]:
    machine, problems = read(json.dumps({"StartAt": next(iter(states)), "States": states}))
    assert machine is not None, problems
    return variable_references(machine)


def test_a_machine_without_variables_refers_to_none() -> None:
    assert references(A={"Type": "Pass", "Assign": {"a": 1, "b.$": "$.c"}, "End": True}) == {}


def test_a_state_refers_by_paths_and_functions() -> None:
    state = {
        "Type": "Pass",
        "InputPath": "$b.c",
        "Parameters": {"x": [{"y.$": "States.Format('{}', $a, States.UUID())"}], "z": "$literal"},
        "OutputPath": "$.rows[?(@.price < $c)]",
        "End": True,
    }
    assert references(A=state) == {"A": ["a", "b", "c"]}


def test_a_state_refers_by_jsonata() -> None:
    state = {
        "Type": "Pass",
        "QueryLanguage": "JSONata",
        "Output": {"x": ["{% $b + $states.input.n %}"]},
        "Assign": {"c": "{% $a %}"},
        "End": True,
    }
    assert references(A=state) == {"A": ["a", "b"]}


def test_rules_and_moments_and_errors_refer() -> None:
    rule = {"Variable": "$a", "StringEqualsPath": "$b", "Next": "E", "Assign": {"x.$": "$c"}}
    found = references(
        A={"Type": "Choice", "Choices": [rule], "Default": "W"},
        W={"Type": "Wait", "SecondsPath": "$d", "Next": "E"},
        E={"Type": "Fail", "ErrorPath": "$e", "CausePath": "States.Format('{}', $f)"},
    )
    assert found == {"A": ["a", "b", "c"], "W": ["d"], "E": ["e", "f"]}


def test_states_within_refer_for_themselves() -> None:
    inner = {"StartAt": "I", "States": {"I": {"Type": "Pass", "InputPath": "$b", "End": True}}}
    each = {
        "Type": "Map",
        "ItemsPath": "$a",
        "MaxConcurrencyPath": "$n",
        "ItemProcessor": inner,
        "End": True,
    }
    assert references(A=each) == {"A": ["a", "n"], "I": ["b"]}
