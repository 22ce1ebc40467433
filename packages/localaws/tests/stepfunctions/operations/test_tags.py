"""State machines and activities have tags."""

from __future__ import annotations

import pytest

from .account import STATES, Account, asked


def tags(account: Account, arn: str) -> dict[str, str]:
    listed = account.call("ListTagsForResource", resourceArn=arn)["tags"]
    return {tag["key"]: tag["value"] for tag in listed}


@pytest.fixture(params=["machine", "activity"])
def arn(account: Account, request: pytest.FixtureRequest) -> str:
    first = [{"key": "key1", "value": "value1"}]
    if request.param == "machine":
        return account.machine(tags=first)
    name = request.node.name.translate(str.maketrans("[]", "--"))
    made: str = account.call("CreateActivity", name=name, tags=first)["activityArn"]
    return made


def test_they_are_given_at_first_and_later(account: Account, arn: str) -> None:
    assert tags(account, arn) == {"key1": "value1"}
    more = [{"key": "key2", "value": ""}, {"key": "key1", "value": "new"}]
    assert account.call("TagResource", resourceArn=arn, tags=more) == {}
    assert tags(account, arn) == {"key1": "new", "key2": ""}
    assert account.call("TagResource", resourceArn=arn, tags=[]) == {}
    assert len(tags(account, arn)) == 2


def test_they_are_taken_away(account: Account, arn: str) -> None:
    assert account.call("UntagResource", resourceArn=arn, tagKeys=["key1", "key2"]) == {}
    assert tags(account, arn) == {}


def test_there_are_fifty_at_most(account: Account, arn: str) -> None:
    many = [{"key": f"k{number}", "value": "v"} for number in range(50)]
    refused = account.refused("TagResource", resourceArn=arn, tags=many)
    assert refused.startswith("TooManyTags")
    assert tags(account, arn) == {"key1": "value1"}
    assert account.refused("CreateStateMachine", **asked(tags=[*many, {"key": "one more"}]))


@pytest.mark.parametrize("kind", ["stateMachine", "activity"])
def test_what_is_not_there_has_none(account: Account, kind: str) -> None:
    arn = f"{STATES}:{kind}:nothing"
    expected = f"ResourceNotFound: Resource not found: '{arn}'"
    assert account.refused("ListTagsForResource", resourceArn=arn) == expected
    assert account.refused("TagResource", resourceArn=arn, tags=[]) == expected
    assert account.refused("UntagResource", resourceArn=arn, tagKeys=["a"]) == expected


def test_executions_have_none(account: Account) -> None:
    refused = account.refused("ListTagsForResource", resourceArn=f"{STATES}:execution:m:e")
    assert refused.startswith("InvalidArn")
