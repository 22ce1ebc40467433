"""A version is a revision for ever, under a number that no other ever has."""

from __future__ import annotations

import json

import pytest

from .account import FAILS, PASSES, ROLE, STATES, Account, asked


def publish(account: Account, arn: str, **members: str) -> str:
    made = account.call("PublishStateMachineVersion", stateMachineArn=arn, **members)
    version: str = made["stateMachineVersionArn"]
    return version


def revise(account: Account, arn: str) -> None:
    """Change the machine into something that it never was."""
    described = account.call("DescribeStateMachine", stateMachineArn=arn)
    account.call("UpdateStateMachine", stateMachineArn=arn, roleArn=described["roleArn"] + "x")


def listed(account: Account, arn: str, **members: object) -> list[str]:
    response = account.call("ListStateMachineVersions", stateMachineArn=arn, **members)
    return [each["stateMachineVersionArn"] for each in response["stateMachineVersions"]]


def test_a_revision_is_published_once(account: Account) -> None:
    arn = account.machine()
    assert publish(account, arn) == publish(account, arn) == f"{arn}:1"
    revise(account, arn)
    assert publish(account, arn) == f"{arn}:2"
    assert listed(account, arn) == [f"{arn}:2", f"{arn}:1"]


def test_creating_and_updating_publish_too(account: Account) -> None:
    request = asked(publish=True, versionDescription="first")
    made = account.call("CreateStateMachine", **request)
    arn = made["stateMachineArn"]
    assert made["stateMachineVersionArn"] == f"{arn}:1"
    assert account.call("CreateStateMachine", **request) == made
    updated = account.call(
        "UpdateStateMachine", stateMachineArn=arn, definition=json.dumps(FAILS), publish=True
    )
    assert updated["stateMachineVersionArn"] == f"{arn}:2"
    same = account.call("UpdateStateMachine", stateMachineArn=arn, roleArn=ROLE, publish=True)
    assert same["stateMachineVersionArn"] == f"{arn}:2"


def test_a_version_stays_as_it_was(account: Account) -> None:
    arn = account.machine(PASSES, publish=True, versionDescription="first")
    account.call("UpdateStateMachine", stateMachineArn=arn, definition=json.dumps(FAILS))
    described = account.call("DescribeStateMachine", stateMachineArn=f"{arn}:1")
    assert described["stateMachineArn"] == f"{arn}:1"
    assert described["description"] == "first"
    assert json.loads(described["definition"]) == PASSES
    assert "revisionId" not in described


def test_only_the_revision_that_was_meant_is_published(account: Account) -> None:
    arn = account.machine()
    revise(account, arn)
    refused = account.refused(
        "PublishStateMachineVersion", stateMachineArn=arn, revisionId="INITIAL"
    )
    assert refused.startswith("ConflictException: Failed to publish the State Machine version")
    current = account.call("DescribeStateMachine", stateMachineArn=arn)["revisionId"]
    assert publish(account, arn, revisionId=current) == f"{arn}:1"
    assert publish(account, account.machine(), revisionId="INITIAL").endswith(":1")


def test_a_number_is_never_given_again(account: Account) -> None:
    arn = account.machine(publish=True)
    account.call("DeleteStateMachineVersion", stateMachineVersionArn=f"{arn}:1")
    account.call("DeleteStateMachineVersion", stateMachineVersionArn=f"{arn}:1")
    assert listed(account, arn) == []
    assert publish(account, arn) == f"{arn}:2"
    assert account.refused("StartExecution", stateMachineArn=f"{arn}:1").startswith(
        "StateMachineDoesNotExist"
    )


def test_what_an_alias_leads_to_is_not_deleted(account: Account) -> None:
    arn = account.machine(publish=True)
    for name in ("PROD", "BETA"):
        routes = [{"stateMachineVersionArn": f"{arn}:1", "weight": 100}]
        account.call("CreateStateMachineAlias", name=name, routingConfiguration=routes)
    refused = account.refused("DeleteStateMachineVersion", stateMachineVersionArn=f"{arn}:1")
    assert refused == (
        "ConflictException: Version to be deleted must not be referenced by an alias. "
        "Current list of aliases referencing this version: [BETA, PROD]"
    )


def test_they_are_listed_in_pages_newest_first(account: Account) -> None:
    arn = account.machine(publish=True)
    for _ in range(10):
        revise(account, arn)
        publish(account, arn)
    first = account.call("ListStateMachineVersions", stateMachineArn=arn, maxResults=8)
    numbers = [
        e["stateMachineVersionArn"].rpartition(":")[2] for e in first["stateMachineVersions"]
    ]
    assert numbers == ["11", "10", "9", "8", "7", "6", "5", "4"]
    rest = listed(account, arn, nextToken=first["nextToken"])
    assert rest == [f"{arn}:3", f"{arn}:2", f"{arn}:1"]


@pytest.mark.parametrize("qualifier", [":1", "/Label"])
def test_a_version_has_no_versions(account: Account, qualifier: str) -> None:
    arn = account.machine() + qualifier
    refused = account.refused("PublishStateMachineVersion", stateMachineArn=arn)
    assert refused.startswith("ValidationException")


def test_arns_are_of_machines(account: Account) -> None:
    refused = account.refused("PublishStateMachineVersion", stateMachineArn="invalid_arn")
    assert refused == "InvalidArn: Invalid Arn: 'Invalid ARN prefix: invalid_arn'"
    refused = account.refused("ListStateMachineVersions", stateMachineArn=f"{STATES}:activity:a")
    assert "Resource type not valid in this context: activity" in refused
