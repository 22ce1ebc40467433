"""Lists of connections and API destinations by what they are asked for."""

from __future__ import annotations

from typing import Any

from localaws.events.lists import chosen

ITEMS: list[dict[str, Any]] = [
    {"Name": "orders-a", "ConnectionArn": "1"},
    {"Name": "orders-b", "ConnectionArn": "2"},
    {"Name": "refunds", "ConnectionArn": "1"},
]


def names(prefix: str | None = None, **equal: str) -> list[str]:
    return [item["Name"] for item in chosen(list(ITEMS), prefix, equal)]


def test_a_list_is_narrowed_by_the_beginning_of_names_and_by_members() -> None:
    assert names() == ["orders-a", "orders-b", "refunds"]
    assert names("orders") == ["orders-a", "orders-b"]
    assert names("orders", ConnectionArn="1") == ["orders-a"]
    assert names("none") == []
