"""Layers: versions published, shown, listed, deleted, and who may use them."""

from __future__ import annotations

import json
from collections.abc import Mapping

from localaws.functions.errors import nothing_there, statement_exists
from localaws.functions.function import Layer
from localaws.functions.layers import LayerVersion
from localaws.functions.operations import shown
from localaws.functions.operations.ledger import (
    Caller,
    Ledger,
    Operation,
    Request,
    Result,
    check_revision,
    revision,
)
from localaws.functions.operations.pages import page
from localaws.functions.packages.source import layer_of
from localaws.functions.policies import document


class LayerOperations:
    def __init__(self, ledger: Ledger) -> None:
        self._ledger = ledger
        self.operations: Mapping[str, Operation] = {
            "AddLayerVersionPermission": self.add_permission,
            "DeleteLayerVersion": self.delete,
            "GetLayerVersion": self.get,
            "GetLayerVersionByArn": self.get_by_arn,
            "GetLayerVersionPolicy": self.get_policy,
            "ListLayerVersions": self.list_versions,
            "ListLayers": self.list,
            "PublishLayerVersion": self.publish,
            "RemoveLayerVersionPermission": self.remove_permission,
        }

    def publish(self, caller: Caller, request: Request) -> Result:
        """PublishLayerVersion."""
        layer_arn = _arn(caller, request["LayerName"])
        stored = layer_of(request["Content"], self._ledger.packages)

        def make(number: int) -> LayerVersion:
            return LayerVersion(
                layer_arn,
                number,
                Layer(f"{layer_arn}:{number}", stored.sha256, stored.size),
                self._ledger.clock.seconds(),
                request.get("Description", ""),
                tuple(request.get("CompatibleRuntimes") or ()),
                tuple(request.get("CompatibleArchitectures") or ()),
                request.get("LicenseInfo", ""),
            )

        return _whole(self._ledger.layers.publish(layer_arn, make))

    def get(self, caller: Caller, request: Request) -> Result:
        """GetLayerVersion."""
        return _whole(self._version(caller, request))

    def get_by_arn(self, caller: Caller, request: Request) -> Result:
        """GetLayerVersionByArn."""
        layer_arn, _, number = request["Arn"].rpartition(":")
        if not number.isdecimal():
            raise nothing_there()
        return _whole(self._ledger.layers.get(layer_arn, int(number)))

    def list_versions(self, caller: Caller, request: Request) -> Result:
        """ListLayerVersions, the newest first."""
        versions = self._ledger.layers.versions(_arn(caller, request["LayerName"]))
        wanted = [each for each in versions if _fits(each, request)]
        found, marker = page(wanted, lambda each: each.arn, request)
        return {"LayerVersions": [_listed(each) for each in found], "NextMarker": marker}

    def list(self, caller: Caller, request: Request) -> Result:
        """ListLayers, each with its newest version."""
        layers = self._ledger.layers.newest(_arn(caller, ""))
        wanted = [each for each in layers if _fits(each, request)]
        found, marker = page(wanted, lambda each: each.layer_arn, request)
        entries = [
            {
                "LayerName": each.name,
                "LayerArn": each.layer_arn,
                "LatestMatchingVersion": _listed(each),
            }
            for each in found
        ]
        return {"Layers": entries, "NextMarker": marker}

    def delete(self, caller: Caller, request: Request) -> Result:
        """DeleteLayerVersion; functions that use it go on with what they have."""
        layer_arn = _arn(caller, request["LayerName"])
        self._ledger.layers.delete(layer_arn, request["VersionNumber"])
        return {}

    def add_permission(self, caller: Caller, request: Request) -> Result:
        """AddLayerVersionPermission."""
        found = self._version(caller, request)
        check_revision(request.get("RevisionId"), found.policy_revision)
        named = request["Principal"]
        condition = request.get("OrganizationId")
        made = {
            "Sid": request["StatementId"],
            "Effect": "Allow",
            "Principal": "*" if named == "*" else {"AWS": f"arn:aws:iam::{named}:root"},
            "Action": request["Action"],
            "Resource": found.arn,
        }
        if condition:
            made["Condition"] = {"StringEquals": {"aws:PrincipalOrgID": condition}}
        if any(each["Sid"] == made["Sid"] for each in found.policy):
            raise statement_exists(made["Sid"])
        policy, stamp = (*found.policy, made), revision()
        self._ledger.layers.change_policy(found.layer_arn, found.number, policy, stamp)
        return {"Statement": json.dumps(made, separators=(",", ":")), "RevisionId": stamp}

    def get_policy(self, caller: Caller, request: Request) -> Result:
        """GetLayerVersionPolicy."""
        found = self._version(caller, request)
        if not found.policy:
            raise nothing_there()
        return {"Policy": document(found.policy), "RevisionId": found.policy_revision}

    def remove_permission(self, caller: Caller, request: Request) -> Result:
        """RemoveLayerVersionPermission."""
        found = self._version(caller, request)
        check_revision(request.get("RevisionId"), found.policy_revision)
        left = tuple(each for each in found.policy if each["Sid"] != request["StatementId"])
        if len(left) == len(found.policy):
            raise nothing_there()
        self._ledger.layers.change_policy(found.layer_arn, found.number, left, revision())
        return {}

    def _version(self, caller: Caller, request: Request) -> LayerVersion:
        layer_arn = _arn(caller, request["LayerName"])
        return self._ledger.layers.get(layer_arn, request["VersionNumber"])


def _arn(caller: Caller, name: str) -> str:
    if name.startswith("arn:"):
        return name
    return f"arn:aws:lambda:{caller.region}:{caller.account}:layer:{name}"


def _fits(version: LayerVersion, request: Request) -> bool:
    runtime = request.get("CompatibleRuntime")
    architecture = request.get("CompatibleArchitecture")
    return (runtime is None or runtime in version.runtimes) and (
        architecture is None or architecture in version.architectures
    )


def _listed(version: LayerVersion) -> Result:
    return {
        "LayerVersionArn": version.arn,
        "Version": version.number,
        "Description": version.description,
        "CreatedDate": shown.moment(version.created),
        "CompatibleRuntimes": list(version.runtimes) or None,
        "CompatibleArchitectures": list(version.architectures) or None,
        "LicenseInfo": version.license or None,
    }


def _whole(version: LayerVersion) -> Result:
    return {
        **_listed(version),
        "LayerArn": version.layer_arn,
        "Content": {
            "CodeSha256": shown.sha256(version.content.sha256),
            "CodeSize": version.content.size,
        },
    }
