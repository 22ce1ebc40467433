"""A state that transforms: the finished job is its output, and a job that fails is its cause."""

from __future__ import annotations

import io
import json
import tarfile
import uuid
from pathlib import Path
from typing import Any

import pytest

from localaws.images.store import ImageStore
from localaws.runtime.process_image import ImageConfig

from .conftest import Machines

IMAGE = "example/multiplying:1"
PROGRAM = Path(__file__).parents[1] / "jobs/transform/transforming_program.py"


@pytest.fixture(scope="module")
def model(machines: Machines, tmp_path_factory: pytest.TempPathFactory) -> str:
    """A model that doubles the number of each line."""
    program = tmp_path_factory.mktemp("tree") / "opt/program/serve.py"
    program.parent.mkdir(parents=True)
    program.write_text(PROGRAM.read_text())
    config = ImageConfig(entrypoint=("python3", "/opt/program/serve.py"))
    ImageStore(machines.aws.home).put(config, program.parents[2], tags=[IMAGE])
    archive = io.BytesIO()
    with tarfile.open(fileobj=archive, mode="w:gz") as tar:
        member = tarfile.TarInfo("factor")
        member.size = 1
        tar.addfile(member, io.BytesIO(b"2"))
    s3 = machines.aws.client("s3")
    s3.put_object(Bucket=machines.bucket, Key="doubling.tar.gz", Body=archive.getvalue())
    name = f"model-{uuid.uuid4().hex[:8]}"
    container = {"Image": IMAGE, "ModelDataUrl": f"s3://{machines.bucket}/doubling.tar.gz"}
    machines.sagemaker.create_model(
        ModelName=name, ExecutionRoleArn=machines.role, PrimaryContainer=container
    )
    return name


def transforming(machines: Machines, model: str, rows: str) -> dict[str, Any]:
    """A state that transforms these rows."""
    prefix = uuid.uuid4().hex
    machines.aws.client("s3").put_object(
        Bucket=machines.bucket, Key=f"{prefix}/in/rows.csv", Body=rows.encode()
    )
    source = {"S3DataType": "S3Prefix", "S3Uri": f"s3://{machines.bucket}/{prefix}/in"}
    return {
        "Type": "Task",
        "Resource": "arn:aws:states:::sagemaker:createTransformJob.sync",
        "Parameters": {
            "TransformJobName": f"transform-{prefix}",
            "ModelName": model,
            "TransformInput": {
                "DataSource": {"S3DataSource": source},
                "ContentType": "text/csv",
                "SplitType": "Line",
            },
            "TransformOutput": {"S3OutputPath": f"s3://{machines.bucket}/{prefix}/out"},
            "TransformResources": {"InstanceType": "ml.m5.large", "InstanceCount": 1},
        },
        "End": True,
    }


def test_the_output_is_the_finished_job(machines: Machines, model: str) -> None:
    state = transforming(machines, model, "1\n2\n")
    ended = machines.run({"Transform": state})
    assert ended["status"] == "SUCCEEDED", ended
    assert ended["output"]["TransformJobStatus"] == "Completed"
    assert ended["output"]["ModelName"] == model
    assert isinstance(ended["output"]["TransformEndTime"], int)
    assert "MANAGED_BY_AWS" in ended["output"]["Tags"]
    folder = state["Parameters"]["TransformOutput"]["S3OutputPath"].removeprefix(
        f"s3://{machines.bucket}/"
    )
    stored = machines.aws.client("s3").get_object(
        Bucket=machines.bucket, Key=f"{folder}/rows.csv.out"
    )
    assert stored["Body"].read() == b"2\n4\n"


def test_a_bad_record_is_a_failed_task(machines: Machines, model: str) -> None:
    ended = machines.run({"Transform": transforming(machines, model, "1\nx\n")})
    assert ended["error"] == "States.TaskFailed"
    cause = json.loads(ended["cause"])
    assert cause["TransformJobStatus"] == "Failed"
    assert cause["FailureReason"] == "ClientError: See job logs for more information"


def test_a_model_that_is_not_there_refuses_the_job(machines: Machines) -> None:
    ended = machines.run({"Transform": transforming(machines, "nothing", "1\n")})
    assert ended["error"] == "SageMaker.AmazonSageMakerException"
    assert "Could not find model" in ended["cause"]
