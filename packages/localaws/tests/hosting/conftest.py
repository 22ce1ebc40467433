"""A hosting on the real runtime of this machine, with an image whose behaviour a test chooses."""

from __future__ import annotations

import io
import json
import tarfile
import time
import uuid
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from moto.iam.models import iam_backends
from moto.logs.models import logs_backends
from moto.s3.models import s3_backends

from localaws.hosting import Hosting, Hostings
from localaws.images.aws_made import Catalogue
from localaws.images.registry import Registry
from localaws.images.store import ImageStore
from localaws.runtime import choose
from localaws.runtime.process_image import ImageConfig
from localaws.runtime.protocol import RuntimeRefused
from localaws.sagemaker.context import ServerContext
from localaws.sagemaker.service import SageMakers
from localaws.this_aws import objects

from ..aws_images import make
from ..runtimes import unavailable

ACCOUNT = "123456789012"
REGION = "eu-west-1"
ROLE = f"arn:aws:iam::{ACCOUNT}:role/execution"
TRUST = {
    "Version": "2012-10-17",
    "Statement": [
        {
            "Effect": "Allow",
            "Principal": {"Service": "sagemaker.amazonaws.com"},
            "Action": "sts:AssumeRole",
        }
    ],
}
IMAGE = "example/serving:1"
PROGRAM = Path(__file__).parent / "serving_program.py"


class Bench:
    """A SageMaker with hosting, and short ways to the things that tests do again and again."""

    def __init__(self, home: Path, runtime: str) -> None:
        images = ImageStore(home)
        tree = home / "tree"
        (tree / "opt/program").mkdir(parents=True)
        (tree / "opt/program/serving_program.py").write_text(PROGRAM.read_text())
        config = ImageConfig(entrypoint=("python3", "/opt/program/serving_program.py"))
        images.put(config, tree, tags=[IMAGE])
        self.hostings = Hostings(home)
        self.home = home
        self._runtime = runtime
        make(home / "aws")
        registry = Registry(images, Catalogue.read(ACCOUNT, home / "aws"))
        context = ServerContext(
            ACCOUNT, home, choose(home, registry, runtime), "http://localhost:1"
        )
        self._services = SageMakers(context, parts=[self.hostings.part])
        self.service = self._services.for_region(REGION)
        iam = iam_backends[ACCOUNT]["aws"]
        if not any(role.arn == ROLE for role in iam.roles.values()):
            iam.create_role("execution", json.dumps(TRUST), "/", None, "", [], "3600")
        self.bucket = f"models-{uuid.uuid4().hex[:8]}"
        s3_backends[ACCOUNT]["aws"].create_bucket(self.bucket, REGION)

    @property
    def hosting(self) -> Hosting:
        hosting = self.hostings.find(REGION)
        assert hosting is not None
        return hosting

    def call(self, operation: str, **parameters: Any) -> dict[str, Any]:
        return self.service.call(operation, parameters)

    def model_data(self, files: dict[str, str]) -> str:
        """Put a model.tar.gz of these files; its URI."""
        buffer = io.BytesIO()
        with tarfile.open(fileobj=buffer, mode="w:gz") as tar:
            for name, content in files.items():
                member = tarfile.TarInfo(name)
                member.size = len(content)
                tar.addfile(member, io.BytesIO(content.encode()))
        return self.put(f"{uuid.uuid4().hex}/model.tar.gz", buffer.getvalue())

    def put(self, key: str, content: bytes) -> str:
        """Put an object; its URI."""
        objects.write(self.bucket, key, content)
        return f"s3://{self.bucket}/{key}"

    def create_model(self, name: str, /, **container: Any) -> None:
        """A model of the test's image unless ``container`` says otherwise."""
        self.call(
            "CreateModel",
            ModelName=name,
            ExecutionRoleArn=ROLE,
            PrimaryContainer={"Image": IMAGE} | container,
        )

    def model(self, name: str, /, **environment: str) -> None:
        """A model whose container behaves as ``environment`` says."""
        self.create_model(name, Environment=environment)

    def configuration(self, name: str, *variants: dict[str, Any], **more: Any) -> None:
        """A configuration of these variants, with what a variant must have filled in."""
        usual = {
            "VariantName": "AllTraffic",
            "InitialInstanceCount": 1,
            "InstanceType": "ml.m5.large",
        }
        self.call(
            "CreateEndpointConfig",
            EndpointConfigName=name,
            ProductionVariants=[usual | variant for variant in variants],
            **more,
        )

    def serving(self, endpoint: str, **environment: str) -> None:
        """An endpoint in service with one variant of a model of these settings."""
        self.model(f"{endpoint}-model", **environment)
        self.configuration(f"{endpoint}-config", {"ModelName": f"{endpoint}-model"})
        self.call("CreateEndpoint", EndpointName=endpoint, EndpointConfigName=f"{endpoint}-config")
        described = self.settled(endpoint)
        assert described["EndpointStatus"] == "InService", described

    def settled(self, endpoint: str) -> dict[str, Any]:
        """DescribeEndpoint's answer once no deployment is under way."""
        found = self.hosting.endpoints.find(endpoint)
        assert found is not None
        assert found.settled.wait(60)
        return found.describe()

    def log_group(self, name: str) -> Any:
        return logs_backends[ACCOUNT][REGION].groups[name]

    def another(self) -> Bench:
        """A second one in a home of its own."""
        home = self.home / uuid.uuid4().hex
        home.mkdir()
        return Bench(home, self._runtime)

    def shutdown(self) -> None:
        self._services.shutdown()


@pytest.fixture(scope="module", params=["namespace", "process"])
def bench(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Bench]:
    try:
        bench = Bench(tmp_path_factory.mktemp("home"), request.param)
    except RuntimeRefused as refused:
        unavailable(request.param, str(refused))
    yield bench
    bench.shutdown()


@pytest.fixture
def name() -> str:
    """A name that no other test has."""
    return f"n{uuid.uuid4().hex[:10]}"


def eventually(condition: Callable[[], bool], seconds: float = 20) -> None:
    """Wait for a condition that another thread brings about."""
    deadline = time.monotonic() + seconds
    while not condition():
        assert time.monotonic() < deadline, "it did not come about"
        time.sleep(0.01)
