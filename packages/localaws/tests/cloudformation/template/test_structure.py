"""What is no template is refused whole, in CloudFormation's words, before anything is made."""

from __future__ import annotations

import json
from typing import Any

import pytest

from localaws.cloudformation.errors import TemplateError
from localaws.cloudformation.template.documents import parsed
from localaws.cloudformation.template.structure import checked

from ..template_samples import samples

GROUP = {"Type": "AWS::Logs::LogGroup"}


def with_resource(**members: Any) -> dict[str, Any]:
    return {"Resources": {"G": GROUP | members}}


def with_value(value: Any) -> dict[str, Any]:
    return with_resource(Properties={"LogGroupName": value})


def with_section(name: str, value: Any) -> dict[str, Any]:
    return {"Resources": {"G": GROUP}, name: value}


def with_parameter(**members: Any) -> dict[str, Any]:
    return with_section("Parameters", {"P": {"Type": "String"} | members})


@pytest.mark.parametrize(
    "sample", samples(), ids=lambda sample: sample.get("Description", "?")[:20]
)
def test_a_sound_template_passes(sample: dict[str, Any]) -> None:
    assert checked(sample).resources.keys() == sample["Resources"].keys()


@pytest.mark.parametrize(
    ("template", "says"),
    [
        ({}, "At least one Resources member"),
        ({"Resources": None}, "Resources must be an object"),
        ({"Resources": ["x"]}, "Resources must be an object"),
        (with_section("Foo", 1), r"Invalid template property or properties \[Foo\]"),
        (with_section("AWSTemplateFormatVersion", "2020"), "AWSTemplateFormatVersion"),
        (with_section("Description", 7), "every Description member must be a string"),
        (with_section("Description", "x" * 1025), "greater than 1024"),
        (with_section("Metadata", []), "Metadata must be an object"),
        (with_section("Transform", "x"), "Transform is not supported .* SAM's among them"),
        (with_section("Parameters", ["x"]), "Parameters must be an object"),
        (with_section("Parameters", {"P": "x"}), "contain a Type member"),
        (with_parameter(Type="Text"), "Unrecognized parameter type: Text"),
        (with_parameter(Type=["x"]), "Unrecognized parameter type"),
        (with_parameter(AllowedPattern="("), "no regular expression"),
        (with_parameter(MinLength="many"), "must be a whole number"),
        (with_parameter(MaxValue="many"), "must be a number"),
        (with_parameter(NoEcho="maybe"), "must be true or false"),
        (with_parameter(AllowedValues="x"), "must be a list"),
        (with_parameter(Default=["x"]), "must be a string"),
        (with_section("Mappings", ["x"]), "Mappings must be an object"),
        (with_section("Mappings", {"M": ["x"]}), "Every Mappings member must be a map"),
        (with_section("Mappings", {"M": {"a": "b"}}), "Every Mappings attribute"),
        (with_section("Conditions", {"C": True}), "must be a condition function"),
        (with_section("Conditions", {"C": {"Fn::Not": "x"}}), "every Fn::Not object requires"),
        (
            with_section("Conditions", {"C": {"Fn::Equals": [{"Ref": "G"}, "x"]}}),
            r"Unresolved resource dependencies \[G\] in the Conditions block",
        ),
        (
            with_section("Conditions", {"A": {"Condition": "B"}, "B": {"Condition": "A"}}),
            "Circular dependency between conditions",
        ),
        (with_section("Outputs", {"O": "x"}), "Output O is malformed"),
        (with_section("Outputs", {"O": {}}), "must contain a Value"),
        (with_section("Outputs", {"O": {"Value": ["x"]}}), "must evaluate to a String"),
        (with_section("Outputs", {"O": {"Value": "x", "Export": "x"}}), "Output O is malformed"),
        (with_section("Outputs", {"O-O": {"Value": "x"}}), "Output name O-O is non alphanumeric"),
        ({"Resources": {"G": None}}, "resource definition is malformed"),
        ({"Resources": {"G": {}}}, "must contain a Type member"),
        ({"Resources": {"G-G": GROUP}}, "Resource name G-G is non alphanumeric"),
        ({"Resources": {f"G{n}": GROUP for n in range(501)}}, "501, is greater than maximum"),
        (with_resource(Type="x"), "Unrecognized resource types"),
        (with_resource(Typo=1), "Invalid template resource property 'Typo'"),
        (with_resource(Properties=[]), "Properties must be an object"),
        (with_resource(Properties={"A": [None]}), r"\[/Resources/G/Properties/A/0\] 'null' values"),
        (with_resource(DependsOn=7), "DependsOn must be a string"),
        (with_resource(DependsOn=["X"]), r"Unresolved resource dependencies \[X\]"),
        (with_resource(DependsOn="G"), "Circular dependency between resources"),
        (with_resource(Condition=["x"]), "Every Condition member must be a string"),
        (with_resource(Condition="x"), "Unresolved condition dependency x"),
        (with_resource(DeletionPolicy="Keep"), "Unrecognized DeletionPolicy Keep"),
        (with_resource(UpdateReplacePolicy={}), "Unrecognized UpdateReplacePolicy"),
        (with_resource(Metadata="x"), "Metadata must be an object"),
        (with_value({"Ref": "Nothing"}), r"Unresolved resource dependencies \[Nothing\]"),
        (with_value({"Ref": ["x"]}), "every Ref must name"),
        (with_value({"Ref": "G"}), "Circular dependency"),
        (with_value({"Fn::GetAtt": ["X", "Arn"]}), "references undefined resource X"),
        (with_value({"Fn::GetAtt": "G"}), "every Fn::GetAtt object requires two"),
        (with_value({"Fn::Join": ["", "x"]}), "every Fn::Join object requires two"),
        (with_value({"Fn::Split": ["x"]}), "every Fn::Split object requires two"),
        (with_value({"Fn::Select": ["x", ["a"]]}), "Fn::Select requires"),
        (with_value({"Fn::Sub": 7}), "Fn::Sub intrinsic functions"),
        (with_value({"Fn::Sub": "${"}), "Fn::Sub intrinsic functions"),
        (with_value({"Fn::Sub": "${X.Arn}"}), "references undefined resource X"),
        (with_value({"Fn::If": ["C", 1, 2]}), "Unresolved condition dependency C"),
        (with_value({"Fn::If": []}), "Fn::If requires"),
        (with_value({"Fn::FindInMap": ["M", "a", "b"]}), "Mapping named 'M' is not present"),
        (with_value({"Fn::Nothing": 1}), "Fn::Nothing is not supported"),
        (with_value({"Fn::Sub": "x", "Other": 1}), "must have no other member"),
        (
            {"Resources": {"G": GROUP}, "Parameters": {"G": {"Type": "String"}}},
            "both a parameter's and a resource's",
        ),
    ],
)
def test_what_is_wrong_is_said(template: dict[str, Any], says: str) -> None:
    with pytest.raises(TemplateError, match=says):
        checked(parsed(json.dumps(template)))


def test_a_policys_condition_is_no_condition_of_the_template() -> None:
    statement = {"Condition": {"Bool": {"aws:SecureTransport": "false"}}}
    assert checked(with_resource(Properties={"Policy": {"Statement": [statement]}}))
