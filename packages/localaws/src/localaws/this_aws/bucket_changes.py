"""What happens to the objects of buckets, told to whoever sends S3's events.

Where S3 is changed (``moto_mends``, ``expiry``) nobody knows who wants to hear of it.
"""

from __future__ import annotations

import logging
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

log = logging.getLogger(__name__)

_GONE = ("ObjectRemoved:", "LifecycleExpiration:")


@dataclass(frozen=True)
class BucketChange:
    """One change.

    Attributes:
        name: S3's name of the event without ``s3:``, such as ``ObjectCreated:Put``.
        bucket: as moto's store has it.
        size, etag: None where S3's events have none, as of an object that is no more.
        version: None where the bucket has no versions.
    """

    name: str
    bucket: Any
    key: str
    size: int | None = None
    etag: str | None = None
    version: str | None = None


def told(name: str, bucket: Any, key: Any) -> BucketChange:
    """What happened to an object of moto's, or is a delete marker of one."""
    version = str(key.version_id) if bucket.is_versioned and key.version_id else None
    if name.startswith(_GONE):
        return BucketChange(name, bucket, key.name, version=version)
    return BucketChange(name, bucket, key.name, int(key.size), str(key.etag).strip('"'), version)


Hear = Callable[[BucketChange], None]
Check = Callable[
    [Any, Mapping[str, Any]], None
]  # a bucket and the notifications that it is to have


class _Listener:
    """Who hears of changes: nobody, until somebody wants to."""

    hear: Hear = staticmethod(lambda _change: None)
    check: Check = staticmethod(lambda _bucket, _configuration: None)


def listen(hear: Hear, check: Check) -> None:
    """Have ``hear`` called, in the thread of whoever makes a change, and ``check`` before notifications are set."""
    _Listener.hear, _Listener.check = staticmethod(hear), staticmethod(check)


def tell(change: BucketChange) -> None:
    """Say that something has happened. It has, whatever becomes of the events."""
    try:
        _Listener.hear(change)
    except Exception:
        log.exception("%s of %s was not told", change.name, change.key)


def check(bucket: Any, configuration: Mapping[str, Any]) -> None:
    """See that a bucket may have these notifications, which are as moto reads them. Raises what ``listen`` was given."""
    _Listener.check(bucket, configuration)
