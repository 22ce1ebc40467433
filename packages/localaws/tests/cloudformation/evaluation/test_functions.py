"""What the functions of a template give."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from localaws.cloudformation.errors import TemplateError
from localaws.cloudformation.evaluation.functions import Evaluation

EVALUATE = Evaluation(
    pseudo={"AWS::Region": "us-east-1", "Stage": "dev"},
    mappings={"Sizes": {"dev": {"cpu": "1"}}},
    conditions={
        "IsDev": {"Fn::Equals": [{"Ref": "Stage"}, "dev"]},
        "IsProd": {"Fn::Not": [{"Condition": "IsDev"}]},
    },
    reference=lambda name: f"<{name}>",
    attribute=lambda name, attribute: f"<{name}.{attribute}>",
    exported={"Shared": "value"}.get,
)


@pytest.mark.parametrize(
    ("template", "value"),
    [
        ({"Ref": "Stage"}, "dev"),
        ({"Ref": "Bucket"}, "<Bucket>"),
        ({"Fn::GetAtt": ["Role", "Arn"]}, "<Role.Arn>"),
        ({"Fn::GetAtt": "Role.Arn"}, "<Role.Arn>"),
        ({"Fn::Join": ["-", ["a", {"Ref": "Stage"}, 1]]}, "a-dev-1"),
        ({"Fn::Split": ["|", "a|b"]}, ["a", "b"]),
        ({"Fn::Select": ["1", ["a", "b"]]}, "b"),
        ({"Fn::Sub": "x-${Stage}-${Role.Arn}-${!Literal}"}, "x-dev-<Role.Arn>-${Literal}"),
        ({"Fn::Sub": ["${A}/${AWS::Region}", {"A": {"Ref": "Stage"}}]}, "dev/us-east-1"),
        ({"Fn::If": ["IsDev", "yes", "no"]}, "yes"),
        ({"Fn::If": ["IsProd", "yes", "no"]}, "no"),
        ({"Fn::FindInMap": ["Sizes", {"Ref": "Stage"}, "cpu"]}, "1"),
        ({"Fn::ImportValue": "Shared"}, "value"),
        ({"Fn::Base64": "hi"}, "aGk="),
        ({"Fn::ToJsonString": {"a": {"Ref": "Stage"}}}, '{"a":"dev"}'),
        ({"a": {"Ref": "AWS::NoValue"}, "b": 1}, {"b": 1}),
        ([{"Ref": "AWS::NoValue"}, "x"], ["x"]),
        ({"Condition": {"Bool": {"x": "y"}}}, {"Condition": {"Bool": {"x": "y"}}}),
    ],
)
def test_functions(template: Any, value: Any) -> None:
    assert EVALUATE(template) == value


@pytest.mark.parametrize(
    ("template", "says"),
    [
        ({"Fn::ImportValue": "Other"}, "No export named Other"),
        ({"Fn::FindInMap": ["Sizes", "prod", "cpu"]}, "Unable to get mapping for Sizes::prod::cpu"),
        ({"Fn::Select": [5, ["a"]]}, "nonexistent value at index 5"),
        ({"Fn::Join": ["", {"Ref": "Stage"}]}, "Fn::Join needs a list, and got a string"),
        ({"Fn::Join": ["", [["x"]]]}, "Fn::Join needs a string, and got a list"),
        ({"Fn::Select": [{"Ref": "Stage"}, ["a"]]}, "nonexistent value at index dev"),
        ({"Fn::Sub": "${AWS::NoValue}"}, "Fn::Sub needs a string, and got AWS::NoValue"),
    ],
)
def test_what_cannot_be_evaluated_says_why(template: Any, says: str) -> None:
    with pytest.raises(TemplateError, match=says):
        EVALUATE(template)


json_values = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(alphabet="abc ${}"),
    lambda inner: st.lists(inner) | st.dictionaries(st.sampled_from("pqrs"), inner),
)


@given(json_values)
def test_what_has_no_function_stays_as_it_is(value: Any) -> None:
    assert EVALUATE(value) == value
