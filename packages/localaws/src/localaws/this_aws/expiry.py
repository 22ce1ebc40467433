"""Has the objects expire that a bucket's lifecycle rules name, at each midnight UTC, as S3 does.

Works on moto's store, which acts on no rule. Storage classes stay as they are, and unfinished uploads.
"""

from __future__ import annotations

import logging
import threading
from datetime import UTC, datetime, timedelta
from typing import Any

from moto.s3.models import FakeBucket, FakeDeleteMarker, FakeKey, S3Backend, s3_backends

from localaws.clock import Clock, Timer
from localaws.this_aws import bucket_changes, lifecycle
from localaws.this_aws.bucket_changes import BucketChange
from localaws.this_aws.lifecycle import Rule, Version, midnight_after

log = logging.getLogger(__name__)


class Expiry:
    """Looks through all buckets once a day; nobody waits for it meanwhile."""

    def __init__(self, clock: Clock) -> None:
        self._clock = clock
        self._timer: Timer | None = None

    def start(self) -> None:
        """Wait for the next midnight."""
        now = self._clock.now()
        midnight = midnight_after(now + timedelta(microseconds=1))
        self._timer = self._clock.at(midnight.timestamp(), self._midnight)

    def stop(self) -> None:
        """Wait no more."""
        if self._timer is not None:
            self._timer.cancel()

    def _midnight(self) -> None:
        threading.Thread(target=self._look, name="expiry", daemon=True).start()
        self.start()

    def _look(self) -> None:
        try:
            expire(self._clock.now())
        except Exception:
            log.exception("the lifecycle rules of the buckets could not be acted on")


def expire(now: datetime) -> None:
    """Remove what has expired by now."""
    for _, partitions in list(s3_backends.items()):
        for backend in list(partitions.values()):
            for bucket in list(backend.buckets.values()):
                # As they were given: moto drops sizes and numbers of versions.
                applied = (
                    lifecycle.rules(getattr(bucket, "given_rules", [])) if bucket.rules else []
                )
                for key in list(dict.keys(bucket.keys)) if applied else ():
                    _expire(backend, bucket, key, applied, now)


def _expire(
    backend: S3Backend, bucket: FakeBucket, key: str, applied: list[Rule], now: datetime
) -> None:
    stored = list(reversed(bucket.keys.getlist(key, [])))
    versions = [_version(backend, each) for each in stored]
    if not versions:
        return
    if bucket.versioning_status is None:
        if lifecycle.expires(key, versions[0], applied, now):
            log.info("s3://%s/%s expires", bucket.name, key)
            happened = _happened("Delete", bucket, stored[0])
            bucket.keys.pop(key)
            bucket_changes.tell(happened)
        return
    if lifecycle.expires(key, versions[0], applied, now):
        log.info("s3://%s/%s expires", bucket.name, key)
        marker = backend._set_delete_marker(bucket.name, key)
        bucket_changes.tell(_happened("DeleteMarkerCreated", bucket, marker))
        return
    gone = {version.identity for version in lifecycle.removed(key, versions, applied, now)}
    for each in stored:
        if isinstance(each, FakeKey) and each.is_locked(governance_bypass=False):
            gone.discard(str(each.version_id))
    left = [each for each in bucket.keys.getlist(key, []) if str(each.version_id) not in gone]
    if not gone:
        return
    log.info("%d versions of s3://%s/%s expire", len(gone), bucket.name, key)
    expired = [_happened("Delete", bucket, each) for each in stored if str(each.version_id) in gone]
    bucket.keys.setlist(key, left)
    if not left:
        dict.pop(bucket.keys, key, None)
    for change in expired:
        bucket_changes.tell(change)


def _happened(what: str, bucket: FakeBucket, stored: Any) -> BucketChange:
    return bucket_changes.told(f"LifecycleExpiration:{what}", bucket, stored)


def _version(backend: S3Backend, stored: Any) -> Version:
    made = stored.last_modified.replace(tzinfo=UTC)
    if isinstance(stored, FakeDeleteMarker):
        return Version(str(stored.version_id), made, is_marker=True)
    tags = backend.tagger.get_tag_dict_for_resource(stored.arn)
    return Version(str(stored.version_id), made, int(stored.size), tags)
