"""What other stacks import stays as it is until they do not any more."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from localaws.clock import Clock
from localaws.cloudformation import resource_changes, stack_operation
from localaws.cloudformation.errors import ValidationError
from localaws.cloudformation.operations import descriptions
from localaws.cloudformation.stack import Stack
from localaws.cloudformation.store import Store

from .stacks import THING, Things, asked, thing


@pytest.fixture
def store(monkeypatch: pytest.MonkeyPatch) -> Store:
    things = Things()
    monkeypatch.setattr(
        resource_changes, "handler_for", lambda kind: things if kind == THING else None
    )
    return Store("123456789012", "us-east-1", Clock())


def created(store: Store, name: str, resources: dict[str, Any], **sections: Any) -> Stack:
    wanted = asked(resources, **sections)
    return stack_operation.create(store, replace(store.new_stack(name), wanted=wanted))


def exporting(value: str, **more: Any) -> dict[str, Any]:
    return {"O": {"Value": value, "Export": {"Name": "e"}}, **more}


def importing(store: Store, name: str) -> Stack:
    """A stack that imports ``e`` by way of another function, as the CDK does."""
    return created(store, name, {"A": thing(Name={"Fn::Sub": [f"{name}-${{n}}", {"n": IMPORT}]})})


IMPORT = {"Fn::ImportValue": {"Fn::Join": ["", ["e"]]}}


def test_a_stack_whose_export_is_imported_is_not_deleted(store: Store) -> None:
    first = created(store, "first", {"A": thing()}, Outputs=exporting("x"))
    importing(store, "second")
    importing(store, "third")
    standing = stack_operation.delete(store, first)
    assert standing.status == "CREATE_COMPLETE"
    assert standing.status_reason == (
        "Export e cannot be deleted as it is in use by second and third"
    )
    assert "A" in standing.resources
    for name in ("second", "third"):
        stack_operation.delete(store, store.standing(name))
    assert stack_operation.delete(store, standing).status == "DELETE_COMPLETE"


@pytest.mark.parametrize(
    ("outputs", "change"),
    [
        ({"P": {"Value": "x"}}, "deleted"),
        ({"O": {"Value": "x", "Export": {"Name": "f"}}}, "deleted"),
        (exporting("y"), "updated"),
    ],
)
def test_an_update_neither_takes_nor_changes_what_is_imported(
    store: Store, outputs: dict[str, Any], change: str
) -> None:
    first = created(store, "first", {"A": thing()}, Outputs=exporting("x"))
    second = importing(store, "second")
    wanted = asked({"A": thing(), "B": thing()}, Outputs=outputs)
    rolled_back = stack_operation.update(store, first, wanted)
    assert rolled_back.status == "UPDATE_ROLLBACK_COMPLETE"
    assert (rolled_back.outputs, list(rolled_back.resources)) == (first.outputs, ["A"])
    reasons = [event.reason for event in store.events(first)]
    assert f"Export e cannot be {change} as it is in use by second" in reasons
    stack_operation.update(store, second, asked({"A": thing(Name="x")}))
    assert stack_operation.update(store, rolled_back, wanted).status == "UPDATE_COMPLETE"


def test_what_nobody_imports_may_change(store: Store) -> None:
    first = created(store, "first", {"A": thing()}, Outputs=exporting("x"))
    importing(store, "second")
    more = asked({"A": thing()}, Outputs=exporting("x", P={"Value": "new"}))
    assert stack_operation.update(store, first, more).status == "UPDATE_COMPLETE"


def test_a_stack_that_failed_imports_only_if_it_stays(store: Store) -> None:
    first = created(store, "first", {"A": thing()}, Outputs=exporting("x"))
    failing = {"A": thing(Name=IMPORT), "B": thing(after="A", Fails=True)}
    created(store, "second", failing)
    assert store.importers("e") == []
    wanted = asked(failing)
    stays = replace(store.new_stack("third"), wanted=wanted, stays_on_failure=True)
    assert stack_operation.create(store, stays).status == "CREATE_FAILED"
    assert "in use by third" in str(stack_operation.delete(store, first).status_reason)


def test_imports_are_listed(store: Store) -> None:
    created(store, "first", {"A": thing()}, Outputs=exporting("x"))
    with pytest.raises(ValidationError, match="Export 'e' is not imported by any stack"):
        descriptions.list_imports(store, {"ExportName": "e"})
    importing(store, "second")
    assert descriptions.list_imports(store, {"ExportName": "e"}) == {"Imports": ["second"]}
