"""Jobs that fail: the status, and a FailureReason that says why."""

from __future__ import annotations

from pathlib import Path

import pytest
from moto.s3.models import s3_backends

from localaws.this_aws import objects

from .conftest import ACCOUNT, Bench, WithJobs


def reason(described: dict[str, str]) -> str:
    """The reason of a training job that has failed as it should."""
    assert described["TrainingJobStatus"] == described["SecondaryStatus"] == "Failed"
    return described["FailureReason"]


def test_an_exit_code_fails_the_job(bench: Bench) -> None:
    described = bench.train("exit 3")
    assert reason(described) == "AlgorithmError: , exit code: 3"
    last = described["SecondaryStatusTransitions"][-1]
    assert (last["Status"], last["StatusMessage"]) == ("Failed", "Training job failed")


def test_the_failure_file_explains_it(bench: Bench) -> None:
    script = "printf 'epochs must be a number' >/opt/ml/output/failure; exit 1"
    assert reason(bench.train(script)) == "AlgorithmError: epochs must be a number, exit code: 1"


def test_a_long_explanation_is_cut_and_keeps_the_code(bench: Bench) -> None:
    found = reason(bench.train("seq 1 1000 >/opt/ml/output/failure; exit 2"))
    assert len(found) == 1024
    assert found.endswith(", exit code: 2")


def test_a_failure_file_is_nothing_without_a_failure(bench: Bench) -> None:
    described = bench.train("echo x >/opt/ml/output/failure")
    assert described["TrainingJobStatus"] == "Completed"
    assert "FailureReason" not in described


def test_a_killed_program_has_the_code_of_its_signal(bench: Bench) -> None:
    assert reason(bench.train("kill -9 $$")) == "AlgorithmError: , exit code: 137"


def test_an_image_without_train_is_said_to_have_none(bench: Bench) -> None:
    described = bench.train("", algorithm={"ContainerEntrypoint": None, "ContainerArguments": None})
    assert reason(described) == (
        "ClientError: CannotStartContainerError. Please make sure the container can be run with "
        "'docker run example/jobs:1 train': "
        'exec: "train": executable file not found in $PATH'
    )


def test_an_unknown_image_is_named(bench: Bench) -> None:
    found = reason(bench.train("true", algorithm={"TrainingImage": "example/nothing:7"}))
    assert found.startswith("ClientError: ")
    assert "manifest for example/nothing:7 not found" in found


def test_a_prefix_without_objects_fails_before_the_container_starts(bench: Bench) -> None:
    described = bench.train("true", InputDataConfig=[bench.channel("train", "nothing/here")])
    assert reason(described).startswith(
        "ClientError: Data download failed: No S3 objects found under S3 URL "
        f'"s3://{bench.bucket}/nothing/here" given in input data source.'
    )
    phases = [phase["Status"] for phase in described["SecondaryStatusTransitions"]]
    assert phases == ["Starting", "Downloading", "Failed"]


def test_a_missing_bucket_of_data_is_named(bench: Bench) -> None:
    channel = bench.channel("train", "", S3Uri="s3://no-such-bucket/x")
    found = reason(bench.train("true", InputDataConfig=[channel]))
    assert found.startswith("ClientError: Data download failed: NoSuchBucket (404)")
    assert "no-such-bucket" in found


def test_a_missing_bucket_for_results_is_named_before_the_work_is_done(bench: Bench) -> None:
    config = {"S3OutputPath": "s3://no-such-bucket/x"}
    described = bench.train("echo ran", OutputDataConfig=config)
    assert reason(described).startswith("ClientError: Data upload failed: NoSuchBucket (404)")
    assert described["SecondaryStatusTransitions"][-2]["Status"] == "Downloading"


def test_a_failed_job_leaves_no_model_but_its_other_output(bench: Bench) -> None:
    script = "echo half >/opt/ml/model/m; echo why >/opt/ml/output/data/trace; exit 1"
    described = bench.train(script)
    assert bench.keys("models") == [f"models/{described['TrainingJobName']}/output/output.tar.gz"]


def test_a_key_that_leads_out_of_the_folder_is_refused(bench: Bench) -> None:
    bench.write("in/../../escape", "x")
    found = reason(bench.train("true", InputDataConfig=[bench.channel("train", "in/")]))
    assert 'leads out of the folder of input "train"' in found


def test_a_key_that_is_object_and_folder_is_refused(bench: Bench) -> None:
    bench.put(in__a="x", in__a__b="y")
    found = reason(bench.train("true", InputDataConfig=[bench.channel("train", "in")]))
    assert "is both an object and a folder of others" in found


def test_a_million_lines_are_kept_and_read_in_pages(bench: Bench) -> None:
    described = bench.train("seq 1 1000000; exit 3")
    assert reason(described) == "AlgorithmError: , exit code: 3"
    lines = bench.log("training", described["TrainingJobName"])
    assert len(lines) == 1_000_000
    assert (lines[0], lines[-1]) == ("1", "1000000")


def test_a_folder_that_cannot_be_written_is_this_machines_fault(
    bench: Bench, services: WithJobs, tmp_path: Path
) -> None:
    (bench.home / "jobs").mkdir(exist_ok=True)
    blocked = bench.home / "jobs" / "processing"
    if blocked.exists():
        blocked.rename(tmp_path / "aside")
    blocked.write_text("a file where the folder should be")
    try:
        described = bench.process("true")
    finally:
        blocked.unlink()
    assert described["ProcessingJobStatus"] == "Failed"
    assert described["FailureReason"].startswith("InternalServerError: Not a directory: ")


def test_outputs_of_a_failed_processing_job_are_kept(bench: Bench) -> None:
    outputs = {"Outputs": [bench.target("out", "results")]}
    script = "echo x >/opt/ml/processing/out/partial; exit 4"
    described = bench.process(script, ProcessingOutputConfig=outputs)
    assert described["FailureReason"] == "AlgorithmError: , exit code: 4"
    assert bench.keys("results") == ["results/partial"]


@pytest.mark.parametrize("missing", ["model", "output/data"])
def test_a_program_may_remove_its_folders(bench: Bench, missing: str) -> None:
    assert bench.train(f"rm -r /opt/ml/{missing}")["TrainingJobStatus"] == "Completed"


def test_a_bucket_that_vanishes_meanwhile_fails_the_job(bench: Bench) -> None:
    other = Bench(bench.services, bench.role)
    name = other.start_training(
        "echo w >/opt/ml/model/w; trap 'exit 0' TERM; touch /opt/ml/checkpoints/up; sleep 60 & wait",
        CheckpointConfig={"S3Uri": bench.uri("up")},
    )
    other.until(lambda: objects.exists(bench.bucket, "up/up"), "training", name)
    s3_backends[ACCOUNT]["aws"].delete_bucket(other.bucket)
    other.service.call("StopTrainingJob", {"TrainingJobName": name})
    described = other.ended("training", name)
    assert described["FailureReason"].startswith("ClientError: Data upload failed: NoSuchBucket")


def test_a_file_whose_name_no_key_can_be_fails_the_job_by_name(bench: Bench) -> None:
    script = "printf x >$(printf '/opt/ml/model/\\377.bin')"
    output = {"S3OutputPath": bench.uri("raw"), "CompressionType": "NONE"}
    assert 'no object can have the key "raw/' in (
        found := reason(bench.train(script, OutputDataConfig=output))
    )
    assert '\\xff.bin"' in found
    assert bench.keys("raw") == []
