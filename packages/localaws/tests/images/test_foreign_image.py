"""An image as somebody else wrote it, unmodified, on the embedded AWS: only the contract is shared."""

from __future__ import annotations

import json
import shutil
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from botocore.exceptions import ClientError

from localaws.images.build import BuildRequest, build
from localaws.images.dockerfile import DockerfileError
from localaws.images.store import ImageStore
from localaws.runtime.process_image import ProcessImage
from localaws.server.embedded import EmbeddedAWS

from ..runtimes import unavailable

FOREIGN = Path(__file__).parent / "fixtures" / "foreign"
IMAGE = "somebody/centroids:1"
ROLE = "arn:aws:iam::123456789012:role/foreign"
TRUST = {
    "Version": "2012-10-17",
    "Statement": [
        {
            "Effect": "Allow",
            "Action": "sts:AssumeRole",
            "Principal": {"Service": "sagemaker.amazonaws.com"},
        }
    ],
}
POINTS = b"1,1,near\r\n1.2,0.8,near\r\n5,5,far\r\n"

pytestmark = pytest.mark.skipif(
    not shutil.which("dpkg-query"), reason="the image asks for Debian packages, which nobody keeps"
)


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("home")


@pytest.fixture(scope="module")
def image(home: Path) -> ProcessImage:
    request = BuildRequest(FOREIGN, FOREIGN / "Dockerfile", tags=(IMAGE,))
    return build(request, ImageStore(home))


@pytest.fixture(scope="module")
def aws(home: Path, image: ProcessImage) -> Iterator[EmbeddedAWS]:
    aws = EmbeddedAWS(home, runtime="namespace")
    try:
        aws.__enter__()
    except RuntimeError as refused:
        unavailable("namespace", str(refused))
    aws.client("s3").create_bucket(Bucket="foreign")
    aws.client("iam").create_role(RoleName="foreign", AssumeRolePolicyDocument=json.dumps(TRUST))
    yield aws
    aws.stop()


def train(aws: EmbeddedAWS, name: str, data: bytes, **algorithm: Any) -> dict[str, Any]:
    """Train on one file; what Describe says in the end."""
    aws.client("s3").put_object(Bucket="foreign", Key=f"{name}/points.csv", Body=data)
    source = {"S3DataType": "S3Prefix", "S3Uri": f"s3://foreign/{name}/"}
    sagemaker = aws.client("sagemaker")
    sagemaker.create_training_job(
        TrainingJobName=name,
        RoleArn=ROLE,
        AlgorithmSpecification={"TrainingImage": IMAGE, "TrainingInputMode": "File"} | algorithm,
        HyperParameters={"digits": "1"},
        InputDataConfig=[{"ChannelName": "points", "DataSource": {"S3DataSource": source}}],
        OutputDataConfig={"S3OutputPath": "s3://foreign/models"},
        ResourceConfig={"InstanceType": "ml.m5.large", "InstanceCount": 1, "VolumeSizeInGB": 1},
        StoppingCondition={"MaxRuntimeInSeconds": 60},
    )
    return until(
        lambda: sagemaker.describe_training_job(TrainingJobName=name),
        lambda job: job["TrainingJobStatus"] in ("Completed", "Failed"),
    )


def until(
    look: Callable[[], dict[str, Any]], is_so: Callable[[dict[str, Any]], bool]
) -> dict[str, Any]:
    deadline = time.monotonic() + 60
    while not is_so(found := look()):
        assert time.monotonic() < deadline, found
        time.sleep(0.05)
    return found


def test_what_its_ignore_file_names_is_not_in_it(image: ProcessImage) -> None:
    program = image.inside("/srv/centroids")
    assert (program / "public.env").is_file()
    assert not (program / "secret.env").exists()
    assert [path.name for path in (program / "notes").iterdir()] == ["keep.md"]
    assert not (program / "Dockerfile").exists()


def test_its_system_packages_are_noted(image: ProcessImage) -> None:
    (note,) = [note for note in image.config.notes if note.startswith("apt-get")]
    assert "bash coreutils: already on this machine" in note


def test_its_packages_are_those_that_it_names_in_files_and_on_the_line(image: ProcessImage) -> None:
    assert image.packages is not None
    python = image.packages / "bin" / "python"
    program = (
        "import importlib.metadata as m; print(*sorted(d.name.lower() for d in m.distributions()))"
    )
    found = subprocess.run([python, "-Ic", program], capture_output=True, text=True, check=True)
    named = {"cachetools", "python-dotenv", "six", "tabulate"}
    assert set(found.stdout.split()) - {"pip", "setuptools"} == named


def test_it_trains_serves_and_answers(aws: EmbeddedAWS) -> None:
    job = train(aws, "trains", POINTS)
    assert job["TrainingJobStatus"] == "Completed", job["FailureReason"]
    events = aws.client("logs").filter_log_events(
        logGroupName="/aws/sagemaker/TrainingJobs", logStreamNamePrefix="trains/"
    )
    assert [e["message"].split() for e in events["events"]] == [
        ["far", "5", "5"],
        ["near", "1.1", "0.9"],
    ]
    sagemaker = aws.client("sagemaker")
    model = {"Image": IMAGE, "ModelDataUrl": job["ModelArtifacts"]["S3ModelArtifacts"]}
    sagemaker.create_model(ModelName="centroids", ExecutionRoleArn=ROLE, PrimaryContainer=model)
    variant = {"VariantName": "all", "ModelName": "centroids", "InitialInstanceCount": 1}
    sagemaker.create_endpoint_config(
        EndpointConfigName="centroids",
        ProductionVariants=[variant | {"InstanceType": "ml.m5.large"}],
    )
    sagemaker.create_endpoint(EndpointName="centroids", EndpointConfigName="centroids")
    endpoint = until(
        lambda: sagemaker.describe_endpoint(EndpointName="centroids"),
        lambda found: found["EndpointStatus"] != "Creating",
    )
    assert endpoint["EndpointStatus"] == "InService", endpoint
    runtime = aws.client("sagemaker-runtime")
    answer = runtime.invoke_endpoint(EndpointName="centroids", Body=b"4,4\n0,1\n")
    assert (answer["Body"].read(), answer["ContentType"]) == (b"far\nnear\n", "text/csv")
    with pytest.raises(ClientError, match=r"client error \(400\) .*could not convert"):
        runtime.invoke_endpoint(EndpointName="centroids", Body=b"x,y\n")


def test_its_own_words_and_code_explain_a_failure(aws: EmbeddedAWS) -> None:
    job = train(aws, "fails", b"1,one,near\n")
    assert job["FailureReason"] == (
        "AlgorithmError: The data has text where a number is due: could not convert string to "
        "float: 'one', exit code: 4"
    )


def test_its_entrypoint_runs_whatever_else_a_request_names(aws: EmbeddedAWS) -> None:
    job = train(
        aws, "other", POINTS, ContainerArguments=["sh", "-c", "pwd >/opt/ml/output/failure; exit 3"]
    )
    assert job["FailureReason"] == "AlgorithmError: /srv/centroids/server\n, exit code: 3"


def test_as_a_plain_process_it_is_refused_by_name_for_its_fixed_paths(
    home: Path, tmp_path: Path
) -> None:
    said = subprocess.run(
        [
            *(
                sys.executable,
                "-m",
                "localaws.local_mode",
                "train",
                str(FOREIGN),
                str(tmp_path / "ml"),
            ),
            *("--home", str(home), "--runtime", "process"),
        ],
        capture_output=True,
        text=True,
        check=False,
    )
    assert said.returncode == 1
    assert "/srv/centroids/server/app.py has /opt/ml written into it" in said.stderr
    assert "--runtime namespace" in said.stderr


def test_with_a_package_that_the_machine_lacks_it_is_refused(home: Path, tmp_path: Path) -> None:
    context = tmp_path / "context"
    shutil.copytree(FOREIGN, context)
    dockerfile = context / "Dockerfile"
    dockerfile.write_text(dockerfile.read_text().replace("coreutils", "coreutils gone-for-good"))
    with pytest.raises(
        DockerfileError, match=r"line 9: `RUN apt-get install .* lacks gone-for-good"
    ):
        build(BuildRequest(context, dockerfile), ImageStore(home))
