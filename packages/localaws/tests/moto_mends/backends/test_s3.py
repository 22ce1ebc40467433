"""Uploads and objects that there are not."""

from __future__ import annotations

import uuid
from typing import Any

import pytest
from moto.s3.exceptions import MissingKey, NoSuchUpload

from localaws.moto_mends.backends.s3 import Buckets


@pytest.fixture
def s3() -> Buckets:
    return Buckets("aws", "123456789012")


@pytest.fixture
def bucket(s3: Buckets) -> str:
    name = f"bucket-{uuid.uuid4().hex[:12]}"
    s3.create_bucket(name, "us-east-1")
    return name


@pytest.mark.parametrize(
    ("operation", "parameters"),
    [
        ("upload_part", (1, b"x")),
        ("upload_part_copy", (1, "source", "key", None, 0, 1)),
        ("complete_multipart_upload", ([],)),
    ],
)
def test_an_upload_that_there_is_not_is_named(
    s3: Buckets, bucket: str, operation: str, parameters: tuple[Any, ...]
) -> None:
    with pytest.raises(NoSuchUpload):
        getattr(s3, operation)(bucket, "none", *parameters)


def test_an_upload_goes_on_as_before(s3: Buckets, bucket: str) -> None:
    s3.put_object(bucket, "source", b"abc")
    upload = s3.create_multipart_upload(bucket, "key", {}, "STANDARD", {}, None, "", "").id
    s3.upload_part_copy(bucket, upload, 1, bucket, "source", None, 1, 2)
    part = s3.upload_part(bucket, upload, 1, b"whole")
    s3.complete_multipart_upload(bucket, upload, iter([(1, part.etag)]))
    assert s3.get_object(bucket, "key").value == b"whole"


def test_tags_of_an_object_that_there_is_not_cannot_be_deleted(s3: Buckets, bucket: str) -> None:
    with pytest.raises(MissingKey):
        s3.delete_object_tagging(bucket, "none")


def test_an_object_is_encrypted_where_nobody_asked_for_it(s3: Buckets, bucket: str) -> None:
    assert s3.put_object(bucket, "k", b"x").encryption == "AES256"
    assert s3.put_object(bucket, "k", b"x", encryption="aws:kms").encryption == "aws:kms"
