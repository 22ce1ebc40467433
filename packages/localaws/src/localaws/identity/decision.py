"""What policies say of one action on one resource. Pure.

By "Policy evaluation logic" of the IAM user guide: a denial wins, then a permission, else nothing allows
it; a permissions boundary has to allow it too.
"""

from __future__ import annotations

import fnmatch
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from localaws.identity.conditions import met
from localaws.identity.variables import Context, pattern
from localaws.this_aws.statements import covers, statements

ALLOWED, DENIED, NOT_ALLOWED = "allowed", "explicitDeny", "implicitDeny"


@dataclass(frozen=True)
class Policy:
    """A policy as it was read.

    Attributes:
        name: by which the simulation names it; ``kind``, where it comes from, as IAM's API calls it.
    """

    name: str
    kind: str
    document: Any


@dataclass(frozen=True)
class Decision:
    """What the policies say.

    Attributes:
        matched: the policies that have a statement which decided it, once for each.
        missing: keys of conditions of which nobody gave a value.
        within_boundary: whether the permissions boundary allows it; None where there is none.
    """

    effect: str
    matched: tuple[Policy, ...] = ()
    missing: tuple[str, ...] = ()
    within_boundary: bool | None = None


def decide(
    policies: Sequence[Policy],
    boundary: Sequence[Policy],
    action: str,
    resource: str,
    context: Context,
) -> Decision:
    """The decision on an action, such as ``s3:PutObject``, on the resource of an ARN or on ``*``."""
    own = _judged(policies, action, resource, context)
    if not boundary:
        return own
    limit = _judged(boundary, action, resource, context)
    effects = {own.effect, limit.effect}
    effect = next(each for each in (DENIED, NOT_ALLOWED, ALLOWED) if each in effects)
    return Decision(
        effect,
        own.matched if own.effect == effect else (),
        tuple(sorted({*own.missing, *limit.missing})),
        limit.effect == ALLOWED,
    )


def _judged(policies: Sequence[Policy], action: str, resource: str, context: Context) -> Decision:
    found: dict[str, list[Policy]] = {"Allow": [], "Deny": []}
    missing: set[str] = set()
    for policy in policies:
        for statement in statements(policy.document):
            if not covers(statement, action) or not _concerns(statement, resource, context):
                continue
            holds, unknown = met(statement.get("Condition") or {}, context)
            missing |= unknown
            if holds and statement.get("Effect") in found:
                found[statement["Effect"]].append(policy)
    unknown_keys = tuple(sorted(missing))
    if found["Deny"]:
        return Decision(DENIED, tuple(found["Deny"]), unknown_keys)
    if found["Allow"]:
        return Decision(ALLOWED, tuple(found["Allow"]), unknown_keys)
    return Decision(NOT_ALLOWED, (), unknown_keys)


def _concerns(statement: Mapping[str, Any], resource: str, context: Context) -> bool:
    """Whether a statement is about the resource."""
    named, but = statement.get("Resource"), statement.get("NotResource")
    if named is None:
        return but is not None and not _any_matches(but, resource, context)
    return _any_matches(named, resource, context)


def _any_matches(patterns: Any, resource: str, context: Context) -> bool:
    listed = patterns if isinstance(patterns, list) else [patterns]
    return any(fnmatch.fnmatchcase(resource, pattern(str(each), context)) for each in listed)
