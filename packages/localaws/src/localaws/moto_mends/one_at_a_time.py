"""Defects: nothing in moto's DynamoDB is locked, so that of two conditional writes at once both may succeed, and
an update is lost; and no item expires. Here one request at a time is responded to, after whatever has expired by
then is gone: nobody can see that it was there longer.

Upstream: docs/moto-issues/conditional_writes.md
"""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Iterable
from typing import Any

from moto.core import utils
from moto.dynamodb.models import dynamodb_backends

Application = Callable[..., Iterable[bytes]]

_LOOKS_EVERY = 60.0  # seconds of the clock; DynamoDB deletes what expires within days
_TOO_OLD = 5 * 365.25 * 86400  # seconds: what expired before then stays for ever
_LOCK = threading.Lock()  # one, as moto's tables are one


class OneAtATime:
    """DynamoDB's application, which never has two requests at once."""

    def __init__(self, application: Application) -> None:
        self._application = application
        self._expiry = Expiry()

    def __call__(self, environ: dict[str, Any], start_response: Any) -> Iterable[bytes]:
        started: list[tuple[Any, ...]] = []
        with _LOCK:
            self._expiry()
            body = list(self._application(environ, lambda *head: started.append(head)))
        start_response(*started[-1])
        return body


class Expiry:
    """Deletes the items that have expired, once a minute and whenever the clock was moved."""

    def __init__(self) -> None:
        self._next = 0.0
        self._ahead = 0.0  # by how much the clock was, when it looked last

    def __call__(self) -> None:
        now = utils.unix_time()  # the server's clock: moto has no other
        ahead = now - time.time()
        if now < self._next and abs(ahead - self._ahead) < 0.5:
            return
        self._next, self._ahead = now + _LOOKS_EVERY, ahead
        for _, regions in list(dynamodb_backends.items()):
            for backend in list(regions.values()):
                for table in list(backend.tables.values()):
                    if table.ttl["TimeToLiveStatus"] == "ENABLED":
                        _expire(table, table.ttl["AttributeName"], now)


def _expire(table: Any, attribute: str, now: float) -> None:
    for item in table.all_items():
        if has_expired(item.attrs.get(attribute), now):
            table.delete_item(item.hash_key, item.range_key)


def has_expired(until: Any, now: float) -> bool:
    """Whether an item with that attribute has: it has to be a number of seconds since 1970."""
    if until is None or until.type != "N":
        return False
    return now - _TOO_OLD < float(until.value) < now
