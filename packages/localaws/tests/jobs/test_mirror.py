"""A folder kept in S3 while it changes."""

from __future__ import annotations

from pathlib import Path

from localaws.jobs.mirror import Mirror
from localaws.jobs.written import Written
from localaws.this_aws.s3_location import S3Location

from .conftest import Bench


def test_a_file_still_being_written_is_not_put(bench: Bench, tmp_path: Path) -> None:
    mirror = Mirror(Written(tmp_path), S3Location(bench.bucket, "m"))
    (tmp_path / "a").write_text("hal")
    mirror._look(last=False)
    assert bench.keys() == []
    (tmp_path / "a").write_text("half")
    mirror._look(last=False)
    assert bench.keys() == []
    mirror._look(last=False)
    assert bench.text("m/a") == "half"


def test_the_last_look_puts_everything(bench: Bench, tmp_path: Path) -> None:
    mirror = Mirror(Written(tmp_path), S3Location(bench.bucket, "m"))
    mirror.start()
    (tmp_path / "a").write_text("whole")
    mirror.stop()
    assert bench.text("m/a") == "whole"


def test_what_was_there_at_the_start_is_not_put_again(bench: Bench, tmp_path: Path) -> None:
    (tmp_path / "a").write_text("from S3")
    mirror = Mirror(Written(tmp_path), S3Location(bench.bucket, "m"))
    mirror.start()
    mirror.stop()
    assert bench.keys() == []


def test_without_deletes_s3_keeps_what_vanishes(bench: Bench, tmp_path: Path) -> None:
    mirror = Mirror(Written(tmp_path), S3Location(bench.bucket, "m"))
    (tmp_path / "a").write_text("x")
    mirror._look(last=True)
    (tmp_path / "a").unlink()
    mirror._look(last=True)
    assert bench.keys() == ["m/a"]
