"""How a job ends: its exit code, its failure file, its log."""

from __future__ import annotations

import pytest
from built_in.failure import AlgorithmError, CustomerError, run


def failing(error):
    def job():
        raise error

    return job


@pytest.mark.parametrize(
    ("error", "code", "words"),
    [
        (CustomerError("Mend it."), 2, "ClientError: Mend it"),
        (AlgorithmError("It broke"), 1, "It broke"),
        (
            ValueError("two\nlines"),
            1,
            "unexpected ValueError: two lines (see the log)",
        ),
        (MemoryError(), 1, "the instance's memory is too small"),
    ],
)
def test_a_failure_is_in_the_file_and_the_log(tmp_path, capsys, error, code, words):
    file = tmp_path / "output/failure"
    assert run(failing(error), file) == code
    assert file.read_text().startswith(words)
    assert "ERROR" in capsys.readouterr().out


def test_the_file_is_no_longer_than_sagemaker_shows(tmp_path):
    run(failing(CustomerError("x" * 5000)), tmp_path / "failure")
    assert len((tmp_path / "failure").read_text()) == 1024


def test_a_good_job_leaves_no_such_file(tmp_path):
    assert run(lambda: None, tmp_path / "failure") == 0
    assert not (tmp_path / "failure").exists()
