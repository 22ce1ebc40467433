"""Policy variables are replaced, and what stands in their place is no pattern."""

from __future__ import annotations

import pytest

from localaws.identity.decision import ALLOWED, NOT_ALLOWED, Policy, decide
from localaws.identity.variables import filled, pattern

CONTEXT = {"aws:username": ["ann"], "aws:principaltag/team": ["a*"]}


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("home/${aws:username}/*", "home/ann/*"),
        ("home/${AWS:UserName}", "home/ann"),
        ("${aws:PrincipalTag/none, 'all'}", "all"),
        ("${aws:PrincipalTag/none}", "${aws:PrincipalTag/none}"),
        ("${*}${?}${$}", "*?$"),
    ],
)
def test_a_variable_is_what_the_request_says(text: str, said: str) -> None:
    assert filled(text, CONTEXT) == said


def test_only_the_policys_own_stars_are_a_pattern() -> None:
    assert pattern("[x]/${aws:PrincipalTag/team}/${*}/*", CONTEXT) == "[[]x]/a[*]/[*]/*"


@pytest.mark.parametrize(
    ("statement", "resource", "effect"),
    [
        ({"Resource": "b/${*}"}, "b/*", ALLOWED),
        ({"Resource": "b/${*}"}, "b/x", NOT_ALLOWED),
        ({"Resource": "b/${aws:PrincipalTag/team}"}, "b/abc", NOT_ALLOWED),
        ({"Resource": "*", "Condition": {"StringLike": {"k": "x${*}"}}}, "b", ALLOWED),
        ({"Resource": "*", "Condition": {"StringEquals": {"k": "x${*}"}}}, "b", ALLOWED),
        ({"Resource": "*", "Condition": {"StringLike": {"k": "${?}*"}}}, "b", NOT_ALLOWED),
    ],
)
def test_a_star_in_a_variable_is_a_star(
    statement: dict[str, object], resource: str, effect: str
) -> None:
    policy = Policy("p", "", {"Statement": {"Effect": "Allow", "Action": "s3:Get*", **statement}})
    context = {**CONTEXT, "k": ["x*"]}
    assert decide([policy], [], "s3:GetObject", resource, context).effect == effect
