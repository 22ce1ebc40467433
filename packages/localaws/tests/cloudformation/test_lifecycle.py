"""What must not be done to a stack is refused before anything is touched."""

from __future__ import annotations

from dataclasses import replace

import pytest

from localaws.clock import Clock
from localaws.cloudformation import lifecycle
from localaws.cloudformation.errors import ValidationError
from localaws.cloudformation.stack_values import StackValues
from localaws.cloudformation.store import Store

from .stacks import asked, stack, thing

PARAMETER = {"Parameters": {"P": {"Type": "String", "Default": "x"}}}


@pytest.fixture
def store() -> Store:
    return Store("123456789012", "us-east-1", Clock())


@pytest.mark.parametrize(
    ("status", "idle", "updatable"),
    [
        ("CREATE_COMPLETE", True, True),
        ("UPDATE_COMPLETE", True, True),
        ("UPDATE_ROLLBACK_COMPLETE", True, True),
        ("REVIEW_IN_PROGRESS", True, False),
        ("ROLLBACK_COMPLETE", True, False),
        ("CREATE_FAILED", True, False),
        ("DELETE_FAILED", True, False),
        ("UPDATE_ROLLBACK_FAILED", True, False),
        ("CREATE_IN_PROGRESS", False, False),
        ("UPDATE_ROLLBACK_IN_PROGRESS", False, False),
        ("DELETE_IN_PROGRESS", False, False),
    ],
)
def test_in_which_states_a_stack_can_be_touched(
    store: Store, status: str, idle: bool, updatable: bool
) -> None:
    standing = stack(store, "s", status=status)
    for allowed, ensure in (
        (idle, lifecycle.ensure_idle),
        (updatable, lifecycle.ensure_updatable),
    ):
        if allowed:
            ensure(standing)
        else:
            with pytest.raises(ValidationError, match=f"is in {status} state"):
                ensure(standing)


def test_a_protected_stack_is_not_deleted(store: Store) -> None:
    standing = stack(store, "s", is_protected=True)
    with pytest.raises(ValidationError, match="TerminationProtection is enabled"):
        lifecycle.delete(store, standing)
    assert store.find("s") is standing


def test_a_stack_is_created_once_and_only_with_values_that_hold(store: Store) -> None:
    with pytest.raises(ValidationError, match="must have values"):
        lifecycle.create(store, "s", asked({"A": thing()}, Parameters={"P": {"Type": "String"}}))
    assert store.stacks == {}


def test_what_is_the_same_is_no_update(store: Store) -> None:
    wanted = asked({"A": thing()}, **PARAMETER)
    values = StackValues(store.new_stack("s"), {}, store.exported)
    standing = stack(store, "s", wanted=wanted, parameters=values.parameters(wanted))
    with pytest.raises(ValidationError, match="No updates are to be performed"):
        lifecycle.update(store, standing, wanted)


@pytest.mark.parametrize("part", ["template", "parameter", "tag"])
def test_a_template_a_value_or_a_tag_is_a_change(store: Store, part: str) -> None:
    wanted = asked({"A": thing()}, **PARAMETER)
    values = StackValues(store.new_stack("s"), {}, store.exported)
    standing = stack(store, "s", wanted=wanted, parameters=values.parameters(wanted))
    other = {
        "template": asked({"A": thing(Size=1)}, **PARAMETER),
        "parameter": replace(wanted, parameters={"P": "y"}),
        "tag": replace(wanted, tags={"k": "v"}),
    }[part]
    assert not lifecycle.unchanged(store, standing, other)
