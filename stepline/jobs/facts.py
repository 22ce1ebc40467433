"""Facts that jobs of several kinds have, as lines."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any


def instances(resources: Mapping[str, Any]) -> str:
    """How many of which type, from a cluster's or a training job's resources."""
    groups = resources.get("InstanceGroups") or [resources]
    return ", ".join(f"{group['InstanceCount']} × {group['InstanceType']}" for group in groups)


def text(structure: Mapping[str, Any], member: str) -> list[str]:
    """The lines of a member that may be missing."""
    return str(structure.get(member, "")).splitlines()
