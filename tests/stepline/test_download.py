"""A prefix's objects become files by the last parts of their keys."""

from __future__ import annotations

from pathlib import Path

from stepline.download import fetch
from tests.stepline.clients import S3


def test_the_objects_below_a_prefix_are_fetched_over_all_pages(tmp_path: Path) -> None:
    s3 = S3({"run/a.txt": b"a", "run/deep/b.txt": b"b", "else/c.txt": b"c"})
    files = fetch(s3, "s3://bucket/run/", tmp_path / "new")
    assert {file.name: file.read_bytes() for file in files} == {"a.txt": b"a", "b.txt": b"b"}
    assert {file.parent for file in files} == {tmp_path / "new"}


def test_one_object_is_fetched_by_its_key(tmp_path: Path) -> None:
    [file] = fetch(S3({"code/x.zip": b"x"}), "s3://bucket/code/x.zip", tmp_path)
    assert file == tmp_path / "x.zip"
