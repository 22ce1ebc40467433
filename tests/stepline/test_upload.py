"""A prefix ends up holding exactly what the user's folder holds."""

from __future__ import annotations

from pathlib import Path

import pytest

from stepline.errors import UserError
from stepline.upload import files_under, fingerprint, plan, sync
from tests.stepline.clients import S3


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "a.conll").write_text("a")
    (tmp_path / "deep").mkdir()
    (tmp_path / "deep" / "b.conll").write_text("b")
    (tmp_path / ".hidden").write_text("c")
    return tmp_path


def test_a_folder_is_its_files_by_relative_name_without_hidden_ones(folder: Path) -> None:
    assert sorted(files_under(folder)) == ["a.conll", "deep/b.conll"]


def test_a_file_is_itself(folder: Path) -> None:
    assert list(files_under(folder / "a.conll")) == ["a.conll"]


def test_a_path_that_does_not_exist_is_named(tmp_path: Path) -> None:
    with pytest.raises(UserError, match=r"There is no file or folder .*nowhere"):
        files_under(tmp_path / "nowhere")


def test_an_empty_folder_is_refused(tmp_path: Path) -> None:
    with pytest.raises(UserError, match="holds no file"):
        files_under(tmp_path)


def test_what_is_there_already_is_not_sent_again(folder: Path) -> None:
    files = files_under(folder)
    there = {"data/a.conll": fingerprint(folder / "a.conll")}
    decided = plan(files, "data/", there)
    assert decided.keep == ("data/a.conll",)
    assert list(decided.upload) == ["data/deep/b.conll"]


def test_a_changed_file_is_sent_again(folder: Path) -> None:
    decided = plan(files_under(folder), "data/", {"data/a.conll": "0" * 64})
    assert "data/a.conll" in decided.upload


def test_what_is_no_longer_in_the_folder_is_deleted(folder: Path) -> None:
    decided = plan(files_under(folder), "data/", {"data/old.conll": None})
    assert decided.delete == ("data/old.conll",)


def test_a_sync_leaves_exactly_the_folder_under_the_prefix(folder: Path) -> None:
    s3 = S3({"data/old.conll": b"old", "other/old.conll": b"old"})
    said: list[str] = []
    sync(s3, folder, "s3://bucket/data/", said.append)
    assert sorted(s3.objects) == ["data/a.conll", "data/deep/b.conll", "other/old.conll"]
    assert said == ["a.conll 100 % of 1 bytes", "b.conll 100 % of 1 bytes"]


def test_a_second_sync_sends_nothing(folder: Path) -> None:
    s3 = S3()
    sync(s3, folder, "s3://bucket/data/", lambda line: None)
    again = sync(s3, folder, "s3://bucket/data/", lambda line: None)
    assert (again.upload, again.delete) == ({}, ())
