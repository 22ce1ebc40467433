"""The failure file and the exit code: foreseen causes as they are, defects with a traceback."""

from __future__ import annotations

from tree.failure import JobError, run_reporting_failure


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
