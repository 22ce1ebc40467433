"""Captured lines on their way into S3."""

from __future__ import annotations

import json
import logging
import uuid
from datetime import UTC, datetime

import pytest
from moto.s3.models import s3_backends

from localaws.clock import Clock
from localaws.hosting.capture import capturing
from localaws.hosting.capture.capturing import Capturing
from localaws.hosting.capture.record import Invoked
from localaws.hosting.capture.settings import CaptureSettings, settings
from localaws.this_aws import objects

ACCOUNT = "123456789012"


@pytest.fixture
def bucket() -> str:
    name = f"captured-{uuid.uuid4().hex[:8]}"
    s3_backends[ACCOUNT]["aws"].create_bucket(name, "eu-west-1")
    return name


def into(bucket: str, **members: str) -> CaptureSettings:
    asked = {
        "InitialSamplingPercentage": 100,
        "DestinationS3Uri": f"s3://{bucket}/here",
        "CaptureOptions": [{"CaptureMode": "Input"}],
    } | members
    found = settings({"DataCaptureConfig": asked})
    assert found is not None
    return found


def invoked(event: str, body: bytes = b"x") -> Invoked:
    return Invoked(event, datetime.now(UTC), body, None, b"", None)


def events(bucket: str) -> dict[str, list[str]]:
    """The events in each object, by the variant that its key names."""
    found: dict[str, list[str]] = {}
    for key in objects.list_keys(bucket):
        lines = objects.read(bucket, key).decode().splitlines()
        assert key.startswith("here/e/")
        told = [json.loads(line)["eventMetadata"]["eventId"] for line in lines]
        found.setdefault(key.split("/")[2], []).extend(told)
    return found


def test_records_of_a_variant_share_an_object_a_minute_after_the_first(bucket: str) -> None:
    clock = Clock()
    taken, into_bucket = Capturing("e", clock), into(bucket)
    for variant, event in (("a", "1"), ("b", "2"), ("a", "3")):
        taken.capture(into_bucket, variant, invoked(event))
    clock.move(59)
    assert events(bucket) == {}
    clock.move(1)
    assert events(bucket) == {"a": ["1", "3"], "b": ["2"]}
    assert len(list(objects.list_keys(bucket))) == 2
    clock.move(3600)
    assert len(list(objects.list_keys(bucket))) == 2
    clock.close()


def test_what_waits_goes_at_the_end(bucket: str) -> None:
    taken = Capturing("e", Clock())
    taken.capture(into(bucket), "a", invoked("1"))
    taken.flush()
    taken.flush()
    assert events(bucket) == {"a": ["1"]}


def test_the_key_that_encrypts_them_is_the_objects(bucket: str) -> None:
    taken = Capturing("e", Clock())
    taken.capture(into(bucket, KmsKeyId="mine"), "a", invoked("1"))
    taken.flush()
    (found,) = s3_backends[ACCOUNT]["aws"].get_bucket(bucket).keys.values()
    assert (found.encryption, found.kms_key_id) == ("aws:kms", "mine")


def test_a_large_batch_does_not_wait(bucket: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(capturing, "_LARGEST", 1000)
    taken, into_bucket = Capturing("e", Clock()), into(bucket)
    taken.capture(into_bucket, "a", invoked("1"))
    taken.capture(into_bucket, "a", invoked("2", b"x" * 1000))
    assert events(bucket) == {"a": ["1", "2"]}


def test_what_s3_refuses_is_said_in_the_log_and_hinders_nobody(
    bucket: str, caplog: pytest.LogCaptureFixture
) -> None:
    taken = Capturing("e", Clock())
    taken.capture(into(bucket, DestinationS3Uri="s3://gone"), "a", invoked("1"))
    with caplog.at_level(logging.WARNING):
        taken.flush()
    assert "e: 1 captured records are lost: " in caplog.text
