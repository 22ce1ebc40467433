"""What a program leaves in the place of its outputs leads the server nowhere else."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from localaws.jobs import layout, messages
from localaws.jobs.failures import JobFailed
from localaws.jobs.mirror import Mirror
from localaws.jobs.outputs import upload_archive, upload_file, upload_folder
from localaws.jobs.written import Written
from localaws.this_aws import objects
from localaws.this_aws.s3_location import S3Location

from .conftest import Bench


@pytest.fixture
def secret(tmp_path: Path) -> Path:
    """A folder of the user's with a file in it for each name that a job's folders have."""
    folder = tmp_path / "secret"
    folder.mkdir()
    for name in ("failure", "message", "data", "model"):
        (folder / name).write_text("the user's own")
    return folder


@pytest.fixture
def ml(tmp_path: Path) -> Path:
    folder = tmp_path / "ml"
    folder.mkdir()
    return folder


def test_a_link_in_the_place_of_the_model_fails_the_job(bench: Bench, secret: Path) -> None:
    described = bench.train(f"rmdir /opt/ml/model; ln -s {secret} /opt/ml/model")
    assert described["TrainingJobStatus"] == "Failed"
    assert "It is no folder any more: '/opt/ml/model'" in described["FailureReason"]
    assert bench.keys() == []


def test_a_link_above_an_output_fails_the_job_and_tells_nothing(bench: Bench, secret: Path) -> None:
    script = f"rm -r /opt/ml/output; ln -s {secret} /opt/ml/output; exit 3"
    described = bench.train(script)
    assert described["FailureReason"] == "AlgorithmError: , exit code: 3"
    assert bench.keys() == []


def test_a_link_in_the_place_of_a_processing_output_fails_the_job(
    bench: Bench, secret: Path
) -> None:
    outputs = {"Outputs": [bench.target("out", "x")]}
    script = f"cd /opt/ml/processing; rmdir out; ln -s {secret} out"
    described = bench.process(script, ProcessingOutputConfig=outputs)
    assert "It is no folder any more" in described["FailureReason"]
    assert bench.keys() == []


@pytest.mark.parametrize("kind", ["link", "folder link", "pipe"])
def test_a_file_replaced_between_two_looks_is_not_read(
    bench: Bench, ml: Path, secret: Path, kind: str
) -> None:
    (ml / "sub").mkdir()
    file = ml / "sub/model"
    file.write_text("its own")
    [(name, _)] = Written(ml).regular_files()
    file.unlink()
    if kind == "link":
        file.symlink_to(secret / "model")
    elif kind == "folder link":
        (ml / "sub").rmdir()
        (ml / "sub").symlink_to(secret)
    else:
        os.mkfifo(file)
    with pytest.raises(JobFailed):
        upload_file(Written(ml), name, S3Location(bench.bucket, "x"))
    assert bench.keys() == []


def test_a_mirrored_folder_replaced_by_a_link_is_no_folder(
    bench: Bench, ml: Path, secret: Path
) -> None:
    mirror = Mirror(Written(ml, "out"), S3Location(bench.bucket, "m"))
    (ml / "out").symlink_to(secret)
    with pytest.raises(JobFailed, match="no folder any more"):
        mirror._look(last=True)
    assert bench.keys() == []


@pytest.mark.parametrize("kind", ["link", "pipe", "folder"])
def test_no_message_is_read_from_what_is_no_file(ml: Path, secret: Path, kind: str) -> None:
    file = ml / "failure"
    if kind == "link":
        file.symlink_to(secret / "failure")
    elif kind == "pipe":
        os.mkfifo(file)
    else:
        file.mkdir()
    assert messages.explanation(Written(ml), "failure") == ""
    assert messages.exit_message([Written(ml)], "failure") is None


def test_a_file_of_holes_larger_than_the_disk_is_refused(bench: Bench, ml: Path) -> None:
    with (ml / "holes").open("wb") as file:
        file.truncate(1 << 43)  # 8 TiB
    location = S3Location(bench.bucket, "x")
    with pytest.raises(JobFailed, match="No space left on device"):
        upload_folder(Written(ml), location)
    with pytest.raises(JobFailed, match="No space left on device"):
        upload_archive([Written(ml)], ml.parent / "scratch", location)
    assert bench.keys() == []


def test_a_large_file_arrives_whole(bench: Bench, ml: Path) -> None:
    content = os.urandom(1 << 20) * 65
    (ml / "large").write_bytes(content)
    upload_folder(Written(ml), S3Location(bench.bucket, "x"))
    assert bench.keys() == ["x/large"]
    assert objects.read(bench.bucket, "x/large") == content


def test_folders_nested_too_deeply_are_refused(bench: Bench, ml: Path) -> None:
    folder = os.open(ml, os.O_RDONLY)
    for _ in range(600):
        os.mkdir("d", dir_fd=folder)
        deeper = os.open("d", os.O_RDONLY, dir_fd=folder)
        os.close(folder)
        folder = deeper
    os.close(folder)
    with pytest.raises(JobFailed, match="nested too deeply"):
        upload_folder(Written(ml), S3Location(bench.bucket, "x"))


def test_clearing_up_changes_no_file_that_a_link_names(ml: Path, secret: Path) -> None:
    (ml / "link").symlink_to(secret / "data")
    (secret / "data").chmod(0o640)
    layout._retry(os.unlink, str(ml / "link"), (None, PermissionError()))
    assert not (ml / "link").is_symlink()
    assert (secret / "data").stat().st_mode & 0o777 == 0o640
