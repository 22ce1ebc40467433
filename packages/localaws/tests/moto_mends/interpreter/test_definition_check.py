"""Definitions that Step Functions would not take."""

from __future__ import annotations

import json

import pytest

from ...cloud import ROLE, Cloud

END = {"Type": "Pass", "End": True}


def test_a_definition_can_be_validated_without_being_kept(cloud: Cloud) -> None:
    validate = cloud.states.validate_state_machine_definition
    assert validate(definition=json.dumps({"StartAt": "A", "States": {"A": END}}))["result"] == "OK"
    bad = validate(definition=json.dumps({"StartAt": "B", "States": {"A": END}}))
    assert bad["result"] == "FAIL"
    assert "Missing target state" in bad["diagnostics"][0]["message"]


@pytest.mark.parametrize(
    "definition", ["{", "[]", '{"StartAt": "A", "States": {"A": {"Type": "X"}}}']
)
def test_a_definition_that_is_none_is_refused(cloud: Cloud, definition: str) -> None:
    with pytest.raises(cloud.states.exceptions.InvalidDefinition):
        cloud.states.create_state_machine(name="bad", definition=definition, roleArn=ROLE)
