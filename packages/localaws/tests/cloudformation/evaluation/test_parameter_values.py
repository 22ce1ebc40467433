"""What parameters come to, and what is said of those that may not be."""

from __future__ import annotations

from typing import Any

import pytest

from localaws.cloudformation.errors import TemplateError
from localaws.cloudformation.evaluation.parameter_values import resolved
from localaws.cloudformation.template.declarations import parameter


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
        ({"Type": "CommaDelimitedList", "AllowedPattern": "[a-z]+"}, "a, b", ["a", "b"]),
        ({"Type": "Number", "MinLength": 3}, "1", "1"),
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
        ({"Type": "Number", "MinValue": 1}, "0", "'P' must be a number not less than 1"),
        ({"Type": "String", "AllowedValues": ["a"]}, "b", "AllowedValues"),
        ({"Type": "String", "MaxLength": 2}, "abc", "'P' must contain at most 2 characters"),
        ({"Type": "String", "MinLength": "3"}, "ab", "'P' must contain at least 3 characters"),
        (
            {"Type": "List<Number>", "MaxValue": 2},
            "1, 3",
            "'P' must be a number not greater than 2",
        ),
        ({"Type": "String", "AllowedPattern": "[a-z]+"}, "A", "^Parameter 'P' must match pattern"),
        ({"Type": "String", "AllowedPattern": "[a-z]+"}, "a1", "must match pattern"),
        ({"Type": "CommaDelimitedList", "AllowedPattern": "[a-z]+"}, "a,B", "must match pattern"),
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
