"""A model package, as it is kept and shown. Nothing here changes anything."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from localaws.registry.names import name_in
from localaws.sagemaker.state_change import StateChange

COMPLETED = "Completed"
_LISTED = ("ModelPackageDescription", "ModelLifeCycle", "ModelPackageRegistrationType")
_BATCH = (
    "ModelPackageDescription",
    "ModelPackageRegistrationType",
    "InferenceSpecification",
)
_NOT_SHOWN = frozenset({"Tags", "ClientToken", "ModelPackageName"})


@dataclass(frozen=True)
class ModelPackage:
    """One package: a version of its group, or one that stands alone under a name of its own.

    Attributes:
        request: CreateModelPackage's, with what AWS fills in, and as UpdateModelPackage left it.
        group: the name of its group; None for one that stands alone.
    """

    arn: str
    request: Mapping[str, Any]
    created: datetime
    modified: datetime
    group: str | None = None
    version: int | None = None

    @property
    def name(self) -> str:
        """Its name; of a version the group's and the number, as AWS makes it: ``churn/3``."""
        return name_in(self.arn)

    @property
    def status(self) -> str:
        """It is made at once: what AWS would take time for is the validation, which is refused."""
        return COMPLETED

    @property
    def approval(self) -> str | None:
        """Whether it may be deployed. One that stands alone needs no approval, and may have none."""
        approval: str | None = self.request.get("ModelApprovalStatus")
        return approval

    def describe(self) -> dict[str, Any]:
        """DescribeModelPackage's response."""
        shown = {key: value for key, value in self.request.items() if key not in _NOT_SHOWN}
        return (
            {"ModelPackageName": self.name, **self._membership(), "ModelPackageArn": self.arn}
            | {key: value for key, value in shown.items() if key != "ModelPackageGroupName"}
            | {
                "CreationTime": self.created,
                "LastModifiedTime": self.modified,
                "ModelPackageStatus": self.status,
                "ModelPackageStatusDetails": {"ValidationStatuses": [], "ImageScanStatuses": []},
                "CreatedBy": {},
            }
        )

    def summary(self) -> dict[str, Any]:
        """The package's entry in a list."""
        named = {} if self.group else {"ModelPackageName": self.name}
        return {**named, **self._in_short(), **self._members(_LISTED)}

    def batch_summary(self) -> dict[str, Any]:
        """The package's entry in the response of BatchDescribeModelPackage."""
        return {**self._in_short(), **self._members(_BATCH)}

    def state_change(self) -> StateChange:
        """The event that tells of it. Its times are texts, unlike those of jobs, as AWS documents."""
        unsaid = ("CreatedBy", "ModelPackageName") if self.group else ("CreatedBy",)
        described = {key: value for key, value in self.describe().items() if key not in unsaid}
        described["CreationTime"] = _text(self.created)
        described["LastModifiedTime"] = _text(self.modified)
        return StateChange("SageMaker Model Package State Change", self.arn, described)

    def _in_short(self) -> dict[str, Any]:
        approval = {"ModelApprovalStatus": self.approval} if self.approval else {}
        return {
            **self._membership(),
            "ModelPackageArn": self.arn,
            "CreationTime": self.created,
            "ModelPackageStatus": self.status,
            **approval,
        }

    def _membership(self) -> dict[str, Any]:
        if self.group is None:
            return {}
        return {"ModelPackageGroupName": self.group, "ModelPackageVersion": self.version}

    def _members(self, names: tuple[str, ...]) -> dict[str, Any]:
        return {name: self.request[name] for name in names if name in self.request}


def _text(moment: datetime) -> str:
    return moment.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
