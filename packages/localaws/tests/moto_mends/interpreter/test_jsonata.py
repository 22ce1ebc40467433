"""JSONata as Step Functions has it: its own functions, nulls, numbers, and failures in sentences."""

from __future__ import annotations

import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from localaws.moto_mends.interpreter.jsonata import EvaluationFailed, evaluate

from ...cloud import Cloud

json_values = st.recursive(
    st.none() | st.booleans() | st.integers(-(2**53), 2**53) | st.text(),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(), inner, max_size=4),
    max_leaves=8,
)


@given(json_values)
def test_a_value_passes_through_unchanged(value: Any) -> None:
    assert evaluate("$states.input", {"states": {"input": value}}) == value


@given(json_values)
def test_parse_reads_what_json_writes(value: Any) -> None:
    assert evaluate("$parse($text)", {"text": json.dumps(value)}) == value


@pytest.mark.parametrize(
    ("expression", "value"),
    [
        ("$partition([1,2,3,4,5], 2)", [[1, 2], [3, 4], [5]]),
        ("$range(0, 10, 5)", [0, 5, 10]),
        ("$range(3, 1, -1)", [3, 2, 1]),
        ("$hash('a', 'MD5')", "0cc175b9c0f1b6a831c399e269772661"),
        ("$random(7) = $random(7)", True),
        ("$length($uuid())", 36),
        ("6 / 2", 3),
        ("1e-4", 0.0001),
        ("$x.missing ? 'there' : 'gone'", "gone"),
        ("$exists($x.nothing)", True),
        ("$x.nothing", None),
        ("{'kept': null}", {"kept": None}),
        ("$map($x.list, function($v) { $v * 2 })", [2, 4]),
        ("$type($x.nothing)", "null"),
    ],
)
def test_expressions(expression: str, value: Any) -> None:
    assert evaluate(expression, {"x": {"nothing": None, "list": [1, 2]}}) == value


@pytest.mark.parametrize(
    ("expression", "says"),
    [
        ("$x.missing", "undefined"),
        ("$error('too bad')", "too bad"),
        ("1 +", "Unexpected end"),
        ("'a' + 1", "number"),
        ("$hash('a', 'CRC')", "algorithm"),
        ("$parse('{')", "not JSON"),
        ("$partition([1], 0)", "positive integer"),
        ("$string", "unsupported result type"),
    ],
)
def test_failures_say_why(expression: str, says: str) -> None:
    with pytest.raises(EvaluationFailed, match=says):
        evaluate(expression, {"x": {}})


def test_a_state_sees_its_input_and_its_context(cloud: Cloud) -> None:
    expression = "{% $states.input.word & ' ' & $states.context.State.Name %}"
    state = {"Type": "Pass", "QueryLanguage": "JSONata", "Output": expression}
    assert cloud.output(state, {"word": "hello"}) == "hello State"


def test_a_failure_names_the_expression_and_the_field(cloud: Cloud) -> None:
    state = {"Type": "Pass", "QueryLanguage": "JSONata", "Output": "{% $states.input.none %}"}
    ended = cloud.run({"State": {**state, "End": True}})
    assert ended["error"] == "States.QueryEvaluationError"
    assert (
        "The JSONata expression '$states.input.none' specified for the field 'Output'"
        in ended["cause"]
    )
    assert "returned nothing (undefined)" in ended["cause"]


def test_a_fail_state_may_compute_its_cause(cloud: Cloud) -> None:
    cause = "{% $parse($states.input.Cause).FailureReason %}"
    state = {"Type": "Fail", "QueryLanguage": "JSONata", "Error": "E", "Cause": cause}
    ended = cloud.run({"State": state}, {"Cause": json.dumps({"FailureReason": "out of luck"})})
    assert (ended["error"], ended["cause"]) == ("E", "out of luck")


def test_a_choice_may_be_jsonata(cloud: Cloud) -> None:
    choice = {
        "Type": "Choice",
        "QueryLanguage": "JSONata",
        "Choices": [{"Condition": "{% $states.input.n > 2 %}", "Next": "Big"}],
        "Default": "Small",
    }
    ends = {name: {"Type": "Pass", "Result": name, "End": True} for name in ("Big", "Small")}
    assert json.loads(cloud.run({"Choice": choice, **ends}, {"n": 3})["output"]) == "Big"


def test_an_assigned_variable_is_seen_by_later_states(cloud: Cloud) -> None:
    first = {
        "Type": "Pass",
        "QueryLanguage": "JSONata",
        "Assign": {"kept": "{% $states.input.x %}"},
        "Next": "Second",
    }
    second = {"Type": "Pass", "QueryLanguage": "JSONata", "Output": "{% $kept + 1 %}", "End": True}
    assert json.loads(cloud.run({"First": first, "Second": second}, {"x": 41})["output"]) == 42
