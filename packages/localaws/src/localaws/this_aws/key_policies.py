"""Whether a KMS key's policy lets somebody use it. Pure.

By "Key policies in AWS KMS" of the developer guide. IAM policies are not evaluated in this AWS: whoever
the policy leaves it to, it lets. A condition of a permission is taken as met, one of a denial as not.
"""

from __future__ import annotations

import fnmatch
import json
from collections.abc import Mapping
from typing import Any


def allows(policy: str, action: str, account: str, principal: str | None = None) -> bool:
    """Whether a policy allows an action, such as ``kms:Decrypt``.

    Args:
        account: the key's: what the policy lets its root do, it leaves to IAM policies.
        principal: the ARN of a role or the name of a service; None, as most callers are here: anybody. Then
            only what nobody may do at all is refused, and what is denied to everybody.
    """
    statements = [each for each in _statements(policy) if _covers(each, action)]
    everybody = {"*", account, f"arn:aws:iam::{account}:root"}
    names = everybody | ({principal} if principal else set())
    for each in statements:
        if each.get("Effect") == "Deny" and not each.get("Condition") and _names(each) & names:
            return False
    allowed = [each for each in statements if each.get("Effect") == "Allow"]
    return any(principal is None or _names(each) & names for each in allowed)


def _statements(policy: str) -> list[Mapping[str, Any]]:
    try:
        found = json.loads(policy).get("Statement", [])
    except (ValueError, AttributeError):
        return []
    return [each for each in _listed(found) if isinstance(each, Mapping)]


def _covers(statement: Mapping[str, Any], action: str) -> bool:
    named, but = statement.get("Action"), statement.get("NotAction")
    if named is None:
        return but is not None and not _matches(but, action)
    return _matches(named, action)


def _matches(patterns: Any, action: str) -> bool:
    return any(fnmatch.fnmatchcase(action.lower(), str(each).lower()) for each in _listed(patterns))


def _names(statement: Mapping[str, Any]) -> set[str]:
    named = statement.get("Principal", {})
    if not isinstance(named, Mapping):
        return {str(named)}
    return {str(name) for kind in ("AWS", "Service") for name in _listed(named.get(kind, []))}


def _listed(value: Any) -> list[Any]:
    return value if isinstance(value, list) else [value]
