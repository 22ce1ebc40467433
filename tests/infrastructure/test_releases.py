"""A stack that an earlier release deployed is updated to this one's without a resource being replaced.

What of a resource can only be had by another resource is said in CloudFormation's registry, whose schemas
cfn-lint carries: `createOnlyProperties`. See releases/README.md for the templates.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from cfnlint.schema import PROVIDER_SCHEMA_MANAGER

from pipelines import catalog

RELEASES = sorted(path for path in Path(__file__).parent.glob("releases/*") if path.is_dir())
ROOT = Path(__file__).parents[2]
# A policy is a part of its role, and holds nothing: another logical id only writes it anew.
HOLDS_NOTHING = {"AWS::IAM::Policy", "AWS::S3::BucketPolicy"}


def replaced(old: dict[str, Any], new: dict[str, Any]) -> Iterator[str]:
    """The resources of the old template that the new one does away with or makes anew."""
    for name, before in old["Resources"].items():
        after = new["Resources"].get(name)
        if before["Type"] in HOLDS_NOTHING:
            continue
        if after is None or after["Type"] != before["Type"]:
            yield f"{name} ({before['Type']}) is no longer there"
            continue
        for path in fixed(before["Type"]):
            one, other = (at(resource.get("Properties", {}), path) for resource in (before, after))
            if one != other:
                yield f"{name} ({before['Type']}): {'.'.join(path)} was {one}, is {other}"


def fixed(kind: str) -> list[list[str]]:
    schema = PROVIDER_SCHEMA_MANAGER.get_resource_schema("us-east-1", kind).schema
    pointers = [
        *schema.get("createOnlyProperties", []),
        *schema.get("conditionalCreateOnlyProperties", []),
    ]
    return [pointer.removeprefix("/properties/").split("/") for pointer in pointers]


def at(properties: Any, path: list[str]) -> Any:
    for key in path:
        properties = properties.get(key) if isinstance(properties, dict) else None
    return properties


@pytest.mark.parametrize("release", RELEASES, ids=lambda path: path.name)
@pytest.mark.parametrize("name", catalog.names())
def test_nothing_is_replaced(
    synthesised: Callable[..., dict[str, Any]], name: str, release: Path
) -> None:
    file = release / f"stepline-{name}-dev.template.json"
    if not file.exists():
        pytest.skip(f"{release.name} had no pipeline {name}")
    new = synthesised({"pipeline": name}, root=ROOT)
    assert list(replaced(json.loads(file.read_text()), new)) == []


def test_a_name_that_changes_is_noticed() -> None:
    """So it is seen that the schemas say what this test needs of them."""
    old = json.loads((RELEASES[-1] / "stepline-ner-dev.template.json").read_text())
    new = json.loads(json.dumps(old))
    for resource in new["Resources"].values():
        for name in ("BucketName", "StateMachineName", "LogGroupName", "RoleName", "Name"):
            if resource["Type"] not in HOLDS_NOTHING:
                resource["Properties"][name] = "another"
    del new["Resources"]["ScheduleRole756A1A25"]
    kinds = [line.split("(")[1].split(")")[0] for line in replaced(old, new)]
    assert sorted(kinds) == [
        "AWS::Events::Rule",
        "AWS::IAM::Role",
        "AWS::IAM::Role",
        "AWS::IAM::Role",
        "AWS::Logs::LogGroup",
        "AWS::S3::Bucket",
        "AWS::StepFunctions::StateMachine",
    ]
