"""What becomes of a stack whose creation fails is as the request says."""

from __future__ import annotations

import json
from typing import Any

import pytest

from localaws.clock import Clock
from localaws.cloudformation import resource_changes
from localaws.cloudformation.errors import ValidationError
from localaws.cloudformation.operations import stacks
from localaws.cloudformation.store import DELETED, Store

from ..stacks import THING, Things, stack, thing

FAILING = json.dumps({"Resources": {"A": thing(), "B": thing(after="A", Fails=True)}})


@pytest.mark.parametrize(
    ("members", "status"),
    [
        ({}, "ROLLBACK_COMPLETE"),
        ({"DisableRollback": False}, "ROLLBACK_COMPLETE"),
        ({"DisableRollback": True}, "CREATE_FAILED"),
        ({"OnFailure": "ROLLBACK"}, "ROLLBACK_COMPLETE"),
        ({"OnFailure": "DO_NOTHING"}, "CREATE_FAILED"),
        ({"OnFailure": "DELETE"}, DELETED),
    ],
)
def test_a_failed_creation_ends_as_it_was_asked_to(
    monkeypatch: pytest.MonkeyPatch, members: dict[str, Any], status: str
) -> None:
    monkeypatch.setattr(resource_changes, "handler_for", {THING: Things()}.get)
    store = Store("123456789012", "us-east-1", Clock())
    request = {"StackName": "s", "TemplateBody": FAILING, **members}
    made = stacks.create_stack(store, request)["StackId"]
    assert store.known(made).status == status


def test_it_is_asked_in_one_way_only() -> None:
    request = {"StackName": "s", "OnFailure": "DELETE", "DisableRollback": False}
    with pytest.raises(ValidationError, match="Either DisableRollback or OnFailure"):
        stacks.create_stack(Store("123456789012", "us-east-1", Clock()), request)


def test_that_there_is_no_stack_to_delete_is_no_error() -> None:
    store = Store("123456789012", "us-east-1", Clock())
    assert stacks.delete_stack(store, {"StackName": "s"}) == {}
    stack(store, "s")
    stacks.delete_stack(store, {"StackName": "s"})
    assert store.find("s") is None


def test_a_protected_stack_can_be_deleted_once_it_is_not_protected_any_more() -> None:
    store = Store("123456789012", "us-east-1", Clock())
    stack(store, "s")
    for protected in (True, False):
        request = {"StackName": "s", "EnableTerminationProtection": protected}
        stacks.update_termination_protection(store, request)
        if protected:
            with pytest.raises(ValidationError, match="TerminationProtection is enabled"):
                stacks.delete_stack(store, request)
    stacks.delete_stack(store, {"StackName": "s"})
    assert store.find("s") is None
    with pytest.raises(ValidationError, match=r"Stack \[s\] does not exist"):
        stacks.update_termination_protection(store, request)
