"""The resource policy of a function: who else may invoke it. Pure.

Lambda's developer guide, "Using resource-based policies for Lambda". A statement is what AddPermission
makes of its request; only the conditions that it can make are looked at.
"""

from __future__ import annotations

import fnmatch
import json
from collections.abc import Mapping
from typing import Any

from localaws.functions.function import Function, Policy

_CONDITIONS = (
    ("SourceArn", "ArnLike", "AWS:SourceArn"),
    ("SourceAccount", "StringEquals", "AWS:SourceAccount"),
    ("PrincipalOrgID", "StringEquals", "aws:PrincipalOrgID"),
    ("EventSourceToken", "StringEquals", "lambda:EventSourceToken"),
    ("FunctionUrlAuthType", "StringEquals", "lambda:FunctionUrlAuthType"),
)


def statement(request: Mapping[str, Any], resource: str) -> dict[str, Any]:
    """What AddPermission's request adds to the policy of ``resource``, an ARN."""
    condition: dict[str, dict[str, str]] = {}
    for member, operator, key in _CONDITIONS:
        if request.get(member) is not None:
            condition.setdefault(operator, {})[key] = request[member]
    if request.get("InvokedViaFunctionUrl") is not None:
        condition["Bool"] = {
            "lambda:InvokedViaFunctionUrl": str(request["InvokedViaFunctionUrl"]).lower()
        }
    made = {
        "Sid": request["StatementId"],
        "Effect": "Allow",
        "Principal": _principal(request["Principal"]),
        "Action": request["Action"],
        "Resource": resource,
    }
    return made | ({"Condition": condition} if condition else {})


def document(policy: Policy) -> str:
    """A policy as GetPolicy shows it."""
    shown = {"Version": "2012-10-17", "Id": "default", "Statement": list(policy)}
    return json.dumps(shown, separators=(",", ":"))


def allows(function: Function, qualifier: str | None, principal: str, source: str) -> bool:
    """Whether a service may invoke a function.

    Args:
        qualifier: as it is asked for; None is the function without one.
        principal: the service, such as ``events.amazonaws.com``.
        source: the ARN of the rule, topic, bucket … that asks.
    """
    policy = function.policies.get(qualifier or "", ())
    return any(_permits(each, principal, source) for each in policy)


def opens_url(function: Function, qualifier: str | None) -> bool:
    """Whether everybody may call a function's URL that asks for no signature (AuthType NONE)."""
    for each in function.policies.get(qualifier or "", ()):
        equal = each.get("Condition", {}).get("StringEquals", {})
        if (
            each["Principal"] == "*"
            and each["Action"] in ("lambda:InvokeFunctionUrl", "lambda:*", "*")
            and equal.get("lambda:FunctionUrlAuthType", "NONE") == "NONE"
        ):
            return True
    return False


def _permits(found: Mapping[str, Any], principal: str, source: str) -> bool:
    named = found["Principal"]
    services = ("*",) if named == "*" else (named.get("Service"),)
    if found["Action"] not in ("lambda:InvokeFunction", "lambda:*", "*"):
        return False
    if not {principal, "*"} & set(services):
        return False
    conditions = found.get("Condition", {})
    like = conditions.get("ArnLike", {}).get("AWS:SourceArn")
    if like is not None and not fnmatch.fnmatchcase(source, like):
        return False
    equal = conditions.get("StringEquals", {}).get("AWS:SourceAccount")
    # A bucket's ARN names no account: every bucket that asks is one of this account.
    account = source.split(":")[4] if source.count(":") >= 5 else ""
    return equal is None or account in ("", equal)


def _principal(named: str) -> Any:
    if named == "*":
        return "*"
    if "." in named and not named.startswith("arn:"):
        return {"Service": named}
    if named.isdecimal():
        return {"AWS": f"arn:aws:iam::{named}:root"}
    return {"AWS": named}
