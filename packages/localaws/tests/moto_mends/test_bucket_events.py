"""What moto's S3 tells of its changes."""

from __future__ import annotations

import uuid
from typing import Any

import pytest
from moto.s3.models import s3_backends

from localaws.moto_mends import backends, bucket_events
from localaws.this_aws import bucket_changes
from localaws.this_aws.bucket_changes import BucketChange

ACCOUNT = "123456789016"


@pytest.fixture(scope="module", autouse=True)
def mended() -> None:
    backends.register()


@pytest.fixture
def changes(monkeypatch: pytest.MonkeyPatch) -> list[BucketChange]:
    told: list[BucketChange] = []
    monkeypatch.setattr(bucket_changes, "tell", told.append)
    monkeypatch.setattr(bucket_events, "tell", told.append)
    monkeypatch.setattr("moto.s3.notifications.send_event", bucket_events._send_event)
    return told


@pytest.fixture
def bucket() -> Any:
    name = f"bucket-{uuid.uuid4().hex[:8]}"
    made = s3().create_bucket(name, "us-east-1")
    s3().put_bucket_notification_configuration(name, {"EventBridgeConfiguration": {}})
    return made


def s3() -> Any:
    return s3_backends[ACCOUNT]["aws"]


def told(changes: list[BucketChange]) -> list[tuple[str, str | None]]:
    return [(change.name, change.version) for change in changes]


def test_an_object_is_put_and_deleted(bucket: Any, changes: list[BucketChange]) -> None:
    s3().put_object(bucket.name, "k", b"abc")
    s3().delete_object(bucket.name, "k")
    put, deleted = changes
    assert (put.name, put.size, put.version) == ("ObjectCreated:Put", 3, None)
    assert put.etag == "900150983cd24fb0d6963f7d28e17f72"
    assert (deleted.name, deleted.size, deleted.etag) == ("ObjectRemoved:Delete", None, None)


def test_what_was_not_there_is_not_deleted(bucket: Any, changes: list[BucketChange]) -> None:
    s3().delete_object(bucket.name, "k")
    assert changes == []


def test_a_bucket_with_versions(bucket: Any, changes: list[BucketChange]) -> None:
    s3().put_bucket_versioning(bucket.name, "Enabled")
    first = s3().put_object(bucket.name, "k", b"1").version_id
    second = s3().put_object(bucket.name, "k", b"2").version_id
    _, answer = s3().delete_object(bucket.name, "k")
    s3().delete_object(bucket.name, "k", version_id=first)
    assert told(changes) == [
        ("ObjectCreated:Put", first),
        ("ObjectCreated:Put", second),
        ("ObjectRemoved:DeleteMarkerCreated", answer["version-id"]),
        ("ObjectRemoved:Delete", first),
    ]


def test_tags_are_told_of_where_there_are_some(bucket: Any, changes: list[BucketChange]) -> None:
    key = s3().put_object(bucket.name, "k", b"1")
    s3().put_object_tagging(key, {})
    s3().put_object_tagging(key, {"a": "b"})
    assert [change.name for change in changes] == ["ObjectCreated:Put", "ObjectTagging:Put"]


def test_nobody_reads_an_object_of_whose_changes_nobody_wants_to_hear(
    bucket: Any, changes: list[BucketChange]
) -> None:
    s3().put_bucket_notification_configuration(bucket.name, {})
    s3().put_object(bucket.name, "k", b"abc")
    assert changes == []


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("<C xmlns='x'/>", "<C xmlns='x'><EventBridgeConfiguration/></NotificationConfiguration>"),
        ("<C><T/></C>", "<C><T/><EventBridgeConfiguration/></C>"),
    ],
)
def test_that_event_bridge_is_told_is_shown(before: str, after: str) -> None:
    assert bucket_events._with_event_bridge(before) == after
