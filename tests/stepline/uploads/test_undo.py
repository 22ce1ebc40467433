"""The last upload can be taken back, and the one before it, and nobody else's objects suffer."""

from __future__ import annotations

from typing import Any

import pytest

from localaws.server.embedded import EmbeddedAWS
from stepline.errors import UserError
from stepline.uploads import undo, upload
from tests.stepline.uploads.conftest import Bucket, Folder

FIRST = {"a": "1", "b": "1", "same": "1"}
SECOND = {"a": "2", "c": "2", "same": "1"}


@pytest.fixture
def twice(bucket: Bucket, folder: Folder) -> Bucket:
    """A bucket after two uploads: one object was replaced, one added, one deleted, one left."""
    bucket.upload(folder(FIRST))
    bucket.upload(folder(SECOND))
    return bucket


def take_back(bucket: Bucket) -> None:
    decided = undo.planned(bucket.s3, bucket.name)
    undo.carry_out(bucket.s3, bucket.name, decided, lambda line: None)


def test_what_lay_there_before_lies_there_again(twice: Bucket) -> None:
    decided = undo.planned(twice.s3, twice.name)
    assert twice.data == SECOND  # planning changes nothing
    assert (sorted(decided.restored), list(decided.deleted)) == (["data/a", "data/b"], ["data/c"])
    take_back(twice)
    assert twice.data == FIRST


def test_a_second_one_takes_back_the_upload_before_and_a_third_none(twice: Bucket) -> None:
    take_back(twice)
    take_back(twice)
    assert twice.data == {}
    with pytest.raises(UserError, match="There is no upload to take back"):
        take_back(twice)


def test_an_upload_after_it_is_taken_back_by_itself(twice: Bucket, folder: Folder) -> None:
    take_back(twice)
    twice.upload(folder(SECOND))
    take_back(twice)
    assert twice.data == FIRST


def test_what_was_taken_back_is_not_sent_again(twice: Bucket, folder: Folder) -> None:
    take_back(twice)
    assert twice.planned(folder(FIRST)).changes_nothing


@pytest.mark.parametrize("sent", [0, 1])
def test_an_upload_that_was_interrupted_is_taken_back(
    bucket: Bucket, folder: Folder, monkeypatch: pytest.MonkeyPatch, sent: int
) -> None:
    bucket.upload(folder(FIRST))
    decided = bucket.planned(folder(SECOND))
    real, keys = bucket.s3.upload_file, []

    def interrupted(file: str, name: str, key: str, **more: Any) -> None:
        if len(keys) == sent:
            raise KeyboardInterrupt
        keys.append(key)
        real(file, name, key, **more)

    monkeypatch.setattr(bucket.s3, "upload_file", interrupted)
    with pytest.raises(KeyboardInterrupt):
        upload.carry_out(bucket.s3, decided, lambda line: None)
    assert (bucket.data == FIRST) == (sent == 0)
    take_back(bucket)
    assert bucket.data == FIRST


def test_one_that_is_interrupted_goes_on_where_it_was(
    twice: Bucket, monkeypatch: pytest.MonkeyPatch
) -> None:
    decided = undo.planned(twice.s3, twice.name)
    real = twice.s3.copy

    def interrupted(earlier: dict[str, str], *more: Any, **options: Any) -> None:
        if earlier["Key"] == "data/b":
            raise KeyboardInterrupt
        real(earlier, *more, **options)

    with monkeypatch.context() as patch:
        patch.setattr(twice.s3, "copy", interrupted)
        with pytest.raises(KeyboardInterrupt):
            undo.carry_out(twice.s3, twice.name, decided, lambda line: None)
    assert list(undo.planned(twice.s3, twice.name).restored) == ["data/b"]
    take_back(twice)
    assert twice.data == FIRST


@pytest.mark.parametrize("name", ["a", "b", "c"])
def test_nothing_is_done_where_somebody_put_something_else_since(twice: Bucket, name: str) -> None:
    twice.put(name, "somebody else's")
    with pytest.raises(UserError, match=f"something else was put there since: data/{name}"):
        take_back(twice)
    assert twice.data == SECOND | {name: "somebody else's"}


def test_what_somebody_put_beside_it_stays(twice: Bucket) -> None:
    twice.put("other", "somebody else's")
    take_back(twice)
    assert twice.data == FIRST | {"other": "somebody else's"}


def test_what_somebody_deleted_since_comes_back_as_it_was_before(twice: Bucket) -> None:
    twice.s3.delete_object(Bucket=twice.name, Key="data/a")
    take_back(twice)
    assert twice.data == FIRST


def test_nothing_is_done_where_a_version_has_expired(twice: Bucket) -> None:
    decided = undo.planned(twice.s3, twice.name)
    version = decided.restored["data/b"].version
    twice.s3.delete_object(Bucket=twice.name, Key="data/b", VersionId=version)
    with pytest.raises(UserError, match="is kept no longer, or was never kept: data/b"):
        take_back(twice)
    assert twice.data == SECOND


def test_a_bucket_without_versions_gives_nothing_back(aws: EmbeddedAWS, folder: Folder) -> None:
    bucket = Bucket(aws.client("s3"), versions=False)
    bucket.upload(folder({"a": "1", "b": "1"}))
    assert not bucket.upload(folder({"a": "2"})).can_be_undone
    with pytest.raises(UserError, match="was never kept: data/a, data/b"):
        take_back(bucket)
    assert bucket.data == {"a": "2"}


def test_a_bucket_without_a_record_says_so(bucket: Bucket) -> None:
    bucket.put("a", "1")
    with pytest.raises(UserError, match="There is no upload to take back"):
        take_back(bucket)


@pytest.mark.parametrize("text", ["", "[]", "{}", '{"before": {}, "colour": 1}'])
def test_what_is_no_record_is_said(bucket: Bucket, text: str) -> None:
    bucket.s3.put_object(Bucket=bucket.name, Key="uploads/1.json", Body=text.encode())
    with pytest.raises(UserError, match=r"uploads/1\.json is no record of an upload"):
        take_back(bucket)
