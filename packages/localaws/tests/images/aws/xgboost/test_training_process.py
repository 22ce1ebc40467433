"""``train`` as SageMaker runs it: exit code, failure file, SIGTERM, checkpoints."""

from __future__ import annotations

import os
import re
import signal
import subprocess
import sys

import pytest

from .conftest import BINARY, IMAGE, Job

ENDLESS = 100_000  # rounds, which take minutes
HANGS = 600  # seconds after which nothing will come any more, however busy the machine is


def start(job: Job, version: str = "1.7-1") -> subprocess.Popen[str]:
    return subprocess.Popen(
        [sys.executable, IMAGE / "train"],
        env={**os.environ, "SAGEMAKER_BASE_DIR": str(job.base), "VERSION": version},
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
    )


def wait_for_round(process: subprocess.Popen[str], number: int) -> None:
    assert process.stdout is not None
    for line in process.stdout:
        if line.startswith(f"[{number}]\t"):
            return
    pytest.fail(f"the job ended before round {number}")


def end(process: subprocess.Popen[str]) -> str:
    """Stop a job of ``ENDLESS`` rounds; what it says until it has ended, which is not for their end."""
    process.send_signal(signal.SIGTERM)
    output, _ = process.communicate(timeout=HANGS)
    assert process.returncode == 0
    assert f"[{ENDLESS - 1}]\t" not in output
    return output


def test_a_good_job_exits_with_0_and_says_nothing_of_a_failure(job: Job) -> None:
    process = start(job)
    output, _ = process.communicate(timeout=HANGS)
    assert process.returncode == 0, output
    assert (job.base / "model/xgboost-model").exists()
    assert not (job.base / "output/failure").exists()


def test_a_users_mistake_is_a_sentence_in_the_failure_file_and_the_log(job: Job) -> None:
    job.hyperparameters(**BINARY, max_dept="5")
    process = start(job)
    output, _ = process.communicate(timeout=HANGS)
    assert process.returncode == 1
    failure = (job.base / "output/failure").read_text()
    assert failure.startswith(
        "framework error: UserError: Hyperparameter refused: max_dept is unknown"
    )
    assert len(failure) <= 1024
    assert failure.endswith("verbosity)")  # SageMaker adds ", exit code: 1"
    assert "ERROR] UserError: Hyperparameter refused: max_dept is unknown" in output
    assert "Traceback" not in output
    assert not list((job.base / "model").glob("*"))


def test_a_container_without_configuration_is_the_platforms_fault(job: Job) -> None:
    (job.base / "input/config/inputdataconfig.json").unlink()
    process = start(job)
    process.communicate(timeout=HANGS)
    assert process.returncode == 1
    failure = (job.base / "output/failure").read_text()
    assert re.match(
        r"framework error: PlatformError: .*inputdataconfig.json cannot be read", failure
    )


def test_a_stopped_job_leaves_the_model_so_far_if_it_is_asked_to(job: Job) -> None:
    long = {**BINARY, "num_round": str(ENDLESS), "save_model_on_termination": "true"}
    job.hyperparameters(**long)
    process = start(job)
    wait_for_round(process, 5)
    rounds = len(re.findall(r"^\[\d+\]\t", end(process), re.MULTILINE)) + 6
    assert job.model().num_boosted_rounds() == rounds


def test_a_stopped_job_leaves_no_model_if_it_is_not(job: Job) -> None:
    job.hyperparameters(**{**BINARY, "num_round": str(ENDLESS)})
    process = start(job)
    wait_for_round(process, 2)
    assert "save_model_on_termination is not true" in end(process)
    assert not list((job.base / "model").glob("*"))


def test_a_stopped_cross_validation_leaves_no_model_either(job: Job) -> None:
    job.hyperparameters(**{**BINARY, "num_round": str(ENDLESS), "_kfold": "2"})
    process = start(job)
    wait_for_round(process, 2)
    end(process)
    assert not list((job.base / "model").glob("*"))


def test_sigterm_during_the_imports_ends_the_job_in_good_order(job: Job) -> None:
    job.hyperparameters(**{**BINARY, "num_round": str(ENDLESS)})
    process = start(job)
    assert process.stdout is not None
    process.stdout.readline()  # the first line of the job; XGBoost is not imported yet
    end(process)
    assert not list((job.base / "model").glob("*"))


def test_checkpoints_are_kept_and_a_second_job_goes_on_from_the_last(
    job: Job, capsys: pytest.CaptureFixture[str]
) -> None:
    folder = job.base / "checkpoints"
    job.configure("checkpointconfig", {"LocalPath": "/opt/ml/checkpoints"})
    job.hyperparameters(**{**BINARY, "num_round": "8"})
    job.run()
    left = {file.name for file in folder.iterdir()}
    assert left == {f"xgboost-checkpoint.{number}" for number in range(3, 8)}
    (job.base / "model/xgboost-model").unlink()
    capsys.readouterr()

    job.hyperparameters(**{**BINARY, "num_round": "10"})
    job.run()
    output = capsys.readouterr().out
    assert "Resuming from iteration 8" in output
    assert re.findall(r"^\[(\d+)\]\t", output, re.MULTILINE) == ["8", "9"]
    assert job.model().num_boosted_rounds() == 10


def test_a_job_whose_rounds_are_all_done_leaves_the_model_of_its_checkpoint(job: Job) -> None:
    job.configure("checkpointconfig", {"LocalPath": "/opt/ml/checkpoints"})
    job.run()
    done = job.model().save_raw("json")
    (job.base / "model/xgboost-model").unlink()
    job.run()
    assert job.model().save_raw("json") == done
