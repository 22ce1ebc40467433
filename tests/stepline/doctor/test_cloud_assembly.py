"""An assembly is read as the CDK CLI writes it."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from stepline.doctor.cloud_assembly import Instances, read

STACK: dict[str, Any] = {
    "type": "aws:cloudformation:stack",
    "environment": "aws://unknown-account/eu-west-1",
    "properties": {
        "templateFile": "s.template.json",
        "requiresBootstrapStackVersion": 6,
        "bootstrapStackVersionSsmParameter": "/cdk-bootstrap/q/version",
    },
    "dependencies": ["s.assets"],
}
MANIFEST = {
    "artifacts": {
        "s": STACK,
        "s.assets": {"type": "cdk:asset-manifest", "properties": {"file": "s.assets.json"}},
        "Tree": {"type": "cdk:tree", "properties": {"file": "tree.json"}},
    }
}
TO = {"repositoryName": "images-${AWS::AccountId}", "imageTag": "abc", "region": "eu-west-1"}
SOURCE = {"directory": "asset.abc", "platform": "linux/amd64", "dockerOutputs": ["type=docker"]}
ASSETS = {
    "files": {"1": {"destinations": {"here": {"bucketName": "assets-${AWS::AccountId}"}}}},
    "dockerImages": {"abc": {"source": SOURCE, "destinations": {"here": TO}}},
}
TEMPLATE = {
    "Metadata": {
        "stepline:instances": {"training": {"instance_type": "ml.m5.large", "instance_count": 2}}
    },
    "Resources": {
        "A": {"Type": "AWS::Logs::LogGroup", "Properties": {"LogGroupName": "/a"}},
        "B": {"Type": "AWS::Logs::LogGroup", "Properties": {"LogGroupName": {"Ref": "P"}}},
        "C": {"Type": "AWS::Logs::LogGroup"},
    },
    "Outputs": {"EndpointName": {"Value": "e"}},
}


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    for name, content in (
        ("manifest.json", MANIFEST),
        ("s.assets.json", ASSETS),
        ("s.template.json", TEMPLATE),
    ):
        (tmp_path / name).write_text(json.dumps(content))
    return tmp_path


def test_what_a_deployment_needs_is_read(folder: Path) -> None:
    found = read(folder, "s")
    assert (found.account, found.region) == (None, "eu-west-1")
    assert (found.bootstrap, found.bootstrap_parameter) == (6, "/cdk-bootstrap/q/version")
    assert found.buckets == ("assets-${AWS::AccountId}",)
    (image,) = found.images
    assert (image.platform, image.outputs, image.tag) == ("linux/amd64", ("type=docker",), "abc")


def test_names_that_the_template_gives_are_told_from_those_that_it_leaves_open(
    folder: Path,
) -> None:
    found = read(folder, "s")
    assert found.named("AWS::Logs::LogGroup", "LogGroupName") == ["/a"]
    assert (found.output("EndpointName"), found.output("Nothing")) == ("e", None)


def test_the_machines_stand_in_its_metadata(folder: Path) -> None:
    assert read(folder, "s").instances == (Instances("training", "ml.m5.large", 2),)
    (folder / "s.template.json").write_text('{"Resources": {}}')
    assert read(folder, "s").instances is None


def test_a_stack_that_is_not_made_is_missed_by_its_name(folder: Path) -> None:
    with pytest.raises(LookupError, match="no stack other, but s"):
        read(folder, "other")
