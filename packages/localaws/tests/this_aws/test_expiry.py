"""Objects that expire in moto's store."""

from __future__ import annotations

import time
import uuid
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from itertools import pairwise
from typing import Any

import pytest
from moto.s3.models import FakeDeleteMarker, s3_backends

from localaws.clock import Clock
from localaws.moto_mends import backends
from localaws.this_aws import bucket_changes, expiry, objects

ACCOUNT = "123456789014"
LATER = datetime.now(UTC) + timedelta(days=3)


@pytest.fixture(scope="module", autouse=True)
def mended() -> None:
    backends.register()


@pytest.fixture
def bucket() -> str:
    name = f"bucket-{uuid.uuid4().hex[:8]}"
    s3().create_bucket(name, "us-east-1")
    return name


def s3() -> Any:
    return s3_backends[ACCOUNT]["aws"]


def expiring(bucket: str, **members: Any) -> None:
    rule = {"Status": "Enabled", "Filter": {"Prefix": "runs/"}, **members}
    s3().put_bucket_lifecycle_configuration(bucket, [rule])


def versions(bucket: str, key: str) -> list[Any]:
    return list(s3().get_bucket(bucket).keys.getlist(key, []))


def test_an_object_is_gone_when_its_days_are_over(bucket: str) -> None:
    expiring(bucket, Expiration={"Days": "1"})
    for key in ("runs/a", "models/a"):
        objects.write(bucket, key, b"a")
    expiry.expire(datetime.now(UTC))
    assert list(objects.list_keys(bucket)) == ["models/a", "runs/a"]
    expiry.expire(LATER)
    assert list(objects.list_keys(bucket)) == ["models/a"]


def test_without_its_rules_nothing_expires(bucket: str) -> None:
    expiring(bucket, Expiration={"Days": "1"})
    objects.write(bucket, "runs/a", b"a")
    s3().delete_bucket_lifecycle(bucket)
    expiry.expire(LATER)
    assert objects.exists(bucket, "runs/a")


def test_in_a_bucket_with_versions_a_marker_covers_it(bucket: str) -> None:
    s3().put_bucket_versioning(bucket, "Enabled")
    expiring(bucket, Expiration={"Days": "1"})
    objects.write(bucket, "runs/a", b"a")
    for _ in range(2):
        expiry.expire(LATER)
    assert not objects.exists(bucket, "runs/a")
    first, second = versions(bucket, "runs/a")
    assert first.value == b"a"
    assert isinstance(second, FakeDeleteMarker)


def test_former_versions_go_for_good_unless_they_are_locked(bucket: str) -> None:
    s3().put_bucket_versioning(bucket, "Enabled")
    expiring(bucket, NoncurrentVersionExpiration={"NoncurrentDays": "1"})
    for content in (b"1", b"2", b"3"):
        objects.write(bucket, "runs/a", content)
    versions(bucket, "runs/a")[0].lock_legal_status = "ON"
    expiry.expire(LATER)
    assert [each.value for each in versions(bucket, "runs/a")] == [b"1", b"3"]


def test_a_marker_that_covers_nothing_goes(bucket: str) -> None:
    s3().put_bucket_versioning(bucket, "Enabled")
    expiring(bucket, Expiration={"ExpiredObjectDeleteMarker": "true"})
    objects.write(bucket, "runs/a", b"a")
    (content,) = versions(bucket, "runs/a")
    objects.delete(bucket, "runs/a")
    s3().delete_object(bucket, "runs/a", version_id=content.version_id)
    expiry.expire(LATER)
    assert versions(bucket, "runs/a") == []


def test_it_is_told_of_as_what_it_is(bucket: str, monkeypatch: pytest.MonkeyPatch) -> None:
    told: list[str] = []
    monkeypatch.setattr(bucket_changes, "tell", lambda change: told.append(change.name))
    expiring(bucket, Expiration={"Days": "1"})
    objects.write(bucket, "runs/a", b"a")
    expiry.expire(LATER)
    s3().put_bucket_versioning(bucket, "Enabled")
    objects.write(bucket, "runs/b", b"b")
    expiry.expire(LATER)
    expired = [name for name in told if name.startswith("Lifecycle")]
    assert expired == ["LifecycleExpiration:Delete", "LifecycleExpiration:DeleteMarkerCreated"]


@pytest.fixture
def clock() -> Iterator[Clock]:
    clock = Clock()
    yield clock
    clock.close()


def test_it_happens_at_every_midnight_of_the_servers_clock(
    clock: Clock, monkeypatch: pytest.MonkeyPatch
) -> None:
    looked: list[datetime] = []
    monkeypatch.setattr(expiry, "expire", looked.append)
    daily = expiry.Expiry(clock)
    daily.start()
    for count in (1, 2, 3):
        clock.move(86400)
        deadline = time.monotonic() + 20
        while len(looked) < count:
            assert time.monotonic() < deadline
            time.sleep(0.005)
    daily.stop()
    clock.move(86400)
    assert len(looked) == 3
    assert all(later - earlier >= timedelta(days=1) for earlier, later in pairwise(looked))
