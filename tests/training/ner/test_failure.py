"""The failure file: foreseen causes as they are, defects in one line with a traceback in the log."""

from __future__ import annotations

import errno

import pytest
from tagger.failure import JobError, reason, run_reporting_failure


def test_a_job_that_ends_well_leaves_no_file(tmp_path):
    assert run_reporting_failure(lambda: None, tmp_path / "output/failure") == 0
    assert not (tmp_path / "output").exists()


def test_a_foreseen_cause_is_written_as_it_is_without_a_traceback(tmp_path, capsys):
    def job():
        raise JobError("The split is empty.")

    assert run_reporting_failure(job, tmp_path / "output/failure") == 1
    assert (tmp_path / "output/failure").read_text() == "The split is empty."
    assert "Traceback" not in capsys.readouterr().err


def test_a_defect_is_one_line_with_its_traceback_in_the_log(tmp_path, capsys):
    def job():
        raise ZeroDivisionError("division\nby zero")

    assert run_reporting_failure(job, tmp_path / "failure") == 1
    line = (tmp_path / "failure").read_text()
    assert line.startswith("Unexpected ZeroDivisionError: division by zero")
    assert "Traceback" in capsys.readouterr().err


def test_the_file_is_no_longer_than_what_sagemaker_keeps(tmp_path):
    def job():
        raise JobError("x" * 5000)

    run_reporting_failure(job, tmp_path / "failure")
    assert len((tmp_path / "failure").read_text()) == 1024


@pytest.mark.parametrize(
    ("error", "sentence"),
    [
        (MemoryError("Unable to allocate 8 GiB"), "The memory ran out: "),
        (OSError(errno.ENOSPC, "No space left on device"), "The disk is full: "),
        (PermissionError(13, "Permission denied", "/x"), "/x cannot be used: Permission denied."),
        (KeyError("labels"), "Unexpected KeyError: 'labels' (the log has the traceback)."),
        (type("OutOfMemoryError", (RuntimeError,), {})("CUDA out\nof memory"), "The GPU's memory "),
        (RuntimeError("DefaultCPUAllocator: can't allocate"), "The memory ran out: "),
    ],
)
def test_what_nobody_foresaw_is_one_sentence(error, sentence):
    told = reason(error)
    assert told.startswith(sentence)
    assert "\n" not in told


def test_a_failure_file_that_cannot_be_written_changes_no_exit_code(tmp_path, capsys):
    def job():
        raise JobError("The split is empty.")

    (tmp_path / "output").write_text("")  # where the folder should be
    assert run_reporting_failure(job, tmp_path / "output/failure") == 1
    assert "The reason cannot be left for SageMaker" in capsys.readouterr().err
