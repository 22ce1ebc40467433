"""Tokens of pagination where they are numbers: whatever else comes was not given out by us."""

from __future__ import annotations

import re
from typing import Any

from localaws.protocols.refusal import Refusal

# By service and operation: the member, and what the service says to one that it did not make.
_IAM = ("Marker", "ValidationError", "Invalid Marker.")
_SSM = ("NextToken", "InvalidNextToken", "The specified token isn't valid.")
_SNS = ("NextToken", "InvalidParameter", "Invalid parameter: NextToken")
_NUMBERED: dict[tuple[str, str], tuple[str, str, str]] = {
    **{
        ("iam", operation): _IAM
        for operation in (
            "ListAttachedGroupPolicies",
            "ListAttachedRolePolicies",
            "ListAttachedUserPolicies",
            "ListEntitiesForPolicy",
            "ListGroups",
            "ListGroupsForUser",
            "ListPolicies",
            "ListRoles",
            "ListUsers",
            "ListInstanceProfiles",
            "ListOpenIDConnectProviderTags",
            "ListPolicyTags",
            "ListRoleTags",
        )
    },
    **{
        ("ssm", operation): _SSM
        for operation in (
            "DescribeParameters",
            "GetParameterHistory",
            "GetParametersByPath",
        )
    },
    **{
        ("sns", operation): _SNS
        for operation in ("ListSubscriptions", "ListSubscriptionsByTopic", "ListTopics")
    },
    **{
        ("secretsmanager", operation): (
            "NextToken",
            "InvalidNextTokenException",
            "The NextToken value is invalid.",
        )
        for operation in ("BatchGetSecretValue", "ListSecrets")
    },
}
_STACK = re.compile(r"arn:aws[a-z-]*:cloudformation:.*:stack/.*")


def check(service: str, operation: str, parameters: dict[str, Any]) -> None:
    """Refuse a token that is no number where all of them are, or no stack's where they are that."""
    if (service, operation) == ("cloudformation", "DescribeStacks"):
        if not _STACK.fullmatch(parameters.get("NextToken", "arn:aws:cloudformation:::stack/")):
            raise Refusal("ValidationError", "NextToken is invalid.")
        return
    if (service, operation) == ("ec2", "DescribeInstances") and parameters.get("NextToken"):
        # There are no instances, and so no second page.
        raise Refusal("InvalidNextToken", "The specified NextToken is not valid.")
    rule = _NUMBERED.get((service, operation))
    if rule is None:
        return
    member, code, message = rule
    token = parameters.get(member, "")
    if token and not (token.isascii() and token.isdigit() and len(token) < 10):
        raise Refusal(code, message)
