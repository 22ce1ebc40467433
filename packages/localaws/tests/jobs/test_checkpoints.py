"""Checkpoints: brought before the start, kept in S3 while the job runs."""

from __future__ import annotations

from .conftest import Bench


def test_a_second_job_resumes_where_the_first_one_was(bench: Bench) -> None:
    config = {"S3Uri": bench.uri("checkpoints/run")}
    script = "cd /opt/ml/checkpoints; echo step >>steps; cat steps; cat /opt/ml/input/config/check*"
    bench.train(script, CheckpointConfig=config)
    described = bench.train(script, CheckpointConfig=config)
    lines = bench.log("training", described["TrainingJobName"])
    assert lines == ["step", "step", '{"LocalPath": "/opt/ml/checkpoints"}']
    assert bench.text("checkpoints/run/steps") == "step\nstep\n"


def test_checkpoints_are_in_s3_while_the_job_runs(bench: Bench) -> None:
    name = bench.start_training(
        "echo 1 >/opt/ml/saved/epoch-1; sleep 60 & wait",
        CheckpointConfig={"S3Uri": bench.uri("live"), "LocalPath": "/opt/ml/saved"},
    )
    bench.until(lambda: bench.keys("live") == ["live/epoch-1"], "training", name)
    bench.service.call("StopTrainingJob", {"TrainingJobName": name})
    assert bench.ended("training", name)["TrainingJobStatus"] == "Stopped"


def test_a_deleted_checkpoint_is_deleted_in_s3_and_nothing_else_is(bench: Bench) -> None:
    bench.put(c__old="1", c__kept="2", cd__neighbour="3")
    bench.train("rm /opt/ml/checkpoints/old", CheckpointConfig={"S3Uri": bench.uri("c")})
    assert bench.keys("c") == ["c/kept", "cd/neighbour"]


def test_a_failed_job_keeps_its_checkpoints(bench: Bench) -> None:
    script = "echo 1 >/opt/ml/checkpoints/last; exit 1"
    bench.train(script, CheckpointConfig={"S3Uri": bench.uri("c")})
    assert bench.keys("c") == ["c/last"]


def test_a_checkpoint_that_no_key_can_name_does_not_hide_why_the_program_failed(
    bench: Bench,
) -> None:
    script = "printf x >$(printf '/opt/ml/checkpoints/\\377'); exit 3"
    described = bench.train(script, CheckpointConfig={"S3Uri": bench.uri("c")})
    assert described["FailureReason"] == "AlgorithmError: , exit code: 3"
