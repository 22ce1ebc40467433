"""A prefix ends up holding exactly what the user's folder holds."""

from __future__ import annotations

from typing import Any

import pytest

from stepline.errors import UserError
from stepline.uploads import record, stored, upload
from tests.stepline.uploads.conftest import Bucket, Folder


def test_an_upload_leaves_exactly_the_folder_under_the_prefix(
    bucket: Bucket, folder: Folder
) -> None:
    bucket.put("old", "1")
    bucket.s3.put_object(Bucket=bucket.name, Key="other/old", Body=b"1")
    decided = bucket.planned(folder({"a": "2", "deep/b": "3"}))
    assert bucket.data == {"old": "1"}  # planning changes nothing
    said: list[str] = []
    upload.carry_out(bucket.s3, decided, said.append)
    assert bucket.data == {"a": "2", "deep/b": "3"}
    assert said == ["a 100 % of 1 bytes", "b 100 % of 1 bytes"]
    assert list(stored.lying(bucket.s3, bucket.name, "other/")) == ["other/old"]


def test_what_is_there_already_is_neither_sent_nor_recorded_again(
    bucket: Bucket, folder: Folder
) -> None:
    files = folder({"a": "1", "b": ""})
    bucket.upload(files)
    again = bucket.upload(files)
    assert again.changes_nothing
    assert not again.replaces
    assert len(record.read_all(bucket.s3, bucket.name, 9)) == 1


def test_a_file_of_the_same_size_and_other_content_is_sent(bucket: Bucket, folder: Folder) -> None:
    bucket.upload(folder({"a": "1"}))
    again = bucket.upload(folder({"a": "2"}))
    (change,) = again.changes
    assert (list(change.new), list(change.replaced)) == ([], ["data/a"])
    assert bucket.data == {"a": "2"}


def test_nothing_goes_before_everything_has_come(
    bucket: Bucket, folder: Folder, monkeypatch: pytest.MonkeyPatch
) -> None:
    bucket.upload(folder({"a": "1", "old": "1"}))
    decided = bucket.planned(folder({"a": "2", "b": "2"}))
    real = bucket.s3.upload_file

    def interrupted(file: str, name: str, key: str, **more: Any) -> None:
        if key == "data/a":
            raise KeyboardInterrupt
        real(file, name, key, **more)

    monkeypatch.setattr(bucket.s3, "upload_file", interrupted)
    with pytest.raises(KeyboardInterrupt):
        upload.carry_out(bucket.s3, decided, lambda line: None)
    assert bucket.data == {"a": "1", "b": "2", "old": "1"}
    last = record.latest(bucket.s3, bucket.name)
    assert last is not None
    assert last.ended is None


def test_what_somebody_changed_meanwhile_is_not_touched(bucket: Bucket, folder: Folder) -> None:
    bucket.put("a", "1")
    decided = bucket.planned(folder({"b": "2"}))
    bucket.put("a", "somebody else's")
    with pytest.raises(UserError, match="has changed since it was looked at, so nothing was done"):
        upload.carry_out(bucket.s3, decided, lambda line: None)
    assert bucket.data == {"a": "somebody else's"}


def test_a_refusal_of_s3_is_a_sentence(bucket: Bucket, folder: Folder) -> None:
    with pytest.raises(UserError, match=r"What lies at s3://no-such-bucket/data/ could not be"):
        upload.planned(bucket.s3, {"s3://no-such-bucket/data/": folder({"a": "1"})})


def test_a_file_that_vanishes_is_a_sentence(bucket: Bucket, folder: Folder) -> None:
    files = folder({"a": "1"})
    decided = bucket.planned(files)
    (files / "a").unlink()
    with pytest.raises(UserError, match=r"could not be uploaded to .*/a: No such file"):
        upload.carry_out(bucket.s3, decided, lambda line: None)
