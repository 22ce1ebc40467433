"""A SageMaker whose jobs really run, on this machine's own runtime, in an image of one program.

The image's program is ``sh``, so that each test says in its own text what its container does.
"""

from __future__ import annotations

import uuid
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import Any

import pytest
from moto.iam.models import iam_backends
from moto.logs.models import logs_backends
from moto.s3.models import s3_backends

from localaws.images.store import ImageStore
from localaws.jobs.job import Job
from localaws.jobs.jobs import Jobs
from localaws.jobs.kind import JobKind
from localaws.jobs.kinds import KINDS
from localaws.runtime import choose
from localaws.runtime.process_image import ImageConfig
from localaws.sagemaker.context import ServerContext
from localaws.sagemaker.service import SageMaker, SageMakers
from localaws.this_aws import objects

ACCOUNT = "123456789012"
REGION = "us-east-1"
IMAGE = "example/jobs:1"
TRUST = """{"Statement": [{"Effect": "Allow", "Action": "sts:AssumeRole",
            "Principal": {"Service": "sagemaker.amazonaws.com"}}]}"""
ENDS_WITHIN = 60  # seconds; a job that takes longer has hung


class WithJobs(SageMakers):
    """SageMaker with its jobs, of which so many containers run at once."""

    def __init__(
        self, context: ServerContext, slots: int = 4, kinds: Sequence[JobKind] = KINDS
    ) -> None:
        self.jobs = Jobs(context.home, slots, kinds)
        super().__init__(context, [self.jobs.part])


class Bench:
    """A SageMaker, a bucket of the test's own, and short ways to what tests do again and again."""

    def __init__(self, services: WithJobs, role: str) -> None:
        self.services = services
        self.service: SageMaker = services.for_region(REGION)
        self.home: Path = services.context.home
        self.runtime = services.context.runtime.name
        self.role = role
        self.bucket = f"bucket-{uuid.uuid4().hex[:12]}"
        s3_backends[ACCOUNT]["aws"].create_bucket(self.bucket, REGION)

    def put(self, **files: str) -> None:
        """Put objects; a double underscore in a name is a slash, a single one at the end a dot."""
        for name, content in files.items():
            self.write(name.replace("__", "/"), content)

    def write(self, key: str, content: str) -> None:
        objects.write(self.bucket, key, content.encode())

    def uri(self, key: str) -> str:
        return f"s3://{self.bucket}/{key}"

    def keys(self, prefix: str = "") -> list[str]:
        return list(objects.list_keys(self.bucket, prefix))

    def text(self, key: str) -> str:
        return objects.read(self.bucket, key).decode()

    def training_request(self, script: str, **members: Any) -> dict[str, Any]:
        """A request whose container runs a shell script; ``members`` replace whole members."""
        algorithm = {
            "TrainingImage": IMAGE,
            "TrainingInputMode": "File",
            "ContainerEntrypoint": ["sh", "-c"],
            "ContainerArguments": [script],
        }
        return {
            "TrainingJobName": new_name(),
            "RoleArn": self.role,
            "AlgorithmSpecification": algorithm | members.pop("algorithm", {}),
            "ResourceConfig": {
                "InstanceType": "ml.m5.large",
                "InstanceCount": 1,
                "VolumeSizeInGB": 1,
            },
            "StoppingCondition": {"MaxRuntimeInSeconds": 60},
            "OutputDataConfig": {"S3OutputPath": self.uri("models")},
        } | members

    def processing_request(self, script: str, **members: Any) -> dict[str, Any]:
        """Likewise for a processing job."""
        return {
            "ProcessingJobName": new_name(),
            "RoleArn": self.role,
            "AppSpecification": {
                "ImageUri": IMAGE,
                "ContainerEntrypoint": ["sh", "-c"],
                "ContainerArguments": [script],
            },
            "ProcessingResources": {
                "ClusterConfig": {
                    "InstanceType": "ml.m5.large",
                    "InstanceCount": 1,
                    "VolumeSizeInGB": 1,
                }
            },
        } | members

    def start_training(self, script: str, **members: Any) -> str:
        """Create a training job; its name."""
        request = self.training_request(script, **members)
        self.service.call("CreateTrainingJob", request)
        return str(request["TrainingJobName"])

    def start_processing(self, script: str, **members: Any) -> str:
        request = self.processing_request(script, **members)
        self.service.call("CreateProcessingJob", request)
        return str(request["ProcessingJobName"])

    def train(self, script: str, **members: Any) -> dict[str, Any]:
        """Run a training job to its end; what Describe says then."""
        return self.ended("training", self.start_training(script, **members))

    def process(self, script: str, **members: Any) -> dict[str, Any]:
        return self.ended("processing", self.start_processing(script, **members))

    def job(self, kind: str, name: str, region: str = REGION) -> Job:
        return self.services.jobs.job(region, f"{kind.capitalize()}Job", name)

    def ended(self, kind: str, name: str) -> dict[str, Any]:
        assert self.job(kind, name).finished.wait(ENDS_WITHIN)
        noun = f"{kind.capitalize()}Job"
        return self.service.call(f"Describe{noun}", {f"{noun}Name": name})

    def until(self, condition: Callable[[], bool], kind: str, name: str) -> None:
        """Wait for something that a running job brings about."""
        while not condition():
            assert not self.job(kind, name).finished.wait(0.02), "the job ended before it"

    def log(self, kind: str, name: str, host: str = "algo-1") -> list[str]:
        """The lines of one container's log stream."""
        group = logs_backends[ACCOUNT][REGION].groups[f"/aws/sagemaker/{kind.capitalize()}Jobs"]
        [stream] = [s for n, s in group.streams.items() if n.startswith(f"{name}/{host}-")]
        return [event.message for event in stream.events]

    def channel(self, name: str, key: str, **source: Any) -> dict[str, Any]:
        """A channel of everything below a prefix of the test's bucket."""
        full = {"S3DataType": "S3Prefix", "S3Uri": self.uri(key)} | source
        return {"ChannelName": name, "DataSource": {"S3DataSource": full}}

    def source(self, name: str, key: str, **more: Any) -> dict[str, Any]:
        """A processing input, likewise, at /opt/ml/processing/NAME."""
        path = f"/opt/ml/processing/{name}"
        full = {"S3DataType": "S3Prefix", "S3Uri": self.uri(key), "LocalPath": path} | more
        return {"InputName": name, "S3Input": full}

    def target(self, name: str, key: str, mode: str = "EndOfJob") -> dict[str, Any]:
        """A processing output at /opt/ml/processing/NAME."""
        path = f"/opt/ml/processing/{name}"
        output = {"S3Uri": self.uri(key), "LocalPath": path, "S3UploadMode": mode}
        return {"OutputName": name, "S3Output": output}


def new_name() -> str:
    """A job name that no other test has."""
    return f"job-{uuid.uuid4().hex[:12]}"


@pytest.fixture(scope="session")
def services(tmp_path_factory: pytest.TempPathFactory) -> Iterator[WithJobs]:
    home = tmp_path_factory.mktemp("home")
    images = ImageStore(home)
    tree = tmp_path_factory.mktemp("tree")
    images.put(ImageConfig(), tree, tags=[IMAGE])
    # So many slots on every machine: what waits for one is the affair of test_admission.
    context = ServerContext(ACCOUNT, home, choose(home, images), "http://localhost:1")
    services = WithJobs(context)
    yield services
    services.shutdown()


@pytest.fixture(scope="session")
def role() -> str:
    name = f"role-{uuid.uuid4().hex[:8]}"
    made = iam_backends[ACCOUNT]["aws"].create_role(name, TRUST, "/", None, "", [], "3600")
    return str(made.arn)


@pytest.fixture
def bench(services: WithJobs, role: str) -> Bench:
    return Bench(services, role)
