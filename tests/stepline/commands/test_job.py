"""``stepline job NAME``: a job as the console shows it."""

from __future__ import annotations

import re
import subprocess
import time
from typing import Any

import pytest

from localaws.server.embedded import EmbeddedAWS
from stepline.jobs.kind import ReportedKind
from stepline.jobs.processing import PROCESSING
from stepline.jobs.training import TRAINING
from tests.stepline.conftest import IMAGE, STEPLINE, shell, stepline

METRIC = {"Name": "loss", "Regex": "loss=([0-9.]+)"}


@pytest.fixture(scope="module")
def bucket(aws: EmbeddedAWS) -> str:
    aws.client("s3").create_bucket(Bucket="job-reports")
    aws.client("s3").put_object(Bucket="job-reports", Key="train/a.csv", Body=b"1,2\n")
    return "job-reports"


def cluster(count: int = 1) -> dict[str, Any]:
    return {"InstanceType": "ml.m5.large", "InstanceCount": count, "VolumeSizeInGB": 1}


def train(aws: EmbeddedAWS, role: str, bucket: str, name: str, script: str, **more: Any) -> None:
    """Start a training job whose container runs a shell script."""
    source = {"S3DataType": "S3Prefix", "S3Uri": f"s3://{bucket}/train"}
    channel = {"ChannelName": "train", "ContentType": "text/csv"}
    request = {
        "TrainingJobName": name,
        "RoleArn": role,
        "AlgorithmSpecification": {
            "TrainingImage": IMAGE,
            "TrainingInputMode": "File",
            "ContainerEntrypoint": ["sh", "-c"],
            "ContainerArguments": [script],
            "MetricDefinitions": [METRIC],
        },
        "HyperParameters": {"eta": "0.2", "max_depth": "5"},
        "InputDataConfig": [channel | {"DataSource": {"S3DataSource": source}}],
        "ResourceConfig": cluster(),
        "StoppingCondition": {"MaxRuntimeInSeconds": 60},
        "OutputDataConfig": {"S3OutputPath": f"s3://{bucket}/models"},
    }
    aws.client("sagemaker").create_training_job(**(request | more))


def process(aws: EmbeddedAWS, role: str, name: str, script: str) -> None:
    aws.client("sagemaker").create_processing_job(
        ProcessingJobName=name,
        RoleArn=role,
        AppSpecification={
            "ImageUri": IMAGE,
            "ContainerEntrypoint": ["sh", "-c"],
            "ContainerArguments": [script],
        },
        ProcessingResources={"ClusterConfig": cluster()},
    )


def ended(aws: EmbeddedAWS, kind: ReportedKind, name: str) -> None:
    sagemaker = aws.client("sagemaker")
    deadline = time.monotonic() + 60
    while kind.describe(sagemaker, name)[kind.status_member] == "InProgress":
        assert time.monotonic() < deadline
        time.sleep(0.05)


def shown(aws: EmbeddedAWS, *arguments: str, status: int = 0) -> str:
    finished = stepline("job", *arguments, home=aws.home)
    assert finished.returncode == status, finished.stderr
    return finished.stdout


def test_a_training_job_reads_as_in_the_console(aws: EmbeddedAWS, role: str, bucket: str) -> None:
    train(aws, role, bucket, "reads-well", "echo loss=0.5; echo loss=0.25")
    ended(aws, TRAINING, "reads-well")
    said = shown(aws, "reads-well")
    phases = ["Starting", "Downloading", "Training", "Uploading", "Completed"]
    history = re.findall(r"^(\w+) +\d{4}-\d\d-\d\d \d\d:\d\d:\d\d ", said, re.MULTILINE)
    assert history == phases
    assert re.search(r"Training +\S+ \S+ +\d+\.\d s  Training image download completed", said)
    for fact in (
        "Training job reads-well: Completed",
        "Instances        1 × ml.m5.large",
        f"Image            {IMAGE}",
        f"Channels         train  s3://{bucket}/train  text/csv",
        "Hyperparameters  eta        0.2\n                 max_depth  5",
        "Final metrics    loss  0.25",
        f"Model            s3://{bucket}/models/reads-well/output/model.tar.gz",
    ):
        assert fact in said
    assert re.search(r"Billable time    [1-9]\d* s\n", said)
    assert said.endswith("\n\nloss=0.5\nloss=0.25\n")


def test_the_log_can_be_left_out(aws: EmbeddedAWS, role: str, bucket: str) -> None:
    train(aws, role, bucket, "without-log", "echo said")
    ended(aws, TRAINING, "without-log")
    assert "said" not in shown(aws, "without-log", "--no-log")


def test_a_failed_job_says_why(aws: EmbeddedAWS, role: str, bucket: str) -> None:
    train(aws, role, bucket, "fails", "echo no good > /opt/ml/output/failure; exit 4")
    ended(aws, TRAINING, "fails")
    said = shown(aws, "fails")
    assert "Training job fails: Failed" in said
    assert "Failure reason   AlgorithmError: no good" in said
    assert "exit code: 4" in said


def test_a_processing_job_shows_its_command(aws: EmbeddedAWS, role: str) -> None:
    process(aws, role, "processes", "echo processed")
    ended(aws, PROCESSING, "processes")
    said = shown(aws, "processes")
    assert "Processing job processes: Completed" in said
    assert "Command          sh -c echo processed" in said
    assert "Billable" not in said
    assert said.endswith("\n\nprocessed\n")


def test_a_running_job_is_followed_to_its_end(aws: EmbeddedAWS, role: str, bucket: str) -> None:
    waits = "until [ -e /opt/ml/output/data/go ]; do sleep 0.1; done"
    train(aws, role, bucket, "followed", f"echo first; {waits}; echo last")
    command = [str(STEPLINE), "job", "followed", "--follow"]
    with subprocess.Popen(command, env=shell(aws.home), stdout=subprocess.PIPE, text=True) as job:
        assert job.stdout is not None
        lines = []
        for line in job.stdout:
            lines.append(line.strip())
            if line == "first\n":
                break
        status = aws.client("sagemaker").describe_training_job(TrainingJobName="followed")
        assert status["TrainingJobStatus"] == "InProgress"
        [output] = aws.home.rglob("followed/algo-1/output/data")
        (output / "go").touch()
        lines += [line.strip() for line in job.stdout]
        assert job.wait(60) == 0
    assert any(line.endswith(" Starting - Starting the training job") for line in lines)
    assert lines.index("first") < lines.index("last")
    assert lines.count("first") == 1
    assert lines[lines.index("last") + 1].endswith(" Uploading generated training model")
    assert "Training job followed: Completed" in lines


def test_following_a_job_that_fails_is_a_failure(aws: EmbeddedAWS, role: str, bucket: str) -> None:
    train(aws, role, bucket, "follow-failing", "exit 1")
    assert "Failed" in shown(aws, "follow-failing", "--follow", status=1)


def test_a_job_that_is_not_there_is_answered_with_the_nearest(
    aws: EmbeddedAWS, role: str, bucket: str
) -> None:
    train(aws, role, bucket, "bank-weekly-2026", "true")
    missing = stepline("job", "bank-weekly-2025", home=aws.home)
    assert missing.returncode == 1
    assert (
        "There is no training, processing, transform or tuning job bank-weekly-2025."
        in missing.stderr
    )
    assert "The nearest names: bank-weekly-2026" in missing.stderr


def test_a_name_that_no_job_can_have_is_missing_like_any_other(aws: EmbeddedAWS) -> None:
    missing = stepline("job", "not a name", "--kind", "training", home=aws.home)
    assert missing.returncode == 1
    assert "There is no training job not a name." in missing.stderr


def test_a_name_of_two_jobs_asks_for_the_kind(aws: EmbeddedAWS, role: str, bucket: str) -> None:
    train(aws, role, bucket, "both", "true")
    process(aws, role, "both", "true")
    unclear = stepline("job", "both", home=aws.home)
    assert unclear.returncode == 1
    assert "--kind training or --kind processing" in unclear.stderr
    assert "Processing job both" in shown(aws, "both", "--kind", "processing")


def test_a_kind_that_is_none_is_named(aws: EmbeddedAWS) -> None:
    wrong = stepline("job", "any", "--kind", "labeling", home=aws.home)
    assert wrong.returncode == 1
    assert (
        "A job's kind is training, processing, transform or tuning, not labeling." in wrong.stderr
    )
