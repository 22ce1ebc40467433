"""IAM resources have to be acknowledged, and more so where they have names."""

from __future__ import annotations

from typing import Any

import pytest

from localaws.cloudformation.template import capabilities
from localaws.cloudformation.template.structure import checked

ROLE = "AWS::IAM::Role"


@pytest.mark.parametrize(
    ("kind", "properties", "given", "missing"),
    [
        ("AWS::SNS::Topic", {}, [], []),
        (ROLE, {}, [], ["CAPABILITY_IAM"]),
        (ROLE, {}, ["CAPABILITY_IAM"], []),
        (ROLE, {}, ["CAPABILITY_NAMED_IAM"], []),
        (ROLE, {"RoleName": "r"}, [], ["CAPABILITY_NAMED_IAM"]),
        (ROLE, {"RoleName": "r"}, ["CAPABILITY_IAM"], ["CAPABILITY_NAMED_IAM"]),
        (ROLE, {"RoleName": "r"}, ["CAPABILITY_NAMED_IAM"], []),
        ("AWS::IAM::Policy", {"PolicyName": "p"}, [], ["CAPABILITY_IAM"]),
    ],
)
def test_what_is_missing(
    kind: str, properties: dict[str, Any], given: list[str], missing: list[str]
) -> None:
    template = checked({"Resources": {"R": {"Type": kind, "Properties": properties}}})
    assert capabilities.missing(template, given) == missing
    assert capabilities.kinds(template) == ([kind] if "IAM" in kind else [])
