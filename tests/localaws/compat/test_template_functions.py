"""What the functions of a template give."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from localaws.compat.cloudformation.errors import TemplateError
from localaws.compat.cloudformation.functions import Evaluation
from localaws.compat.cloudformation.order import in_order
from localaws.compat.cloudformation.template import Template

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
        ({"Fn::Transform": {}}, "Fn::Transform is not supported"),
        ({"Fn::ImportValue": "Other"}, "No export named Other"),
        ({"Fn::FindInMap": ["Sizes", "prod", "cpu"]}, "no entry 'prod'"),
        ({"Fn::Select": [5, ["a"]]}, "nonexistent value at index 5"),
        ("{{resolve:secretsmanager:x}}", "dynamic reference"),
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


def test_resources_come_after_what_they_refer_to() -> None:
    resources = {
        "Policy": {"Properties": {"Roles": [{"Ref": "Role"}], "Stage": {"Ref": "Stage"}}},
        "Machine": {"Properties": {"Text": {"Fn::Sub": "${Bucket.Arn}"}}, "DependsOn": "Policy"},
        "Role": {},
        "Bucket": {"DependsOn": ["Role"]},
    }
    assert in_order(resources) == ["Role", "Policy", "Bucket", "Machine"]


def test_a_circle_is_named() -> None:
    with pytest.raises(TemplateError, match="Circular dependency"):
        in_order({"A": {"DependsOn": "B"}, "B": {"DependsOn": "A"}})


@pytest.mark.parametrize(
    ("declared", "given_value", "value"),
    [
        ({"Type": "String", "Default": "x"}, None, "x"),
        ({"Type": "CommaDelimitedList"}, "a, b", ["a", "b"]),
        ({"Type": "AWS::SSM::Parameter::Value<String>"}, "/version", "21"),
        ({"Type": "Number"}, "3", "3"),
    ],
)
def test_parameters(declared: dict[str, str], given_value: str | None, value: Any) -> None:
    template = Template({"Parameters": {"P": declared}, "Resources": {}})
    given_values = {} if given_value is None else {"P": given_value}
    found = template.parameters(given_values, {"/version": "21"}.get)
    assert found.values == {"P": value}


@pytest.mark.parametrize(
    ("declared", "given_value", "says"),
    [
        ({"Type": "String"}, None, "must have values"),
        ({"Type": "Number"}, "many", "must be a number"),
        ({"Type": "String", "AllowedValues": ["a"]}, "b", "AllowedValues"),
        ({"Type": "AWS::SSM::Parameter::Value<String>"}, "/none", "parameter store"),
    ],
)
def test_a_wrong_parameter_says_which(
    declared: dict[str, Any], given_value: str | None, says: str
) -> None:
    template = Template({"Parameters": {"P": declared}, "Resources": {}})
    given_values = {} if given_value is None else {"P": given_value}
    with pytest.raises(TemplateError, match=says):
        template.parameters(given_values, lambda name: None)
