"""What the functions of a template give."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from localaws.cloudformation.errors import TemplateError
from localaws.cloudformation.evaluation.functions import Evaluation
from localaws.cloudformation.evaluation.parameter_values import resolved
from localaws.cloudformation.template.declarations import parameter, resource
from localaws.cloudformation.template.order import in_order

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


def ordered(resources: dict[str, Any]) -> list[str]:
    return in_order({name: resource(name, {"Type": "A::B"} | r) for name, r in resources.items()})


def test_resources_come_after_what_they_refer_to() -> None:
    resources = {
        "Policy": {"Properties": {"Roles": [{"Ref": "Role"}], "Stage": {"Ref": "Stage"}}},
        "Machine": {"Properties": {"Text": {"Fn::Sub": "${Bucket.Arn}"}}, "DependsOn": "Policy"},
        "Role": {},
        "Bucket": {"DependsOn": ["Role"]},
    }
    assert ordered(resources) == ["Role", "Policy", "Bucket", "Machine"]


def test_a_circle_is_named() -> None:
    with pytest.raises(TemplateError, match="Circular dependency"):
        ordered({"A": {"DependsOn": "B"}, "B": {"DependsOn": "A"}})


def value_of(declared: dict[str, Any], given_value: str | None) -> Any:
    """What a parameter comes to where Systems Manager has ``/version``."""
    given_values = {} if given_value is None else {"P": given_value}
    found = resolved({"P": parameter("P", declared)}, given_values, {"/version": "21"}.get)
    return found.values["P"]


@pytest.mark.parametrize(
    ("declared", "given_value", "value"),
    [
        ({"Type": "String", "Default": "x"}, None, "x"),
        ({"Type": "String", "Default": True}, None, "true"),
        ({"Type": "CommaDelimitedList"}, "a, b", ["a", "b"]),
        ({"Type": "List<Number>"}, "1, 2", ["1", "2"]),
        ({"Type": "AWS::SSM::Parameter::Value<String>"}, "/version", "21"),
        ({"Type": "AWS::SSM::Parameter::Value<List<String>>"}, "/version", ["21"]),
        ({"Type": "Number", "MinValue": 1, "MaxValue": "5"}, "3", "3"),
        ({"Type": "String", "AllowedPattern": "[a-z]+", "MinLength": "1"}, "abc", "abc"),
    ],
)
def test_parameters(declared: dict[str, str], given_value: str | None, value: Any) -> None:
    assert value_of(declared, given_value) == value


@pytest.mark.parametrize(
    ("declared", "given_value", "says"),
    [
        ({"Type": "String"}, None, "must have values"),
        ({"Type": "Number"}, "many", "many for parameter name P is not a number"),
        ({"Type": "Number"}, "nan", "is not a number"),
        ({"Type": "List<Number>"}, "1,x", "x for parameter name P is not a number"),
        ({"Type": "Number", "MinValue": 1}, "0", "greater than or equal to 1"),
        ({"Type": "String", "AllowedValues": ["a"]}, "b", "AllowedValues"),
        ({"Type": "String", "MaxLength": 2}, "abc", "less than or equal to 2"),
        ({"Type": "String", "AllowedPattern": "[a-z]+"}, "A", "must match pattern"),
        (
            {"Type": "String", "AllowedPattern": "x", "ConstraintDescription": "an x"},
            "A",
            "failed to satisfy constraint: an x",
        ),
        ({"Type": "String", "AllowedPattern": "(a|aa)+b"}, "a" * 60, "takes too long"),
        ({"Type": "AWS::SSM::Parameter::Value<String>"}, "/none", "parameter store"),
    ],
)
def test_a_wrong_parameter_says_which(
    declared: dict[str, Any], given_value: str | None, says: str
) -> None:
    with pytest.raises(TemplateError, match=says):
        value_of(declared, given_value)


def test_a_value_for_no_parameter_is_refused() -> None:
    with pytest.raises(TemplateError, match=r"Parameters: \[Q\] do not exist in the template"):
        resolved({}, {"Q": "x"}, lambda name: None)
