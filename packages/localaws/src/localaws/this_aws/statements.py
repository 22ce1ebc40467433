"""The statements of a policy in IAM's language: what they cover, and whom they name. Pure.

By "IAM JSON policy elements reference" of the IAM user guide. Conditions are whoever's who asks.
"""

from __future__ import annotations

import fnmatch
from collections.abc import Mapping
from typing import Any


def statements(policy: Any) -> list[Mapping[str, Any]]:
    """Those of a policy that was read; none of what is no policy."""
    found = policy.get("Statement", []) if isinstance(policy, Mapping) else []
    return [each for each in _listed(found) if isinstance(each, Mapping)]


def covers(statement: Mapping[str, Any], action: str) -> bool:
    """Whether a statement is about an action, such as ``kms:Decrypt``."""
    named, but = statement.get("Action"), statement.get("NotAction")
    if named is None:
        return but is not None and not _matches(but, action)
    return _matches(named, action)


def principals(statement: Mapping[str, Any]) -> set[str]:
    """The accounts, roles, users and services that a statement names; ``*`` is everybody."""
    named = statement.get("Principal", {})
    if not isinstance(named, Mapping):
        return {str(named)}
    return {str(name) for kind in ("AWS", "Service") for name in _listed(named.get(kind, []))}


def _matches(patterns: Any, action: str) -> bool:
    return any(fnmatch.fnmatchcase(action.lower(), str(each).lower()) for each in _listed(patterns))


def _listed(value: Any) -> list[Any]:
    return value if isinstance(value, list) else [value]
