"""What EventBridge is told of an event: its detail type and its detail. Pure.

S3's user guide, "Amazon S3 event notification types and destinations" and "EventBridge event message structure".
"""

from __future__ import annotations

from typing import Any

from localaws.events.buckets.happening import Happening

_CREATED = {
    "Put": "PutObject",
    "Post": "POST Object",
    "Copy": "CopyObject",
    "CompleteMultipartUpload": "CompleteMultipartUpload",
}
_TYPES = {
    "ObjectCreated": "Object Created",
    "ObjectRemoved": "Object Deleted",
    "LifecycleExpiration": "Object Deleted",
    "ObjectAcl": "Object ACL Updated",
}
_TAGS = {"Put": "Object Tags Added", "Delete": "Object Tags Deleted"}
_DELETIONS = {"Delete": "Permanently Deleted", "DeleteMarkerCreated": "Delete Marker Created"}


def detail_type(happening: Happening) -> str | None:
    """The detail type; None for what EventBridge is not told."""
    noun, _, how = happening.change.name.partition(":")
    return _TAGS.get(how) if noun == "ObjectTagging" else _TYPES.get(noun)


def detail(happening: Happening) -> dict[str, Any]:
    """The detail."""
    change = happening.change
    noun, _, how = change.name.partition(":")
    members = {
        "key": change.key,
        "size": change.size,
        "etag": change.etag,
        "version-id": change.version,
        "sequencer": happening.sequencer if noun in _TYPES and noun != "ObjectAcl" else None,
    }
    made: dict[str, Any] = {
        "version": "0",
        "bucket": {"name": change.bucket.name},
        "object": {name: value for name, value in members.items() if value is not None},
        "request-id": happening.request_id,
        "requester": "s3.amazonaws.com" if happening.is_of_s3 else happening.account,
    }
    if not happening.is_of_s3:
        made["source-ip-address"] = "127.0.0.1"
    if noun == "ObjectCreated":
        made["reason"] = _CREATED.get(how, how)
    elif noun in ("ObjectRemoved", "LifecycleExpiration"):
        made["reason"] = "Lifecycle Expiration" if happening.is_of_s3 else "DeleteObject"
        made["deletion-type"] = _DELETIONS[how]
    return made
