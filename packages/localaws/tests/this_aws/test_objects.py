"""S3 without HTTP: what is written here, clients read, and the other way round."""

from __future__ import annotations

import uuid
from pathlib import Path

import pytest
from moto.kms.models import kms_backends
from moto.s3.models import s3_backends

from localaws.this_aws import objects
from localaws.this_aws.objects import BadKey, Denied, NoSuchBucket, NoSuchKey

BACKEND = s3_backends["123456789012"]["aws"]


@pytest.fixture
def bucket() -> str:
    name = f"bucket-{uuid.uuid4().hex[:12]}"
    BACKEND.create_bucket(name, "us-east-1")
    return name


def test_keys_are_listed_in_order_by_prefix(bucket: str) -> None:
    for key in ("b", "a/2", "a/1", "ab"):
        objects.write(bucket, key, b"")
    assert list(objects.list_keys(bucket, "a")) == ["a/1", "a/2", "ab"]
    assert list(objects.list_keys(bucket)) == ["a/1", "a/2", "ab", "b"]


def test_a_deleted_object_is_gone_in_a_versioned_bucket_too(bucket: str) -> None:
    BACKEND.put_bucket_versioning(bucket, "Enabled")
    objects.write(bucket, "k", b"1")
    objects.write(bucket, "k", b"2")
    assert objects.read(bucket, "k") == b"2"
    objects.delete(bucket, "k")
    assert list(objects.list_keys(bucket)) == []
    assert not objects.exists(bucket, "k")


@pytest.mark.parametrize("content", [b"", b"small", b"x" * (20 << 20)])
@pytest.mark.parametrize("settled", [True, False])
def test_a_file_goes_there_and_back(
    bucket: str, tmp_path: Path, content: bytes, settled: bool
) -> None:
    (tmp_path / "from").write_bytes(content)
    if settled:
        objects.upload(bucket, "k", tmp_path / "from")
    else:
        with (tmp_path / "from").open("rb") as file:
            objects.upload_file(bucket, "k", file)
    objects.download(bucket, "k", tmp_path / "to")
    assert (tmp_path / "to").read_bytes() == content
    assert objects.size(bucket, "k") == len(content)


def test_what_is_missing_is_named(bucket: str, tmp_path: Path) -> None:
    with pytest.raises(NoSuchKey, match=f"s3://{bucket}/gone"):
        objects.download(bucket, "gone", tmp_path / "x")
    with pytest.raises(NoSuchBucket, match="no-such-bucket"):
        objects.read("no-such-bucket", "k")
    with pytest.raises(NoSuchBucket):
        list(objects.list_keys("no-such-bucket"))
    assert not objects.exists("no-such-bucket", "k")


@pytest.mark.parametrize(
    ("key", "says"),
    [
        ("models/\udcff\udcfe.bin", r'no object can have the key "models/\\xff\\xfe.bin"'),
        ("a" * 1025, "at most 1024 bytes, and .* has 1025"),
        ("é" * 600, "has 1200"),
    ],
)
def test_what_no_key_can_be_is_refused_and_the_bucket_stays_usable(
    bucket: str, key: str, says: str, tmp_path: Path
) -> None:
    file = tmp_path / "file"
    file.write_bytes(b"x")
    with pytest.raises(BadKey, match=says):
        objects.write(bucket, key, b"x")
    with pytest.raises(BadKey, match=says):
        objects.upload(bucket, key, file)
    assert list(objects.list_keys(bucket)) == []


def test_an_earlier_version_is_read_by_its_id(bucket: str) -> None:
    BACKEND.put_bucket_versioning(bucket, "Enabled")
    objects.write(bucket, "k", b"1")
    first = BACKEND.get_object(bucket, "k").version_id
    objects.write(bucket, "k", b"2")
    assert objects.read(bucket, "k", first) == b"1"
    with pytest.raises(NoSuchKey):
        objects.read(bucket, "k", "other")


def test_what_is_encrypted_with_a_key_that_cannot_be_used_is_denied(
    bucket: str, tmp_path: Path
) -> None:
    kms = kms_backends["123456789012"]["us-east-1"]
    key = kms.create_key(
        policy=None, key_usage=None, key_spec=None, description="", tags=[], origin="AWS_KMS"
    )
    BACKEND.put_object(bucket, "k", b"x", encryption="aws:kms", kms_key_id=key.arn)
    assert objects.read(bucket, "k") == b"x"
    kms.disable_key(key.id)
    with pytest.raises(Denied, match=r"KMS\.Disabled .*is disabled"):
        objects.read(bucket, "k")
    with pytest.raises(Denied, match="is disabled"):
        objects.download(bucket, "k", tmp_path / "k")
