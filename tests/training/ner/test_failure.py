"""The failure file: foreseen causes as they are, defects in one line with a traceback in the log."""

from __future__ import annotations

from tagger.failure import JobError, run_reporting_failure


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
