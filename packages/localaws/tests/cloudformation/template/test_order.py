"""Each resource comes after what it refers to."""

from __future__ import annotations

from typing import Any

import pytest

from localaws.cloudformation.errors import TemplateError
from localaws.cloudformation.template.declarations import resource
from localaws.cloudformation.template.order import in_order


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
