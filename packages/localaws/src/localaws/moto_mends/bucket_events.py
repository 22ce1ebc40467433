"""Defects: S3's events have constants for request and sequencer and ``%2F`` in their keys; EventBridge gets
them on every bus, in the wrong spelling; functions are looked for in moto's Lambda; a delete marker is
made, and a version deleted, without an event; each object that is put is said to have been tagged; and
GetBucketNotificationConfiguration does not say that EventBridge is told. Here every change is told to
``bucket_changes``, and the events are made by ``events.buckets``.

Upstream: docs/moto-issues/bucket_events.md
"""

from __future__ import annotations

from typing import Any

from moto.s3 import notifications, responses
from moto.s3.models import s3_backends

from localaws.moto_mends import guard
from localaws.this_aws.bucket_changes import tell, told

_SENDS = "6130200e5bd5"
_SHOWS = "da2bce773490"
_ELEMENT = "<EventBridgeConfiguration/>"
_TAGGED = (
    "ObjectTagging:Put"  # moto puts tags whenever it puts an object, and none is most often none
)
_REMOVED = "ObjectRemoved:"  # is told where it is done, see ``backends.s3``


def apply() -> None:
    """Have moto's changes told, and notification configurations shown whole."""
    guard.take(notifications, "send_event", _SENDS)
    notifications.send_event = _send_event
    show = guard.take(responses.S3Response, "get_bucket_notification", _SHOWS)

    def shown(self: Any) -> Any:
        configuration = self.backend.get_bucket_notification_configuration(self.bucket_name)
        status, headers, body = show(self)
        if configuration is not None and configuration.event_bridge is not None:
            body = _with_event_bridge(body)
        return status, headers, body

    responses.S3Response.get_bucket_notification = shown


def _with_event_bridge(body: str) -> str:
    """The document with one more element, before its root ends."""
    if body.endswith("/>"):  # there is nothing in it
        return f"{body[:-2]}>{_ELEMENT}</NotificationConfiguration>"
    start, end, rest = body.rpartition("</")
    return f"{start}{_ELEMENT}{end}{rest}"


def _send_event(account: str, event_name: Any, bucket: Any, key: Any) -> None:
    name = str(event_name.value).removeprefix("s3:")
    if bucket.notification_configuration is None or name.startswith(_REMOVED):
        return
    if name == _TAGGED and not _tags(account, bucket, key):
        return
    tell(told(name, bucket, key))


def _tags(account: str, bucket: Any, key: Any) -> Any:
    return s3_backends[account][bucket.partition].tagger.get_tag_dict_for_resource(key.arn)
