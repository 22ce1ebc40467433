"""Whether a KMS key's policy lets somebody use it. Pure.

By "Key policies in AWS KMS" of the developer guide. IAM policies are not evaluated in this AWS: whoever
the policy leaves it to, it lets. A condition of a permission is taken as met, one of a denial as not.
"""

from __future__ import annotations

import json
from typing import Any

from localaws.this_aws.statements import covers, principals, statements


def allows(policy: str, action: str, account: str, principal: str | None = None) -> bool:
    """Whether a policy allows an action, such as ``kms:Decrypt``.

    Args:
        account: the key's: what the policy lets its root do, it leaves to IAM policies.
        principal: the ARN of a role or the name of a service; None, as most callers are here: anybody. Then
            only what nobody may do at all is refused, and what is denied to everybody.
    """
    found = [each for each in statements(_read(policy)) if covers(each, action)]
    everybody = {"*", account, f"arn:aws:iam::{account}:root"}
    names = everybody | ({principal} if principal else set())
    for each in found:
        if each.get("Effect") == "Deny" and not each.get("Condition") and principals(each) & names:
            return False
    allowed = [each for each in found if each.get("Effect") == "Allow"]
    return any(principal is None or principals(each) & names for each in allowed)


def _read(policy: str) -> Any:
    try:
        return json.loads(policy)
    except ValueError:
        return None
