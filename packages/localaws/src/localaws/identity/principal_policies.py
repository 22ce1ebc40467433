"""The policies of a role, a user or a group, as IAM keeps them; and its permissions boundary."""

from __future__ import annotations

import json
from collections.abc import Iterable
from typing import Any
from urllib.parse import unquote

from moto.iam.exceptions import InvalidInput
from moto.iam.models import IAMBackend

from localaws.identity.decision import Policy


def policies_of(iam: IAMBackend, arn: str) -> tuple[list[Policy], list[Policy]]:
    """Those of the principal, and those of its boundary, which limits what they allow.

    Raises:
        InvalidInput: the ARN is of no role, user or group.
        NoSuchEntity: there is no such principal.
    """
    resource = arn.split(":", 5)[-1]
    kind, name = resource.split("/", 1)[0], resource.rpartition("/")[2]
    if kind == "role":
        role = iam.get_role(name)
        return list(_own(kind, role)), _boundary(iam, role.permissions_boundary_arn)
    if kind == "user":
        groups = iam.get_groups_for_user(name)
        found = [*_own(kind, iam.get_user(name))]
        return [*found, *(policy for group in groups for policy in _own("group", group))], []
    if kind == "group":
        return list(_own(kind, iam.get_group(name))), []
    raise InvalidInput(f"Invalid Entity Arn: {arn} does not clearly define entity type and name.")


def read(text: str) -> Any:
    """A policy's document.

    Raises:
        ValueError: the text is no JSON.
    """
    return json.loads(text if text.lstrip().startswith("{") else unquote(text))


def _own(kind: str, principal: Any) -> Iterable[Policy]:
    for name, document in principal.policies.items():
        yield Policy(name, kind, read(document))
    for policy in principal.managed_policies.values():
        yield _managed(policy)


def _boundary(iam: IAMBackend, arn: str | None) -> list[Policy]:
    return [_managed(iam.get_policy(arn))] if arn else []


def _managed(policy: Any) -> Policy:
    kind = "aws-managed" if ":iam::aws:" in policy.arn else "user-managed"
    [default] = [v for v in policy.versions if v.version_id == policy.default_version_id]
    return Policy(policy.name, kind, read(default.document))
