"""How many instances a job may have: one. On AWS these algorithms train on several, which tell each other sums."""

from __future__ import annotations

from .failure import CustomerError
from .folders import Folders


def require_one(folders: Folders) -> None:
    """Raises CustomerError where the job has more."""
    hosts = folders.hosts
    if len(hosts) > 1:
        raise CustomerError(
            f"The job has {len(hosts)} instances; this image trains on one: set InstanceCount to 1"
        )
