"""What shields a deployment: keys, the network of its containers, and what its roles are held to."""

from __future__ import annotations

from pydantic import Field, ValidationInfo, field_validator

from infrastructure.settings.part import Part
from infrastructure.values.protection import (
    NONE,
    OWN,
    Key,
    KeyArns,
    PermissionsBoundary,
    RolePath,
    SecurityGroups,
    Subnets,
)


class Protection(Part):
    """By default AWS's own keys and SageMaker's own network."""

    key: Key = NONE
    data_keys: KeyArns = ()
    """Those that data buckets of others are encrypted by."""
    subnets: Subnets = ()
    security_groups: SecurityGroups = Field(default=(), validate_default=True)
    network_isolation: bool = False
    encryption_between_containers: bool = False
    permissions_boundary: PermissionsBoundary | None = None
    role_path: RolePath = "/"

    @property
    def makes_a_key(self) -> bool:
        """Whether the stack has a key of its own."""
        return self.key == OWN

    @property
    def key_arn(self) -> str | None:
        """Of the key that somebody else made."""
        return None if self.key in (NONE, OWN) else self.key

    @field_validator("security_groups")
    @classmethod
    def _with_subnets(cls, value: tuple[str, ...], others: ValidationInfo) -> tuple[str, ...]:
        if bool(value) != bool(others.data.get("subnets", value)):
            raise ValueError("subnets and security groups are given together or not at all")
        return value
