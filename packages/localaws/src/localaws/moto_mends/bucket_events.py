"""Defects: S3's events have constants for request and sequencer and ``%2F`` in their keys; EventBridge gets
them on every bus, in the wrong spelling; functions are looked for in moto's Lambda; a delete marker is
made, and a version deleted, without an event. Here every change is told to ``bucket_changes``, and the events are made by ``events.buckets``.

Upstream: docs/moto-issues/bucket_events.md
"""

from __future__ import annotations

from typing import Any

from moto.s3 import notifications

from localaws.moto_mends import guard
from localaws.this_aws.bucket_changes import tell, told

_SENDS = "6130200e5bd5"
_REMOVED = "ObjectRemoved:"  # is told where it is done, see ``backends.s3``


def apply() -> None:
    """Have moto's changes told."""
    guard.take(notifications, "send_event", _SENDS)
    notifications.send_event = _send_event


def _send_event(_account: str, event_name: Any, bucket: Any, key: Any) -> None:
    name = str(event_name.value).removeprefix("s3:")
    if not name.startswith(_REMOVED):
        tell(told(name, bucket, key))
