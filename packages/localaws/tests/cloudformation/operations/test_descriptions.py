"""Listings come in pages and in order, and show no value that is hidden."""

from __future__ import annotations

from dataclasses import replace

import pytest

from localaws.clock import Clock
from localaws.cloudformation.errors import ValidationError
from localaws.cloudformation.evaluation.parameter_values import Parameters
from localaws.cloudformation.operations import descriptions
from localaws.cloudformation.stack import Output
from localaws.cloudformation.store import DELETED, Store

from ..stacks import Things, stack


@pytest.fixture
def store() -> Store:
    return Store("123456789012", "us-east-1", Clock())


def test_stacks_come_fifty_at_a_time(store: Store) -> None:
    names = [stack(store, f"s{number}").name for number in range(101)]
    pages: list[list[str]] = []
    request: dict[str, str] | None = {}
    while request is not None:
        found = descriptions.describe_stacks(store, request)
        pages.append([each["StackName"] for each in found["Stacks"]])
        request = {"NextToken": found["NextToken"]} if found["NextToken"] else None
    assert [len(page) for page in pages] == [50, 50, 1]
    assert [name for page in pages for name in page] == names
    with pytest.raises(ValidationError, match="NextToken is invalid"):
        descriptions.describe_stacks(store, {"NextToken": "arn:of:none"})


def test_exports_come_a_hundred_at_a_time(store: Store) -> None:
    stack(store, "s", outputs=tuple(Output("O", "v", None, f"e{n}") for n in range(101)))
    first = descriptions.list_exports(store, {})
    assert (len(first["Exports"]), first["NextToken"]) == (100, "100")
    second = descriptions.list_exports(store, {"NextToken": "100"})
    assert ([each["Name"] for each in second["Exports"]], second["NextToken"]) == (["e100"], None)
    for token in ("102", "x", "-1", "²", "1" * 5000):
        with pytest.raises(ValidationError, match="NextToken is invalid"):
            descriptions.list_exports(store, {"NextToken": token})


def test_deleted_stacks_are_listed_last_and_by_status(store: Store) -> None:
    store.put(replace(stack(store, "gone"), status=DELETED))
    stack(store, "there")
    listed = descriptions.list_stacks(store, {})["StackSummaries"]
    assert [each["StackName"] for each in listed] == ["there", "gone"]
    deleted = descriptions.list_stacks(store, {"StackStatusFilter": [DELETED]})
    assert [each["StackName"] for each in deleted["StackSummaries"]] == ["gone"]
    assert [each["StackName"] for each in descriptions.describe_stacks(store, {})["Stacks"]] == [
        "there"
    ]


def test_a_hidden_parameter_is_not_shown(store: Store) -> None:
    values = Parameters({"Open": ["a", "b"], "Secret": "x"}, frozenset({"Secret"}))
    stack(store, "s", parameters=values)
    (found,) = descriptions.describe_stacks(store, {"StackName": "s"})["Stacks"]
    shown = {each["ParameterKey"]: each["ParameterValue"] for each in found["Parameters"]}
    assert shown == {"Open": "a,b", "Secret": "****"}


def test_what_was_skipped_is_no_resource(store: Store) -> None:
    there = Things().resource("A", Name="a")
    skipped = replace(there, logical_id="S", handler=None)
    stack(store, "s", resources={"A": there, "S": skipped})
    request = {"StackName": "s"}
    for listed in (
        descriptions.describe_stack_resources(store, request)["StackResources"],
        descriptions.list_stack_resources(store, request)["StackResourceSummaries"],
    ):
        assert [each["PhysicalResourceId"] for each in listed] == ["a"]
    with pytest.raises(ValidationError, match="Resource S does not exist for stack s"):
        descriptions.describe_stack_resource(store, {**request, "LogicalResourceId": "S"})
