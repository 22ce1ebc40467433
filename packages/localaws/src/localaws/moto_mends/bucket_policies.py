"""Defect: a statement of a bucket policy whose condition does not hold denies everything, so that the
usual "deny what does not come over TLS" shuts the bucket.

Nothing here knows who calls, or over what: a statement with a condition is kept, and not judged.

Upstream: docs/moto-issues/bucket_policies.md
"""

from __future__ import annotations

import json
from functools import lru_cache
from typing import Any

from moto.iam.access_control import IAMPolicy, PermissionResult
from moto.s3.models import FakeBucket

from localaws.moto_mends import guard

_PERMISSION = "a460982fcfae"


def apply() -> None:
    guard.take(FakeBucket, "get_permission", _PERMISSION)
    FakeBucket.get_permission = _get_permission


def _get_permission(self: Any, action: str, resource: str) -> PermissionResult:
    if self.policy is None:
        return PermissionResult.NEUTRAL
    return unconditional(self.policy).is_action_permitted(action, resource)


@lru_cache(maxsize=256)
def unconditional(policy: bytes) -> IAMPolicy:
    """The policy without the statements that have a condition."""
    document = json.loads(policy)
    statements = document.get("Statement", [])
    every = statements if isinstance(statements, list) else [statements]
    document["Statement"] = [one for one in every if not one.get("Condition")]
    return IAMPolicy(json.dumps(document))
