"""A template is summed up from the request or from the stack that has it."""

from __future__ import annotations

import json

import pytest

from localaws.clock import Clock
from localaws.cloudformation.errors import ValidationError
from localaws.cloudformation.operations import templates
from localaws.cloudformation.store import Store

from ..stacks import asked, stack, thing

PARAMETERS = {"P": {"Type": "Number", "Default": 7, "AllowedValues": [7, 8], "NoEcho": "true"}}
ROLE = {"Type": "AWS::IAM::Role", "Properties": {"RoleName": "r"}}


def test_a_template_and_a_stack_of_it_are_summed_up_alike() -> None:
    store, wanted = (
        Store("123456789012", "us-east-1", Clock()),
        asked({"A": thing()}, Parameters=PARAMETERS),
    )
    stack(store, "s", wanted=wanted)
    summary = templates.get_template_summary(store, {"StackName": "s"})
    assert summary == templates.get_template_summary(store, {"TemplateBody": wanted.text})
    assert summary["ResourceTypes"] == ["Test::Made::Thing"]
    (parameter,) = summary["Parameters"]
    assert (parameter["DefaultValue"], parameter["NoEcho"]) == ("7", True)
    assert parameter["ParameterConstraints"] == {"AllowedValues": ["7", "8"]}
    assert templates.get_template(store, {"StackName": "s"}) == {"TemplateBody": wanted.text}


def test_a_stack_in_review_has_no_template_yet() -> None:
    store = Store("123456789012", "us-east-1", Clock())
    stack(store, "s", status="REVIEW_IN_PROGRESS")
    with pytest.raises(ValidationError, match="REVIEW_IN_PROGRESS stacks"):
        templates.get_template_summary(store, {"StackName": "s"})


def test_a_sound_template_is_said_to_need_what_it_needs() -> None:
    body = json.dumps({"Resources": {"R": ROLE, "A": thing()}})
    found = templates.validate_template(
        Store("123456789012", "us-east-1", Clock()), {"TemplateBody": body}
    )
    assert found["Capabilities"] == ["CAPABILITY_NAMED_IAM"]
    assert found["CapabilitiesReason"].endswith("require capabilities: [AWS::IAM::Role]")


def test_types_that_fail_a_stack_are_known_before_it_is_made() -> None:
    kinds = ["AWS::S3::Bucket", "AWS::EC2::VPC", "AWS::Glue::Job", "AWS::EC2::VPC"]
    resources = {f"R{number}": {"Type": kind} for number, kind in enumerate(kinds)}
    asked = {"TemplateBody": json.dumps({"Resources": resources})}
    store = Store("123456789012", "us-east-1", Clock())
    config = {"TreatUnrecognizedResourceTypesAsWarnings": True}
    summary = templates.get_template_summary(store, {**asked, "TemplateSummaryConfig": config})
    assert summary["Warnings"] == {"UnrecognizedResourceTypes": ["AWS::EC2::VPC", "AWS::Glue::Job"]}
    assert "Warnings" not in templates.get_template_summary(store, asked)
