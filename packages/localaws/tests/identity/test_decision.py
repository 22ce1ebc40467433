"""What policies say of an action on a resource."""

from __future__ import annotations

from typing import Any

import pytest

from localaws.identity.decision import Decision, Policy, decide

BUCKET = "arn:aws:s3:::data/*"


def policy(*statements: dict[str, Any], name: str = "p") -> Policy:
    return Policy(name, "role", {"Statement": list(statements)})


def allow(action: Any, resource: Any = "*", **more: Any) -> dict[str, Any]:
    return {"Effect": "Allow", "Action": action, "Resource": resource, **more}


def deny(action: Any, resource: Any = "*", **more: Any) -> dict[str, Any]:
    return allow(action, resource, **more) | {"Effect": "Deny"}


def effect(
    *statements: dict[str, Any],
    action: str = "s3:PutObject",
    resource: str = "arn:aws:s3:::data/a",
    **context: list[str],
) -> str:
    return decide([policy(*statements)], [], action, resource, context).effect


def test_what_nothing_allows_is_not_allowed() -> None:
    assert effect() == "implicitDeny"
    assert effect(allow("s3:GetObject")) == "implicitDeny"


@pytest.mark.parametrize(
    "statement",
    [
        allow("s3:Put*", BUCKET),
        allow(["kms:*", "S3:putobject"], [BUCKET]),
        {"Effect": "Allow", "NotAction": "iam:*", "NotResource": "arn:aws:s3:::other/*"},
    ],
)
def test_a_statement_allows(statement: dict[str, Any]) -> None:
    assert effect(statement) == "allowed"


def test_a_denial_wins() -> None:
    assert effect(allow("*"), deny("s3:*", BUCKET)) == "explicitDeny"
    assert effect(allow("*"), deny("s3:*", "arn:aws:s3:::other/*")) == "allowed"


def test_a_permission_for_one_resource_is_none_for_every_one() -> None:
    assert effect(allow("s3:*", BUCKET), resource="*") == "implicitDeny"


def test_a_condition_without_a_value_is_named() -> None:
    conditional = allow("s3:*", Condition={"StringEquals": {"aws:Team": "risk"}})
    found = decide([policy(conditional)], [], "s3:PutObject", "*", {})
    assert found == Decision("implicitDeny", (), ("aws:Team",))
    assert effect(conditional, **{"aws:team": ["risk"]}) == "allowed"


def test_variables_stand_for_the_values_of_the_request() -> None:
    own = allow("s3:*", "arn:aws:s3:::data/${aws:username}/*")
    home = {"resource": "arn:aws:s3:::data/ann/a", "aws:username": ["ann"]}
    assert effect(own, **home) == "allowed"  # type: ignore[arg-type]
    assert effect(own, resource="arn:aws:s3:::data/bob/a", **{"aws:username": ["ann"]}) == (
        "implicitDeny"
    )


def test_a_boundary_limits_and_gives_nothing() -> None:
    own, narrow = policy(allow("s3:*"), name="own"), policy(allow("s3:Get*"), name="narrow")
    assert decide([own], [narrow], "s3:PutObject", "*", {}).within_boundary is False
    assert decide([own], [narrow], "s3:PutObject", "*", {}).effect == "implicitDeny"
    found = decide([own], [narrow], "s3:GetObject", "*", {})
    assert (found.effect, [each.name for each in found.matched]) == ("allowed", ["own"])
    assert decide([], [narrow], "s3:GetObject", "*", {}).effect == "implicitDeny"
