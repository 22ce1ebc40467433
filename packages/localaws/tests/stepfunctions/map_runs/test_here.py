"""The S3 of this server, as map runs see it."""

from __future__ import annotations

import io
import uuid
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from botocore.exceptions import ClientError

from localaws.stepfunctions.map_runs import here
from localaws.stepfunctions.map_runs.here import S3Here
from localaws.stepfunctions.map_runs.s3 import S3Failure


def refused(code: str, message: str) -> ClientError:
    return ClientError({"Error": {"Code": code, "Message": message}}, "AnyOperation")


class Client:
    """Two pages of two objects, each of 100,000 bytes."""

    def get_object(self, **asked: str) -> dict[str, Any]:
        if asked["Key"] == "gone":
            raise refused("NoSuchKey", "The specified key does not exist.")
        return {"Body": io.BytesIO(f"{asked.get('VersionId', 'newest')}\n".encode() * 10_000)}

    def get_paginator(self, name: str) -> Any:
        assert name == "list_objects_v2"
        return self

    def paginate(self, **asked: str) -> Iterator[dict[str, Any]]:
        if asked["Bucket"] == "gone":
            raise refused("NoSuchBucket", "The specified bucket does not exist")
        yield {"Contents": [{"Key": "a"}, {"Key": "b"}]}
        yield {}
        yield {"Contents": [{"Key": "c"}]}


@pytest.fixture
def s3(monkeypatch: pytest.MonkeyPatch) -> S3Here:
    monkeypatch.setattr(here, "_client", lambda region: Client())
    return S3Here()


def test_an_object_is_read_as_a_file(s3: S3Here) -> None:
    with s3.open("b", "k", None, "eu-west-1") as file:
        assert io.TextIOWrapper(file).readline() == "newest\n"
    with s3.open("b", "k", "v1", "eu-west-1") as file:
        assert file.read().count(b"v1\n") == 10_000


def test_a_listing_is_that_of_all_pages(s3: S3Here) -> None:
    assert [each["Key"] for each in s3.listed({"Bucket": "b"}, "eu-west-1")] == ["a", "b", "c"]


def test_a_refusal_has_s3s_own_sentence(s3: S3Here, tmp_path: Path) -> None:
    with pytest.raises(S3Failure, match="The specified key does not exist"):
        s3.open("b", "gone", None, "eu-west-1")
    with pytest.raises(S3Failure, match="The specified bucket does not exist"):
        list(s3.listed({"Bucket": "gone"}, "eu-west-1"))
    nowhere = f"nowhere-{uuid.uuid4().hex[:8]}"
    (tmp_path / "content").write_bytes(b"{}")
    with pytest.raises(S3Failure, match=nowhere):
        s3.put(nowhere, "k", tmp_path / "content")
    assert not s3.has_bucket(nowhere)
