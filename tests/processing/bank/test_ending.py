"""The job's end: what is said of each kind of failure, and the message that SageMaker reads."""

from __future__ import annotations

import errno
import os
from pathlib import Path

import pytest
from campaign import ending
from campaign.problems import JobProblem, RowProblem


@pytest.mark.parametrize(
    ("error", "sentence"),
    [
        (JobProblem("there is no data"), "There is no data."),
        (RowProblem("k", "y is 3", "a.csv", 3), "a.csv, line 3: y is 3."),
        (JobProblem("--seed is -1"), "--seed is -1."),
        (JobProblem("did you mean y?"), "Did you mean y?"),
        (JobProblem("two\nlines"), "Two lines."),
        (FileNotFoundError(2, "No such file or directory", "/x"), "/x: No such file or directory."),
        (
            OSError(errno.ENOSPC, "No space left on device", "a.parquet"),
            "The disk is full at a.parquet: give the job a larger volume, or less data.",
        ),
        (
            OSError(errno.ENOSPC, "No space left on device"),
            "The disk is full: give the job a larger volume, or less data.",
        ),
        (
            MemoryError("Unable to allocate 8 GiB"),
            "The memory ran out (Unable to allocate 8 GiB): give the job a larger instance type, "
            "or less data.",
        ),
        (KeyError("labels"), "Unexpected KeyError: 'labels'."),
        (ValueError(), "Unexpected ValueError."),
    ],
)  # fmt: skip
def test_a_reason_is_one_sentence(error: Exception, sentence: str) -> None:
    assert ending.reason(error) == sentence


def fail(error: Exception) -> str:
    raise error


@pytest.mark.parametrize(
    ("error", "tracebacks"),
    [(JobProblem("x"), 0), (OSError(2, "gone", "f"), 0), (KeyError("x"), 1), (OSError("odd"), 1)],
)
def test_only_a_defect_has_a_traceback_in_the_log(
    error: Exception, tracebacks: int, capsys: pytest.CaptureFixture[str]
) -> None:
    assert ending.run(lambda: fail(error), is_job=True) == 1
    assert capsys.readouterr().err.count("Traceback") == tracebacks


@pytest.mark.parametrize("letter", ["x", "é", "名", "😀"])
def test_a_message_is_cut_in_whole_characters_and_says_so(letter: str) -> None:
    for size in range(1015, 1035):
        sentence = "-" * (size % 4) + letter * size
        raw = ending.message(sentence)
        assert len(raw) <= 1024
        text = raw.decode("utf-8")
        assert text == sentence or (sentence.startswith(text[:-1]) and text.endswith("…"))


def test_half_of_a_surrogate_pair_does_not_make_a_message_that_is_no_utf8() -> None:
    assert ending.message("file \udcff").decode("utf-8") == "file ?"


def test_the_message_is_written_over_what_stood_there(base_folder: Path) -> None:
    ending.leave_message("a long message of before")
    ending.leave_message("short")
    assert (base_folder / "output" / "message").read_text() == "short"


def test_outside_of_a_job_no_message_is_left(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("SAGEMAKER_BASE_DIR", str(tmp_path / "nowhere"))
    ending.leave_message("x")
    assert not (tmp_path / "nowhere").exists()


@pytest.mark.skipif(os.geteuid() == 0, reason="the superuser may write everywhere")
def test_a_message_that_cannot_be_left_is_told_in_the_log(
    base_folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    base_folder.chmod(0o500)
    ending.leave_message("x")
    assert "The message for SageMaker cannot be left" in capsys.readouterr().err


def test_a_command_that_is_no_job_leaves_none(base_folder: Path) -> None:
    assert ending.run(lambda: "done", is_job=False) == 0
    assert ending.run(lambda: fail(JobProblem("x")), is_job=False) == 1
    assert not (base_folder / "output").exists()
