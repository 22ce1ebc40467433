"""A model package group, as it is kept and shown. Nothing here changes anything."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

_SHOWN = ("ModelPackageGroupDescription",)


@dataclass(frozen=True)
class Group:
    """A group of the versions of one model.

    Attributes:
        request: CreateModelPackageGroup's.
        versions: how many it ever had: a number is never given twice, as on AWS.
        policy: who else may use it, as it was put; None where nobody put one.
    """

    arn: str
    request: dict[str, Any]
    created: datetime
    versions: int = 0
    policy: str | None = None

    @property
    def name(self) -> str:
        return str(self.request["ModelPackageGroupName"])

    @property
    def status(self) -> str:
        return "Completed"

    @property
    def modified(self) -> datetime:
        return self.created

    def summary(self) -> dict[str, Any]:
        """The group's entry in a list."""
        return {
            "ModelPackageGroupName": self.name,
            "ModelPackageGroupArn": self.arn,
            **{member: self.request[member] for member in _SHOWN if member in self.request},
            "CreationTime": self.created,
            "ModelPackageGroupStatus": self.status,
        }

    def describe(self) -> dict[str, Any]:
        """DescribeModelPackageGroup's response. Who made it is a user of Studio's, or nobody."""
        return self.summary() | {"CreatedBy": {}}
