"""The image of iris, unchanged, on the embedded AWS: trained, served, and what its errors become."""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
import sys
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import Any

import pytest
from botocore.exceptions import ClientError

from localaws.server.embedded import EmbeddedAWS
from packages.localaws.tests.processes import of
from packages.localaws.tests.runtimes import container_engine, unavailable
from tests.waiting import until

from .conftest import ROOT, SHARED

pytestmark = pytest.mark.end_to_end

IMAGE = "example/iris:1"
ROLE = "arn:aws:iam::123456789012:role/iris"
TRUST = """{"Version": "2012-10-17", "Statement": [{"Effect": "Allow", "Action": "sts:AssumeRole",
            "Principal": {"Service": "sagemaker.amazonaws.com"}}]}"""
SAMPLES = ROOT / "samples" / "iris"
LABELS = ["setosa", "versicolor", "virginica"] * 3 + ["setosa"]
WITHOUT_NGINX = {"PATH": "/opt/program:/usr/local/bin:/usr/bin:/bin"}
has_nginx = pytest.mark.skipif(
    shutil.which("nginx", path="/usr/local/sbin:/usr/sbin:/sbin:/usr/bin") is None,
    reason="nginx is not on this machine, which the image would run",
)


@contextmanager
def embedded(folder: Path, runtime: str) -> Iterator[EmbeddedAWS]:
    """An embedded AWS that has the image, a role and a bucket. Skips where the runtime is missing."""
    SHARED.mkdir(parents=True, exist_ok=True)
    (folder / "environments").symlink_to(SHARED)
    with ExitStack() as stack:
        try:
            aws = stack.enter_context(EmbeddedAWS(home=folder, runtime=runtime))
        except RuntimeError as why:
            unavailable(runtime, str(why))
        subprocess.run(
            [sys.executable, "-m", "localaws.images.docker_cli", "build", "--tag", IMAGE, "."],
            cwd=ROOT / "training" / "iris",
            env=os.environ | {"LOCALAWS_HOME": str(folder), "PYTHONPATH": str(ROOT)},
            check=True,
        )
        aws.client("iam").create_role(RoleName="iris", AssumeRolePolicyDocument=TRUST)
        aws.client("s3").create_bucket(Bucket="iris")
        yield aws


def train(aws: EmbeddedAWS, name: str, data: bytes) -> dict[str, Any]:
    """Train on one file; what Describe says in the end."""
    aws.client("s3").put_object(Bucket="iris", Key=f"{name}/data.csv", Body=data)
    sagemaker = aws.client("sagemaker")
    source = {"S3DataType": "S3Prefix", "S3Uri": f"s3://iris/{name}/"}
    sagemaker.create_training_job(
        TrainingJobName=name,
        RoleArn=ROLE,
        AlgorithmSpecification={
            "TrainingImage": IMAGE,
            "TrainingInputMode": "File",
            "MetricDefinitions": [{"Name": "accuracy", "Regex": r"accuracy=([0-9.]+)"}],
        },
        HyperParameters={"max_leaf_nodes": "6"},
        InputDataConfig=[{"ChannelName": "training", "DataSource": {"S3DataSource": source}}],
        OutputDataConfig={"S3OutputPath": "s3://iris/models"},
        ResourceConfig={"InstanceType": "ml.m5.large", "InstanceCount": 1, "VolumeSizeInGB": 1},
        StoppingCondition={"MaxRuntimeInSeconds": 60},
    )
    return until(
        lambda: sagemaker.describe_training_job(TrainingJobName=name),
        lambda job: job["TrainingJobStatus"] in ("Completed", "Failed"),
    )


def serve(
    aws: EmbeddedAWS, name: str, trained: dict[str, Any], environment: dict[str, str]
) -> None:
    """Put the model of a training job into service."""
    sagemaker = aws.client("sagemaker")
    artifact = trained["ModelArtifacts"]["S3ModelArtifacts"]
    container = {"Image": IMAGE, "ModelDataUrl": artifact, "Environment": environment}
    sagemaker.create_model(ModelName=name, ExecutionRoleArn=ROLE, PrimaryContainer=container)
    variant = {"VariantName": "AllTraffic", "ModelName": name, "InstanceType": "ml.m5.large"}
    sagemaker.create_endpoint_config(
        EndpointConfigName=name, ProductionVariants=[variant | {"InitialInstanceCount": 1}]
    )
    sagemaker.create_endpoint(EndpointName=name, EndpointConfigName=name)
    described = until(
        lambda: sagemaker.describe_endpoint(EndpointName=name),
        lambda endpoint: endpoint["EndpointStatus"] != "Creating",
    )
    assert described["EndpointStatus"] == "InService", described


def messages(aws: EmbeddedAWS, group: str) -> list[str]:
    events = aws.client("logs").filter_log_events(logGroupName=group)["events"]
    return [event["message"] for event in events]


@pytest.fixture(scope="module")
def aws(tmp_path_factory: pytest.TempPathFactory) -> Iterator[EmbeddedAWS]:
    with embedded(tmp_path_factory.mktemp("home"), "namespace") as running:
        yield running


@pytest.fixture(scope="module")
def trained(aws: EmbeddedAWS) -> dict[str, Any]:
    return train(aws, "good", (SAMPLES / "iris.csv").read_bytes())


@pytest.fixture(
    scope="module",
    params=[pytest.param({}, marks=has_nginx, id="nginx"), pytest.param(WITHOUT_NGINX, id="alone")],
)
def endpoint(
    request: pytest.FixtureRequest, aws: EmbeddedAWS, trained: dict[str, Any]
) -> Iterator[str]:
    """An endpoint in service, with nginx in front or without."""
    name = f"iris-{len(request.param)}"
    serve(aws, name, trained, request.param)
    assert bool(servers(aws, "nginx: master")) == (not request.param)
    yield name
    aws.client("sagemaker").delete_endpoint(EndpointName=name)
    until(lambda: servers(aws, "gunicorn") + servers(aws, "nginx"), lambda left: not left, 10)


def servers(aws: EmbeddedAWS, words: str) -> list[int]:
    """The processes of the embedded AWS whose command line has these words, the oldest first."""
    return sorted(int(line.split()[0]) for line in of(aws.home) if words in line)


def invoke(aws: EmbeddedAWS, endpoint: str, body: bytes, content_type: str = "text/csv") -> str:
    answer = aws.client("sagemaker-runtime").invoke_endpoint(
        EndpointName=endpoint, Body=body, ContentType=content_type
    )
    assert answer["ContentType"].startswith("text/csv")
    text: str = answer["Body"].read().decode()
    return text


def test_the_job_says_how_good_its_tree_is(trained: dict[str, Any]) -> None:
    assert trained["TrainingJobStatus"] == "Completed", trained["FailureReason"]
    [accuracy] = trained["FinalMetricDataList"]
    assert accuracy["MetricName"] == "accuracy"
    assert accuracy["Value"] > 0.9


def test_bad_data_fail_the_job_with_the_sentence(aws: EmbeddedAWS) -> None:
    job = train(aws, "bad", b"species,length\nsetosa,5\n")
    assert job["TrainingJobStatus"] == "Failed"
    assert "data.csv, line 1: column 2 must be a number, but is 'length'." in job["FailureReason"]
    assert "exit code: 255" in job["FailureReason"].lower()
    log = "\n".join(messages(aws, "/aws/sagemaker/TrainingJobs"))
    assert "column 2 must be a number" in log
    assert "Traceback" not in log


def test_the_endpoint_labels_the_payload(aws: EmbeddedAWS, endpoint: str) -> None:
    assert invoke(aws, endpoint, (SAMPLES / "payload.csv").read_bytes()).splitlines() == LABELS


@pytest.mark.parametrize(
    ("body", "content_type", "status", "sentence"),
    [
        (b"5,3", "text/csv", 400, "line 1: 2 columns, but the model was trained on 4."),
        (b"{}", "application/json", 415, "The content type must be text/csv"),
    ],
)
def test_a_bad_request_is_the_clients_error(
    aws: EmbeddedAWS, endpoint: str, body: bytes, content_type: str, status: int, sentence: str
) -> None:
    with pytest.raises(ClientError) as caught:
        invoke(aws, endpoint, body, content_type)
    assert caught.value.response["OriginalStatusCode"] == status
    assert sentence in caught.value.response["OriginalMessage"]


@has_nginx
@pytest.mark.parametrize("endpoint", [{}], indirect=True, ids=["nginx"])
def test_where_nginx_dies_the_container_ends_and_is_started_again(
    aws: EmbeddedAWS, endpoint: str
) -> None:
    before = servers(aws, "/opt/program/serve")
    os.kill(servers(aws, "nginx: master")[0], signal.SIGKILL)
    until(
        lambda: servers(aws, "/opt/program/serve"),
        lambda found: bool(found) and found != before,
    )
    until(lambda: servers(aws, "nginx: master"))
    assert until(lambda: try_to_invoke(aws, endpoint)) == "setosa\n"
    assert "nginx ended, exit code -9" in messages(aws, f"/aws/sagemaker/Endpoints/{endpoint}")


def try_to_invoke(aws: EmbeddedAWS, endpoint: str) -> str:
    """The answer to one row; "" while there is none."""
    try:
        return invoke(aws, endpoint, b"5,3.5,1.5,0.2")
    except ClientError:
        return ""


def test_plain_processes_refuse_the_image_by_name(tmp_path: Path) -> None:
    with embedded(tmp_path, "process") as aws:
        job = train(aws, "plain", (SAMPLES / "iris.csv").read_bytes())
    assert job["TrainingJobStatus"] == "Failed"
    assert f"the image {IMAGE} cannot run as a plain process" in job["FailureReason"]
    assert "has /opt/ml written into it" in job["FailureReason"]


def test_the_container_runtime_runs_it_unchanged(tmp_path: Path) -> None:
    container_engine()
    with embedded(tmp_path, "container") as aws:
        job = train(aws, "contained", (SAMPLES / "iris.csv").read_bytes())
        assert job["TrainingJobStatus"] == "Completed", job
        serve(aws, "contained", job, {})
        answer = invoke(aws, "contained", (SAMPLES / "payload.csv").read_bytes())
    assert answer.splitlines() == LABELS
