"""State machines are made once for a name, and change by revisions."""

from __future__ import annotations

import json
import re
from typing import Any

import pytest

from .account import FAILS, LOGS, PASSES, ROLE, STATES, Account, asked


def test_one_is_made_and_described(account: Account) -> None:
    made = account.call("CreateStateMachine", **asked(name="described"))
    assert made["stateMachineArn"] == f"{STATES}:stateMachine:described"
    assert "stateMachineVersionArn" not in made
    described = account.call("DescribeStateMachine", stateMachineArn=made["stateMachineArn"])
    assert described == {
        "stateMachineArn": made["stateMachineArn"],
        "name": "described",
        "status": "ACTIVE",
        "type": "STANDARD",
        "definition": json.dumps(PASSES),
        "roleArn": ROLE,
        "creationDate": made["creationDate"],
        "loggingConfiguration": {"level": "OFF", "includeExecutionData": False},
        "tracingConfiguration": {"enabled": False},
        "encryptionConfiguration": {"type": "AWS_OWNED_KEY"},
    }


def test_the_variables_that_it_refers_to_are_shown(account: Account) -> None:
    definition = {"StartAt": "S", "States": {"S": {"Type": "Pass", "End": True}}, "Comment": "$x"}
    described = account.call("DescribeStateMachine", stateMachineArn=account.machine(definition))
    assert described["variableReferences"] == {"S": ["x"]}


def test_asked_again_for_the_same_it_is_the_same(account: Account) -> None:
    request = asked(name="again", tags=[{"key": "a", "value": "b"}])
    first = account.call("CreateStateMachine", **request)
    other_role = request | {"roleArn": ROLE + "2", "tags": []}
    assert account.call("CreateStateMachine", **other_role) == first
    described = account.call("DescribeStateMachine", stateMachineArn=first["stateMachineArn"])
    assert described["roleArn"] == ROLE


@pytest.mark.parametrize(
    "other",
    [
        {"definition": json.dumps(FAILS)},
        {"type": "EXPRESS"},
        {"tracingConfiguration": {"enabled": True}},
        {"publish": True},
        {
            "loggingConfiguration": {
                "level": "ALL",
                "destinations": [{"cloudWatchLogsLogGroup": {"logGroupArn": LOGS}}],
            }
        },
    ],
    ids=lambda other: next(iter(other)),
)
def test_a_name_is_not_given_twice(account: Account, other: dict[str, Any]) -> None:
    request = asked(name="taken")
    account.call("CreateStateMachine", **request)
    refused = account.refused("CreateStateMachine", **request | other)
    assert refused == (
        f"StateMachineAlreadyExists: State Machine Already Exists: '{STATES}:stateMachine:taken'"
    )


def test_every_error_of_a_definition_is_named(account: Account) -> None:
    refused = account.refused("CreateStateMachine", **asked({"StartAt": "S"}))
    assert refused == (
        "InvalidDefinition: Invalid State Machine Definition: "
        "'SCHEMA_VALIDATION_FAILED: These fields are required: [States] at /'"
    )


def test_a_role_has_the_arn_of_one(account: Account) -> None:
    refused = account.refused("CreateStateMachine", **asked() | {"roleArn": "arn:aws:s3:::b"})
    assert refused == "InvalidArn: Invalid Role Arn: 'arn:aws:s3:::b'"


def test_a_description_is_of_a_version(account: Account) -> None:
    refused = account.refused("CreateStateMachine", **asked(versionDescription="first"))
    assert "Version description can only be set when publish is true" in refused


def test_a_change_makes_a_revision(account: Account) -> None:
    arn = account.machine()
    first = account.call("UpdateStateMachine", stateMachineArn=arn, roleArn=ROLE + "2")
    assert re.fullmatch(r"[0-9a-f-]{36}", first["revisionId"])
    described = account.call("DescribeStateMachine", stateMachineArn=arn)
    assert (described["roleArn"], described["revisionId"]) == (ROLE + "2", first["revisionId"])


def test_what_changes_nothing_makes_none(account: Account) -> None:
    arn = account.machine()
    spaced = json.dumps(PASSES, indent=2)
    assert "revisionId" not in account.call(
        "UpdateStateMachine", stateMachineArn=arn, roleArn=ROLE, definition=spaced
    )


def test_an_update_changes_something(account: Account) -> None:
    refused = account.refused("UpdateStateMachine", stateMachineArn=account.machine())
    assert refused == (
        "MissingRequiredParameter: Either the definition, the role ARN, the "
        "LoggingConfiguration, or the TracingConfiguration must be specified"
    )


def test_a_refused_update_changes_nothing(account: Account) -> None:
    arn = account.machine()
    refused = account.refused(
        "UpdateStateMachine", stateMachineArn=arn, definition="{}", roleArn=ROLE + "2"
    )
    assert refused.startswith("InvalidDefinition")
    assert account.call("DescribeStateMachine", stateMachineArn=arn)["roleArn"] == ROLE


@pytest.mark.parametrize("operation", ["DescribeStateMachine", "UpdateStateMachine"])
def test_one_that_is_not_there_is_told(account: Account, operation: str) -> None:
    arn = f"{STATES}:stateMachine:nowhere"
    expected = f"StateMachineDoesNotExist: State Machine Does Not Exist: '{arn}'"
    more = {"roleArn": ROLE} if operation == "UpdateStateMachine" else {}
    assert account.refused(operation, stateMachineArn=arn, **more) == expected


def test_another_account_has_its_own(account: Account) -> None:
    arn = account.machine()
    assert account.service.call("999999999999", "us-east-1", "ListStateMachines", {}) == {
        "stateMachines": []
    }
    with pytest.raises(Exception, match="StateMachineDoesNotExist"):
        account.service.call(
            "123456789012", "eu-west-1", "DescribeStateMachine", {"stateMachineArn": arn}
        )


def test_they_are_listed_by_name_in_pages(account: Account) -> None:
    for name in ("list-b", "list-a", "list-c"):
        account.machine(name=name)
    names, request = [], {"maxResults": 2}
    while True:
        response = account.call("ListStateMachines", **request)
        names += [each["name"] for each in response["stateMachines"]]
        if "nextToken" not in response:
            break
        request = {"maxResults": 2, "nextToken": response["nextToken"]}
    assert [name for name in names if name.startswith("list-")] == ["list-a", "list-b", "list-c"]
    assert names == sorted(set(names))
