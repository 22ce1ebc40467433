"""The failure file and the exit code: foreseen causes as they are, defects with a traceback."""

from __future__ import annotations

import errno

import pytest
from tree.failure import JobError, reason, run_reporting_failure


def test_a_job_that_ends_well_leaves_no_file(tmp_path):
    assert run_reporting_failure(lambda: None, tmp_path / "output/failure") == 0
    assert not (tmp_path / "output").exists()


def test_a_foreseen_cause_is_written_as_it_is_without_a_traceback(tmp_path, capsys):
    def job():
        raise JobError("The channel has no rows.")

    assert run_reporting_failure(job, tmp_path / "output/failure") == 255
    assert (tmp_path / "output/failure").read_text() == "The channel has no rows."
    assert "Traceback" not in capsys.readouterr().err


def test_a_defect_has_its_traceback_in_the_log_only(tmp_path, capsys):
    def job():
        raise ZeroDivisionError("division by zero")

    assert run_reporting_failure(job, tmp_path / "failure") == 255
    said = (tmp_path / "failure").read_text()
    assert said == "Unexpected ZeroDivisionError: division by zero (the log has the traceback)."
    assert "Traceback" in capsys.readouterr().err


def test_the_file_is_no_longer_than_what_sagemaker_shows(tmp_path):
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
    assert run_reporting_failure(job, tmp_path / "output/failure") == 255
    assert "The reason cannot be left for SageMaker" in capsys.readouterr().err
