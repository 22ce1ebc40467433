"""A table of moto's, without a server."""

from __future__ import annotations

from typing import Any


def create(backend: Any, name: str) -> None:
    """Make a table whose key is the text ``id``."""
    backend.create_table(
        name,
        schema=[{"AttributeName": "id", "KeyType": "HASH"}],
        throughput=None,
        attr=[{"AttributeName": "id", "AttributeType": "S"}],
        global_indexes=[],
        indexes=[],
        streams=None,
        billing_mode="PAY_PER_REQUEST",
        sse_specification=None,
        tags=[],
        deletion_protection_enabled=False,
        warm_throughput=None,
    )
