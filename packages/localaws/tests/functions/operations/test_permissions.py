"""Resource policies over the API, and tags and concurrency beside them."""

from __future__ import annotations

import json
from typing import Any

import pytest

from localaws.protocols.refusal import Refusal

from .conftest import ARN, Api

ALLOWED = {
    "StatementId": "rule",
    "Action": "lambda:InvokeFunction",
    "Principal": "events.amazonaws.com",
    "SourceArn": "arn:aws:events:eu-west-1:000000000000:rule/nightly",
}


def test_a_statement_is_added_shown_and_removed(api: Api, greet: dict[str, Any]) -> None:
    added = json.loads(api("AddPermission", FunctionName="greet", **ALLOWED)["Statement"])
    assert added["Principal"] == {"Service": "events.amazonaws.com"}
    assert added["Resource"] == ARN
    shown = api("GetPolicy", FunctionName="greet")
    assert json.loads(shown["Policy"])["Statement"] == [added]
    with pytest.raises(Refusal, match="PreconditionFailedException"):
        api("RemovePermission", FunctionName="greet", StatementId="rule", RevisionId="other")
    api("RemovePermission", FunctionName="greet", StatementId="rule")
    with pytest.raises(Refusal, match="ResourceNotFoundException"):
        api("GetPolicy", FunctionName="greet")


def test_a_statement_has_its_id_alone(api: Api, greet: dict[str, Any]) -> None:
    api("AddPermission", FunctionName="greet", **ALLOWED)
    with pytest.raises(Refusal, match=r"The statement id \(rule\) provided already exists"):
        api("AddPermission", FunctionName="greet", **ALLOWED)
    with pytest.raises(Refusal, match="Statement none is not found"):
        api("RemovePermission", FunctionName="greet", StatementId="none")


def test_an_alias_has_a_policy_of_its_own(api: Api, greet: dict[str, Any]) -> None:
    with pytest.raises(Refusal, match="Function not found"):
        api("AddPermission", FunctionName="greet", Qualifier="live", **ALLOWED)
    api("CreateAlias", FunctionName="greet", Name="live", FunctionVersion="$LATEST")
    api("AddPermission", FunctionName="greet", Qualifier="live", **ALLOWED)
    with pytest.raises(Refusal, match="ResourceNotFoundException"):
        api("GetPolicy", FunctionName="greet")
    policy = json.loads(api("GetPolicy", FunctionName=f"{ARN}:live")["Policy"])
    assert policy["Statement"][0]["Resource"] == f"{ARN}:live"


def test_tags_are_added_and_taken(api: Api, greet: dict[str, Any]) -> None:
    api("TagResource", Resource=ARN, Tags={"stage": "dev"})
    api("UntagResource", Resource=ARN, TagKeys=["team"])
    assert api("ListTags", Resource=ARN) == {"Tags": {"stage": "dev"}}
    with pytest.raises(Refusal, match="Tags on function aliases and versions"):
        api("ListTags", Resource=f"{ARN}:1")


def test_concurrency_is_reserved_as_far_as_the_account_has_it(
    api: Api, greet: dict[str, Any]
) -> None:
    api("PutFunctionConcurrency", FunctionName="greet", ReservedConcurrentExecutions=5)
    limit = api("GetAccountSettings")["AccountLimit"]
    assert limit["UnreservedConcurrentExecutions"] == limit["ConcurrentExecutions"] - 5
    with pytest.raises(Refusal, match="below its minimum value"):
        api("PutFunctionConcurrency", FunctionName="greet", ReservedConcurrentExecutions=999)
    api("DeleteFunctionConcurrency", FunctionName="greet")
    found = api("GetFunctionConcurrency", FunctionName="greet")
    assert found == {"ReservedConcurrentExecutions": None}
