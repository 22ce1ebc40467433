"""An alias is a name for versions, made once and changed at will."""

from __future__ import annotations

from typing import Any

import pytest

from .account import ROLE, STATES, Account


@pytest.fixture
def arn(account: Account) -> str:
    """A machine with two versions."""
    arn = account.machine(publish=True)
    account.call("UpdateStateMachine", stateMachineArn=arn, roleArn=ROLE + "2", publish=True)
    return arn


def to(arn: str, *weights: int) -> list[dict[str, Any]]:
    return [
        {"stateMachineVersionArn": f"{arn}:{number}", "weight": weight}
        for number, weight in enumerate(weights, 1)
    ]


def made(account: Account, arn: str, name: str, **members: Any) -> str:
    request = {"name": name, "routingConfiguration": to(arn, 100)} | members
    alias: str = account.call("CreateStateMachineAlias", **request)["stateMachineAliasArn"]
    return alias


def listed(account: Account, arn: str) -> list[str]:
    found = account.call("ListStateMachineAliases", stateMachineArn=arn)["stateMachineAliases"]
    return [each["stateMachineAliasArn"].rpartition(":")[2] for each in found]


def test_one_is_made_and_described(account: Account, arn: str) -> None:
    alias = made(account, arn, "PROD", description="what serves")
    assert alias == f"{arn}:PROD"
    described = account.call("DescribeStateMachineAlias", stateMachineAliasArn=alias)
    assert described["creationDate"] == described["updateDate"]
    assert (described["name"], described["description"]) == ("PROD", "what serves")
    assert described["routingConfiguration"] == to(arn, 100)


def test_asked_again_for_the_same_it_is_the_same(account: Account, arn: str) -> None:
    assert made(account, arn, "PROD", description="a") == made(
        account, arn, "PROD", description="a"
    )
    for other in ({"description": "b"}, {"routingConfiguration": to(arn, 50, 50)}):
        refused = account.refused(
            "CreateStateMachineAlias",
            **{"name": "PROD", "description": "a", "routingConfiguration": to(arn, 100)} | other,
        )
        assert refused == (
            "ConflictException: Failed to create alias because an alias with the same name and "
            "a different routing configuration already exists."
        )


def test_it_leads_to_what_there_is(account: Account, arn: str) -> None:
    routes = [{"stateMachineVersionArn": f"{arn}:7", "weight": 100}]
    refused = account.refused("CreateStateMachineAlias", name="A", routingConfiguration=routes)
    assert refused == f"ResourceNotFound: Resource not found: '{arn}:7'"
    nowhere = [{"stateMachineVersionArn": f"{STATES}:stateMachine:no:1", "weight": 100}]
    refused = account.refused("CreateStateMachineAlias", name="A", routingConfiguration=nowhere)
    assert refused.startswith("StateMachineDoesNotExist")


def test_it_is_changed(account: Account, arn: str) -> None:
    alias = made(account, arn, "PROD", description="a")
    account.call(
        "UpdateStateMachineAlias",
        stateMachineAliasArn=alias,
        routingConfiguration=to(arn, 10, 90),
    )
    described = account.call("DescribeStateMachineAlias", stateMachineAliasArn=alias)
    assert described["description"] == "a"
    assert described["routingConfiguration"] == to(arn, 10, 90)
    nothing = account.refused("UpdateStateMachineAlias", stateMachineAliasArn=alias)
    assert nothing.startswith("ValidationException")


def test_it_stays_with_its_machine(account: Account, arn: str) -> None:
    alias, other = made(account, arn, "PROD"), account.machine(publish=True)
    refused = account.refused(
        "UpdateStateMachineAlias",
        stateMachineAliasArn=alias,
        routingConfiguration=to(other, 100),
    )
    assert "versions of the alias's state machine" in refused


def test_what_it_mostly_leads_to_is_described(account: Account, arn: str) -> None:
    made(account, arn, "PROD", routingConfiguration=to(arn, 10, 90))
    described = account.call("DescribeStateMachine", stateMachineArn=f"{arn}:PROD")
    assert (described["stateMachineArn"], described["roleArn"]) == (f"{arn}:PROD", ROLE + "2")
    missing = account.refused("DescribeStateMachine", stateMachineArn=f"{arn}:DEV")
    assert missing.startswith("StateMachineDoesNotExist")


def test_they_are_listed_for_a_machine_and_for_a_version(account: Account, arn: str) -> None:
    made(account, arn, "B", routingConfiguration=to(arn, 50, 50))
    made(account, arn, "A")
    assert listed(account, arn) == ["A", "B"]
    assert listed(account, f"{arn}:2") == ["B"]
    first = account.call("ListStateMachineAliases", stateMachineArn=arn, maxResults=1)
    rest = account.call(
        "ListStateMachineAliases", stateMachineArn=arn, nextToken=first["nextToken"]
    )
    assert rest["stateMachineAliases"][0]["stateMachineAliasArn"] == f"{arn}:B"


def test_one_that_is_gone_may_be_deleted_again(account: Account, arn: str) -> None:
    alias = made(account, arn, "PROD")
    for _ in range(2):
        assert account.call("DeleteStateMachineAlias", stateMachineAliasArn=alias) == {}
    assert listed(account, arn) == []
    refused = account.refused("DescribeStateMachineAlias", stateMachineAliasArn=alias)
    assert refused == f"ResourceNotFound: Resource not found: '{alias}'"


def test_a_version_is_no_alias(account: Account, arn: str) -> None:
    for operation in ("DeleteStateMachineAlias", "DescribeStateMachineAlias"):
        refused = account.refused(operation, stateMachineAliasArn=f"{arn}:1")
        assert refused.startswith("ValidationException: Expected a state machine alias ARN")
