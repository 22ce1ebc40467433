"""Stacks are found by name and by id, deleted ones by id alone."""

from __future__ import annotations

from dataclasses import replace

import pytest

from localaws.clock import Clock
from localaws.cloudformation.errors import AlreadyExists, ValidationError
from localaws.cloudformation.operations.change_sets import create_change_set
from localaws.cloudformation.stack import Output
from localaws.cloudformation.store import DELETED, Store

from .stacks import stack


@pytest.fixture
def store() -> Store:
    return Store("123456789012", "cn-north-1", Clock())


def test_an_id_names_partition_region_and_account(store: Store) -> None:
    start = "arn:aws-cn:cloudformation:cn-north-1:123456789012:stack/s/"
    assert store.new_stack("s").stack_id.startswith(start)


def test_a_name_is_taken_until_its_stack_is_deleted(store: Store) -> None:
    first = stack(store, "s")
    with pytest.raises(AlreadyExists, match=r"Stack \[s\] already exists"):
        store.add(store.new_stack("s"))
    store.put(replace(first, status=DELETED))
    store.add(store.new_stack("s"))


def test_a_deleted_stack_is_known_by_its_id_alone(store: Store) -> None:
    gone = stack(store, "s")
    store.put(replace(gone, status=DELETED))
    assert store.find("s") is None
    assert store.find(gone.stack_id) is None
    assert store.known(gone.stack_id).status == DELETED
    with pytest.raises(ValidationError, match="Stack with id s does not exist"):
        store.known("s")
    with pytest.raises(ValidationError, match=r"Stack \[s\] does not exist"):
        store.standing("s")


def test_change_sets_go_with_their_stack_and_with_no_other(store: Store) -> None:
    template = '{"Resources": {"A": {"Type": "Test::Made::Thing"}}}'
    for name in ("s", "t"):
        create_change_set(
            store,
            {
                "StackName": name,
                "ChangeSetName": "c",
                "ChangeSetType": "CREATE",
                "TemplateBody": template,
            },
        )
    store.put(replace(store.standing("s"), status=DELETED))
    (left,) = store.change_sets.values()
    assert left.stack_id == store.standing("t").stack_id


def test_exports_are_those_of_stacks_that_stand(store: Store) -> None:
    outputs = (Output("A", "1", None, "shared"), Output("B", "2", None, None))
    giving = stack(store, "s", outputs=outputs)
    assert store.exported("shared") == "1"
    assert [output.export for _, output in store.exports()] == ["shared"]
    store.put(replace(giving, status=DELETED))
    assert store.exported("shared") is None
