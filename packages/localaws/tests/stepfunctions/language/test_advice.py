import json
from typing import Any

import pytest

from localaws.stepfunctions.language.check import check


def advice(state: dict[str, Any], **machine: Any) -> list[tuple[str, str | None]]:
    definition = {"StartAt": "S", "States": {"S": {**state, "End": True}}, **machine}
    found, problems = check(json.dumps(definition))
    assert found is not None, problems
    assert {each.severity for each in problems} <= {"WARNING"}
    return [(str(each.code), each.location) for each in problems]


def test_a_value_that_looks_like_a_path_under_a_name_that_does_not() -> None:
    state = {
        "Type": "Pass",
        "Parameters": {"a": "$.b", "c": [{"d": "States.UUID()"}], "e.$": "$.f", "g": "$5.00"},
    }
    assert advice(state) == [
        ("NO_DOLLAR", "/States/S/Parameters/a"),
        ("NO_DOLLAR", "/States/S/Parameters/c[0]/d"),
    ]


def test_a_result_is_not_evaluated() -> None:
    state = {"Type": "Pass", "Result": {"a": ["$.b"]}}
    assert advice(state) == [("PASS_RESULT_IS_STATIC", "/States/S/Result")]
    assert advice({"Type": "Pass", "Result": {"a": "b"}}) == []


def test_a_field_that_has_a_sibling_by_path() -> None:
    fail = {"Type": "Fail", "Error": "$.error", "Cause": "why"}
    _, problems = check(json.dumps({"StartAt": "S", "States": {"S": fail}}))
    assert [(each.code, each.location) for each in problems] == [("NO_PATH", "/States/S/Error")]


@pytest.mark.parametrize(
    ("field", "location"), [("ItemProcessor", "ItemProcessor"), ("Branches", "Branches[0]")]
)
def test_states_within_are_looked_at_too(field: str, location: str) -> None:
    state = {"Type": "Pass", "Result": "$.a", "End": True}
    inner = {"StartAt": "I", "States": {"I": state}}
    kind = "Map" if field == "ItemProcessor" else "Parallel"
    outer = {"Type": kind, field: inner if kind == "Map" else [inner]}
    assert advice(outer) == [("PASS_RESULT_IS_STATIC", f"/States/S/{location}/States/I/Result")]


def test_jsonata_has_no_such_names() -> None:
    assert advice({"Type": "Pass", "Output": {"a": "$.b"}}, QueryLanguage="JSONata") == []
