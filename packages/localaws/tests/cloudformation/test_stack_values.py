"""What a template's references come to in a stack, and which outputs there are."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest
from moto.ssm.models import ssm_backends

from localaws.clock import Clock
from localaws.cloudformation.errors import TemplateError
from localaws.cloudformation.stack import Output
from localaws.cloudformation.stack_values import StackValues, outputs
from localaws.cloudformation.store import Store
from localaws.cloudformation.types.handler import Made

from .stacks import Things, asked, thing

THERE = replace(Things().resource("A"), made=Made("name", {"Arn": "arn:name"}))
SKIPPED = replace(Things().resource("S"), handler=None)


def found(declared: dict[str, Any], **sections: Any) -> tuple[Output, ...]:
    """The outputs of a stack that has one resource, and one that was skipped."""
    wanted = asked({"A": thing(), "S": thing()}, Outputs=declared, **sections)
    stack = Store("123456789012", "eu-west-1", Clock()).new_stack("s")
    values = StackValues(stack, {"A": THERE, "S": SKIPPED}, {"theirs": "7"}.get)
    return outputs(wanted.template, values.evaluation(wanted), lambda reference: str(reference))


@pytest.mark.parametrize(
    ("value", "comes_to"),
    [
        ({"Ref": "A"}, "name"),
        ({"Fn::GetAtt": ["A", "Arn"]}, "arn:name"),
        ({"Fn::ImportValue": "theirs"}, "7"),
        ({"Fn::Sub": "${AWS::Region} ${AWS::AccountId} ${AWS::StackName}"}, "eu-west-1 123456789012 s"),
    ],
)  # fmt: skip
def test_what_a_reference_comes_to(value: Any, comes_to: str) -> None:
    (output,) = found({"O": {"Value": value, "Description": "one", "Export": {"Name": "mine"}}})
    assert output == Output("O", comes_to, "one", "mine")


@pytest.mark.parametrize(
    ("declared", "says"),
    [
        ({"O": {"Value": {"Ref": "S"}}}, "its type Test::Made::Thing is not supported"),
        ({"O": {"Value": {"Fn::GetAtt": ["A", "Size"]}}}, "has no attribute Size"),
        ({"O": {"Value": {"Fn::Base64": "x"}, "Export": {"Name": {"Ref": "S"}}}}, "not supported"),
        (
            {name: {"Value": "x", "Export": {"Name": "one"}} for name in "OP"},
            "Export names must be unique: one is there twice",
        ),
    ],
)
def test_an_output_that_cannot_be_says_why(declared: dict[str, Any], says: str) -> None:
    with pytest.raises(TemplateError, match=says):
        found(declared)


def test_an_output_is_there_where_its_condition_holds() -> None:
    conditions = {"No": {"Fn::Equals": ["a", "b"]}, "Yes": {"Fn::Not": [{"Condition": "No"}]}}
    declared = {name: {"Value": "x", "Condition": name} for name in conditions}
    assert [output.key for output in found(declared, Conditions=conditions)] == ["Yes"]


def test_a_secret_of_systems_manager_is_no_parameter() -> None:
    ssm = ssm_backends["123456789012"]["eu-west-1"]
    ssm.put_parameter(
        "/secret", "", "x", "SecureString", "", None, True, [], "text", "Standard", None
    )
    secret = {"P": {"Type": "AWS::SSM::Parameter::Value<String>", "Default": "/secret"}}
    with pytest.raises(TemplateError, match=r"Parameters \[/secret\] referenced by template have"):
        found({}, Parameters=secret)
