"""What fails in the middle of an UpdateItem stays half done in moto. An index that there is not, or that is there
already, is answered 500; expiry that is on can be turned on once more. A transaction copies all items of its tables.

DynamoDB is heavy and loaded late, so this stands in for moto's when it has been.

Upstream: docs/moto-issues/half_done_updates.md
"""

from __future__ import annotations

import copy
from collections import defaultdict
from typing import Any

from moto.dynamodb.exceptions import MockValidationException, ResourceNotFoundException
from moto.dynamodb.models import DynamoDBBackend
from moto.dynamodb.models.dynamo_type import Item
from moto.dynamodb.models.table import Table


class Tables(DynamoDBBackend):  # type: ignore[misc]  # moto is untyped to mypy here
    """DynamoDB."""

    def update_item(self, table_name: str, key: dict[str, Any], **members: Any) -> Item:
        table = self.get_table(table_name)
        hash_key, range_key = self.get_keys_value(table, key)
        before = table.get_item(hash_key, range_key)
        if before is not None:  # what is updated is a copy: nobody has half of an update
            _store(table, copy.deepcopy(before))
        try:
            return super().update_item(table_name=table_name, key=key, **members)
        except Exception:
            if before is None:
                table.delete_item(hash_key, range_key)
            else:
                _store(table, before)
            raise

    def update_table_global_indexes(
        self, table: Table, global_index_updates: list[dict[str, Any]]
    ) -> None:
        there = {index.name for index in table.global_indexes}
        for change in global_index_updates:
            ((kind, index),) = change.items()
            if kind == "Create" and index["IndexName"] in there:
                raise MockValidationException("Attempting to create an index which already exists")
            if kind != "Create" and index["IndexName"] not in there:
                raise ResourceNotFoundException()
        super().update_table_global_indexes(table, global_index_updates)

    def update_time_to_live(self, table_name: str, ttl_spec: dict[str, Any]) -> None:
        found = self.describe_time_to_live(table_name)
        is_on = found["TimeToLiveStatus"] == "ENABLED"
        if is_on and ttl_spec["AttributeName"] != found["AttributeName"]:
            raise MockValidationException(
                "TimeToLive is active on a different AttributeName: current AttributeName is "
                f"{found['AttributeName']}"
            )
        if is_on == ttl_spec["Enabled"]:
            state = "enabled" if is_on else "disabled"
            raise MockValidationException(f"TimeToLive is already {state}")
        super().update_time_to_live(table_name, ttl_spec)


def _store(table: Table, item: Item) -> None:
    if table.has_range_key:
        table.items[item.hash_key][item.range_key] = item
    else:
        table.items[item.hash_key] = item


def snapshot(table: Table, _memo: dict[int, Any]) -> Table:
    """A table as it is, for a transaction that fails: its items are replaced and never changed."""
    made = Table.__new__(Table)
    vars(made).update(vars(table))
    made.items = defaultdict(dict)
    for key, found in table.items.items():
        made.items[key] = dict(found) if table.has_range_key else found
    return made


Table.__deepcopy__ = snapshot
