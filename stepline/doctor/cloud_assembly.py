"""What the CDK CLI has synthesised, read: the stack, its template and its assets.

Pure but for the files. The folder's layout is the CDK's Cloud Assembly: a ``manifest.json``, and for
each stack a template and an asset manifest.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

# Under which a stack's template says what machines an execution takes that names none.
INSTANCES = "stepline:instances"


@dataclass(frozen=True)
class ImageAsset:
    """An image that a deployment builds; ``outputs`` are what it asks ``--output`` for."""

    platform: str
    outputs: tuple[str, ...]
    repository: str
    tag: str


@dataclass(frozen=True)
class Instances:
    """So many instances of a type, for a ``part`` of the pipeline: processing, training, endpoint."""

    part: str
    type: str
    count: int


@dataclass(frozen=True)
class CloudAssembly:
    """One stack. ``account`` is None where the assembly fits any account.

    ``bootstrap`` is the version that it asks for, told by the parameter ``bootstrap_parameter``;
    ``buckets`` are those that assets go to. ``${AWS::AccountId}`` may be in their names.
    """

    stack: str
    account: str | None
    region: str | None
    template: Mapping[str, Any]
    images: tuple[ImageAsset, ...]
    buckets: tuple[str, ...]
    bootstrap: int
    bootstrap_parameter: str

    @property
    def instances(self) -> tuple[Instances, ...] | None:
        """What the executions ask for; None where the template does not say."""
        said = self.template.get("Metadata", {}).get(INSTANCES)
        if said is None:
            return None
        return tuple(
            Instances(part, one["instance_type"], one["instance_count"])
            for part, one in said.items()
        )

    def output(self, name: str) -> Any:
        return self.template.get("Outputs", {}).get(name, {}).get("Value")

    def named(self, kind: str, member: str) -> list[str]:
        """The names that resources of a type are given; those that CloudFormation makes are left out."""
        resources = self.template.get("Resources", {}).values()
        names = [r.get("Properties", {}).get(member) for r in resources if r["Type"] == kind]
        return [name for name in names if isinstance(name, str)]


def read(folder: Path, stack: str) -> CloudAssembly:
    """The stack of that name.

    Raises:
        LookupError: it is not in the assembly.
    """
    artifacts = json.loads((folder / "manifest.json").read_text())["artifacts"]
    found = artifacts.get(stack)
    if found is None or found["type"] != "aws:cloudformation:stack":
        there = [n for n, a in artifacts.items() if a["type"] == "aws:cloudformation:stack"]
        raise LookupError(f"the app makes no stack {stack}, but {', '.join(there) or 'none'}")
    properties = found["properties"]
    manifests = [
        json.loads((folder / artifacts[name]["properties"]["file"]).read_text())
        for name in found.get("dependencies", ())
        if artifacts[name]["type"] == "cdk:asset-manifest"
    ]
    account, region = found["environment"].removeprefix("aws://").split("/")
    return CloudAssembly(
        stack=stack,
        account=None if account.startswith("unknown-") else account,
        region=None if region.startswith("unknown-") else region,
        template=json.loads((folder / properties["templateFile"]).read_text()),
        images=tuple(_images(manifests)),
        buckets=tuple(sorted({to["bucketName"] for to in _destinations(manifests, "files")})),
        bootstrap=properties.get("requiresBootstrapStackVersion", 0),
        bootstrap_parameter=properties.get("bootstrapStackVersionSsmParameter", ""),
    )


def _images(manifests: list[dict[str, Any]]) -> list[ImageAsset]:
    return [
        ImageAsset(
            platform=asset["source"].get("platform", ""),
            outputs=tuple(asset["source"].get("dockerOutputs", ())),
            repository=to["repositoryName"],
            tag=to["imageTag"],
        )
        for manifest in manifests
        for asset in manifest.get("dockerImages", {}).values()
        for to in asset["destinations"].values()
    ]


def _destinations(manifests: list[dict[str, Any]], kind: str) -> list[dict[str, Any]]:
    return [
        to
        for manifest in manifests
        for asset in manifest.get(kind, {}).values()
        for to in asset["destinations"].values()
    ]
