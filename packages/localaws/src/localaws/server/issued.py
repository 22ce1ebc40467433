"""The access keys that this AWS has given out itself: by IAM to users, by STS for roles."""

from __future__ import annotations

from moto.iam.models import iam_backends


def issued_here(access_key: str) -> bool:
    """Whether IAM or STS of any account made this key, and it is active."""
    for account in list(iam_backends.values()):
        for backend in list(account.values()):
            found = backend.access_keys.get(access_key)
            if found is not None:
                return str(found.status) == "Active"
    return False
