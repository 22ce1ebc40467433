"""Definitions that Step Functions would not take."""

from __future__ import annotations

import json
from typing import Any

import pytest

from localaws.moto_mends.definition_graph import problems
from localaws.moto_mends.sdk_integration import error_prefix

from ..cloud import ROLE, Cloud

END = {"Type": "Pass", "End": True}


def machine(**states: Any) -> dict[str, Any]:
    return {"StartAt": next(iter(states)), "States": states}


@pytest.mark.parametrize(
    ("definition", "says"),
    [
        ({"StartAt": "B", "States": {"A": END}}, "Missing target state 'B' at /StartAt"),
        (machine(A={"Type": "Pass", "Next": "B"}), "'B' at /States/A/Next"),
        (machine(A={"Type": "Choice", "Choices": [{"Next": "B"}]}), "Choices[0]/Next"),
        (machine(A={"Type": "Choice", "Choices": [], "Default": "B"}), "/States/A/Default"),
        (machine(A={**END, "Catch": [{"Next": "B"}]}), "Catch[0]/Next"),
        (
            machine(A={**END, "Branches": [{"StartAt": "X", "States": {"Y": END}}]}),
            "/States/A/Branches[0]/StartAt",
        ),
        (
            machine(A={**END, "ItemProcessor": {"StartAt": "X", "States": {"Y": END}}}),
            "/States/A/ItemProcessor/StartAt",
        ),
        ({"StartAt": "A", "States": {}}, "no states"),
        (machine(A={**END, "Output": "{% $.x %}"}), "uses $"),
        (machine(A={**END, "Output": {"deep": ["{% $$.x %}"]}}), "uses $$"),
    ],
)
def test_problems_are_named_with_their_place(definition: dict[str, Any], says: str) -> None:
    assert any(says in problem for problem in problems(definition))


@pytest.mark.parametrize(
    "expression",
    ["{% $states.input %}", "{% 'costs $ 5' %}", "{% $match('a', /a$/) %}", "$.x", "{% $f($x) %}"],
)
def test_what_only_looks_like_a_bare_reference_is_none(expression: str) -> None:
    assert problems(machine(A={**END, "Output": expression})) == []


def test_a_definition_can_be_validated_without_being_kept(cloud: Cloud) -> None:
    validate = cloud.states.validate_state_machine_definition
    assert validate(definition=json.dumps(machine(A=END)))["result"] == "OK"
    bad = validate(definition=json.dumps({"StartAt": "B", "States": {"A": END}}))
    assert bad["result"] == "FAIL"
    assert "Missing target state" in bad["diagnostics"][0]["message"]


@pytest.mark.parametrize(
    "definition", ["{", "[]", '{"StartAt": "A", "States": {"A": {"Type": "X"}}}']
)
def test_a_definition_that_is_none_is_refused(cloud: Cloud, definition: str) -> None:
    with pytest.raises(cloud.states.exceptions.InvalidDefinition):
        cloud.states.create_state_machine(name="bad", definition=definition, roleArn=ROLE)


@pytest.mark.parametrize(
    ("service_id", "prefix"),
    [
        ("SageMaker", "SageMaker"),
        ("S3", "S3"),
        ("DynamoDB", "DynamoDb"),
        ("SFN", "Sfn"),
        ("EC2", "Ec2"),
        ("CloudWatch Logs", "CloudWatchLogs"),
        ("SageMaker Runtime", "SageMakerRuntime"),
        ("ECR", "Ecr"),
        ("EventBridge", "EventBridge"),
        ("IAM", "Iam"),
    ],
)
def test_services_are_named_as_the_sdk_for_java_does(service_id: str, prefix: str) -> None:
    assert error_prefix(service_id) == prefix
