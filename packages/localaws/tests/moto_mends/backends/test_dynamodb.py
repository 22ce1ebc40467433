"""Tables: an update is done whole or not at all, and what cannot be done is refused in DynamoDB's words."""

from __future__ import annotations

from typing import Any

import pytest
from moto.core.exceptions import JsonRESTError

from localaws.moto_mends.backends.dynamodb import Tables

from ..sample_tables import create

KEY = {"id": {"S": "x"}}
ONE = {":one": {"N": "1"}}
INDEX = {
    "IndexName": "by-b",
    "KeySchema": [{"AttributeName": "b", "KeyType": "HASH"}],
    "Projection": {"ProjectionType": "ALL"},
}


@pytest.fixture
def tables() -> Tables:
    made = Tables("us-east-1", "123456789012")
    create(made, "t")
    return made


def update(tables: Tables, expression: str) -> None:
    tables.update_item(
        table_name="t",
        key=KEY,
        update_expression=expression,
        expression_attribute_names={},
        expression_attribute_values=ONE,
    )


def found(tables: Tables) -> Any:
    item = tables.get_item("t", KEY)
    return None if item is None else item.to_json()["Attributes"]


def test_an_update_that_fails_leaves_the_item_as_it_was(tables: Tables) -> None:
    item = {**KEY, "s": {"S": "text"}}
    tables.put_item("t", item)
    with pytest.raises(JsonRESTError):
        update(tables, "SET a = :one ADD s :one")
    assert found(tables) == item
    update(tables, "SET a = :one")
    assert found(tables) == {**item, "a": {"N": "1"}}


def test_an_update_that_fails_makes_no_item(tables: Tables) -> None:
    with pytest.raises(JsonRESTError):
        update(tables, "SET a = missing + :one")
    assert found(tables) is None


def test_an_index_that_there_is_not_and_one_that_there_is_are_refused(tables: Tables) -> None:
    table = tables.get_table("t")
    for kind in ("Delete", "Update"):
        with pytest.raises(JsonRESTError, match="Requested resource not found"):
            tables.update_table_global_indexes(table, [{kind: {"IndexName": "none"}}])
    tables.update_table_global_indexes(table, [{"Create": INDEX}])
    with pytest.raises(JsonRESTError, match="index which already exists"):
        tables.update_table_global_indexes(table, [{"Create": INDEX}])


def test_expiry_that_is_on_is_not_turned_on_and_ends_before_it_begins_anew(tables: Tables) -> None:
    def set_to(enabled: bool, attribute: str = "until") -> None:
        asked = {"AttributeName": attribute, "Enabled": enabled}
        tables.update_time_to_live("t", asked)

    with pytest.raises(JsonRESTError, match="TimeToLive is already disabled"):
        set_to(False)
    set_to(True)
    with pytest.raises(JsonRESTError, match="TimeToLive is already enabled"):
        set_to(True)
    with pytest.raises(JsonRESTError, match="current AttributeName is until"):
        set_to(True, "other")
    set_to(False)
    set_to(True, "other")


def test_a_transaction_that_fails_changes_nothing_and_copies_no_item(tables: Tables) -> None:
    tables.put_item("t", KEY)
    for number in range(3):
        tables.put_item("t", {"id": {"S": str(number)}})
    there = tables.get_table("t").items.copy()
    transaction = [
        {
            "Update": {
                "TableName": "t",
                "Key": KEY,
                "UpdateExpression": "SET a = :one",
                "ExpressionAttributeValues": ONE,
            }
        },
        {"Put": {"TableName": "t", "Item": {"id": {"S": "new"}}}},
        {"Delete": {"TableName": "t", "Key": {"id": {"S": "1"}}}},
        {
            "ConditionCheck": {
                "TableName": "t",
                "Key": {"id": {"S": "2"}},
                "ConditionExpression": "attribute_not_exists(id)",
            }
        },
    ]
    with pytest.raises(JsonRESTError):
        tables.transact_write_items(transaction)
    after = tables.get_table("t").items
    assert found(tables) == KEY
    assert all(after[key] is item for key, item in there.items())
    assert len(after) == len(there)
    tables.transact_write_items(transaction[:3])
    assert found(tables) == {**KEY, "a": {"N": "1"}}
