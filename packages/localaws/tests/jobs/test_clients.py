"""Jobs as AWS's own clients see them: boto3 and the SageMaker SDK against the whole server."""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import boto3
import pytest

from localaws.images.store import ImageStore
from localaws.runtime.process_image import ImageConfig
from localaws.server.embedded import EmbeddedAWS

from .conftest import IMAGE, TRUST

TRAIN = """#!/bin/sh
echo "epoch=1 loss=0.25;"
cp /opt/ml/input/data/train/a.csv /opt/ml/model/
"""
METRICS = [{"Name": "loss", "Regex": "loss=([0-9.]+)"}]


@pytest.fixture(scope="module")
def aws(tmp_path_factory: pytest.TempPathFactory) -> Iterator[EmbeddedAWS]:
    home, tree = tmp_path_factory.mktemp("home"), tmp_path_factory.mktemp("tree")
    program = tree / "opt/program/train"
    program.parent.mkdir(parents=True)
    program.write_text(TRAIN)
    program.chmod(0o755)
    config = ImageConfig(environment={"PATH": "/opt/program:/usr/local/bin:/usr/bin:/bin"})
    ImageStore(home).put(config, tree, tags=[IMAGE])
    with EmbeddedAWS(home) as aws:
        aws.client("s3").create_bucket(Bucket="data-bucket")
        aws.client("s3").put_object(Bucket="data-bucket", Key="train/a.csv", Body=b"1,2\n")
        policy = json.dumps(json.loads(TRUST) | {"Version": "2012-10-17"})
        aws.client("iam").create_role(RoleName="jobs", AssumeRolePolicyDocument=policy)
        yield aws


@pytest.fixture
def role(aws: EmbeddedAWS) -> str:
    return str(aws.client("iam").get_role(RoleName="jobs")["Role"]["Arn"])


def test_boto3_finds_a_jobs_log_and_metrics(aws: EmbeddedAWS, role: str) -> None:
    sagemaker = aws.client("sagemaker")
    source = {"S3DataType": "S3Prefix", "S3Uri": "s3://data-bucket/train"}
    sagemaker.create_training_job(
        TrainingJobName="by-boto3",
        RoleArn=role,
        AlgorithmSpecification={
            "TrainingImage": IMAGE,
            "TrainingInputMode": "File",
            "MetricDefinitions": METRICS,
        },
        InputDataConfig=[{"ChannelName": "train", "DataSource": {"S3DataSource": source}}],
        ResourceConfig={"InstanceType": "ml.m5.large", "InstanceCount": 1, "VolumeSizeInGB": 1},
        StoppingCondition={"MaxRuntimeInSeconds": 60},
        OutputDataConfig={"S3OutputPath": "s3://data-bucket/models"},
    )
    sagemaker.get_waiter("training_job_completed_or_stopped").wait(
        TrainingJobName="by-boto3", WaiterConfig={"Delay": 1, "MaxAttempts": 60}
    )
    group = "/aws/sagemaker/TrainingJobs"
    logs = aws.client("logs")
    [stream] = logs.describe_log_streams(logGroupName=group, logStreamNamePrefix="by-boto3/")[
        "logStreams"
    ]
    events = logs.get_log_events(logGroupName=group, logStreamName=stream["logStreamName"])
    assert [event["message"] for event in events["events"]] == ["epoch=1 loss=0.25;"]
    now = datetime.now(UTC)
    [point] = aws.client("cloudwatch").get_metric_statistics(
        Namespace=group,
        MetricName="loss",
        Dimensions=[{"Name": "TrainingJobName", "Value": "by-boto3"}],
        StartTime=now - timedelta(hours=1),
        EndTime=now + timedelta(hours=1),
        Period=60,
        Statistics=["Average"],
    )["Datapoints"]
    assert point["Average"] == 0.25


@pytest.fixture
def session(aws: EmbeddedAWS, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Any:
    """A session of the SageMaker SDK, which would otherwise report its use to AWS itself."""
    for name, value in aws.environment.items():
        monkeypatch.setenv(name, value)
    settings = tmp_path / "config.yaml"
    settings.write_text(
        "SchemaVersion: '1.0'\nSageMaker:\n  PythonSDK:\n    Modules:\n      TelemetryOptOut: true\n"
    )
    monkeypatch.setenv("SAGEMAKER_USER_CONFIG_OVERRIDE", str(settings))
    monkeypatch.setenv("SAGEMAKER_SUPPRESS_V2_WARNING", "1")
    sdk = pytest.importorskip("sagemaker")
    return sdk.Session(
        boto3.Session(region_name=aws.region),
        sagemaker_client=aws.client("sagemaker"),
        default_bucket="data-bucket",
    )


def test_the_sdks_estimator_follows_a_job_to_its_model(
    aws: EmbeddedAWS, role: str, session: Any, capsys: pytest.CaptureFixture[str]
) -> None:
    from sagemaker.estimator import Estimator

    estimator = Estimator(
        IMAGE,
        role,
        1,
        "ml.m5.large",
        output_path="s3://data-bucket/sdk",
        sagemaker_session=session,
        metric_definitions=METRICS,
    )
    estimator.fit({"train": "s3://data-bucket/train"}, job_name="by-sdk", wait=False)
    aws.client("sagemaker").get_waiter("training_job_completed_or_stopped").wait(
        TrainingJobName="by-sdk", WaiterConfig={"Delay": 1, "MaxAttempts": 60}
    )
    session.logs_for_job("by-sdk", wait=True, poll=1)
    assert estimator.model_data == "s3://data-bucket/sdk/by-sdk/output/model.tar.gz"
    assert "Billable seconds: " in capsys.readouterr().out
    attached = Estimator.attach("by-sdk", sagemaker_session=session)
    assert attached.model_data == estimator.model_data


def test_the_sdks_processor_shows_a_jobs_log(
    role: str, session: Any, capsys: pytest.CaptureFixture[str]
) -> None:
    from sagemaker.processing import Processor

    processor = Processor(
        role,
        IMAGE,
        1,
        "ml.m5.large",
        entrypoint=["echo", "said by the container"],
        sagemaker_session=session,
    )
    processor.run(job_name="by-processor", wait=False, logs=False)
    session.boto_session.client("sagemaker").get_waiter("processing_job_completed_or_stopped").wait(
        ProcessingJobName="by-processor", WaiterConfig={"Delay": 1, "MaxAttempts": 60}
    )
    session.logs_for_processing_job("by-processor", wait=True, poll=1)
    assert "said by the container" in capsys.readouterr().out
