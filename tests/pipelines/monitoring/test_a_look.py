"""A look that is really executed: an endpoint with two variants, more captured files than S3 lists at once, and a job in
place of the comparison that says what it was given."""

from __future__ import annotations

import io
import json
import tarfile
import zipfile
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from localaws.server.embedded import EmbeddedAWS
from pipelines import catalog
from pipelines.deployment_inputs import DeploymentInputs
from pipelines.monitoring.state_machine import definition
from tests import serving_image
from tests.pipelines.turns import until

BUCKET, ENDPOINT, IMAGE = "looks", "an-endpoint", "example/looked-at:1"
MORE_THAN_A_PAGE = 1003
SERVE = """from http.server import BaseHTTPRequestHandler, HTTPServer
class Handler(BaseHTTPRequestHandler):
    def do_GET(self):
        self.send_response(200)
        self.end_headers()
HTTPServer(("", 8080), Handler).serve_forever()
"""
# Its baseline says what it finds.
COMPARE = """import json, pathlib
root = pathlib.Path("/opt/ml/processing")
files = sum(1 for _ in (root / "input/captured").rglob("*.jsonl"))
verdict = json.loads((root / "input/baseline/baseline.json").read_text())
sentence = f"{files} files were read."
found = {"verdict": verdict, "sentence": sentence, "rows": files, "stability_index": 0.1, "ks_distance": 0.1}
(root / "output/monitoring/verdict.json").write_text(json.dumps(found))
"""
_TRUST = {
    "Version": "2012-10-17",
    "Statement": [
        {
            "Effect": "Allow",
            "Principal": {"Service": ["states.amazonaws.com", "sagemaker.amazonaws.com"]},
            "Action": "sts:AssumeRole",
        }
    ],
}


class Look:
    """An endpoint of the models `one` and `other`, in variants of these names, and what looks at it."""

    def __init__(self, aws: EmbeddedAWS, home: Path, inputs: DeploymentInputs) -> None:
        self.aws = aws
        serving_image.put(home, SERVE, IMAGE)
        self.s3, self.states = aws.client("s3"), aws.client("stepfunctions")
        self.s3.create_bucket(Bucket=BUCKET)
        iam = aws.client("iam")
        role = iam.create_role(RoleName="all", AssumeRolePolicyDocument=json.dumps(_TRUST))["Role"]
        self._serve(role["Arn"])
        code = io.BytesIO()
        with zipfile.ZipFile(code, "w") as packed:
            packed.writestr("monitoring/__init__.py", "")
            packed.writestr("monitoring/__main__.py", COMPARE)
        self.s3.put_object(Bucket=BUCKET, Key="code/looks.zip", Body=code.getvalue())
        ours = replace(
            inputs,
            bucket=BUCKET,
            image_uri=IMAGE,
            processing_image_uri=IMAGE,
            execution_role_arn=role["Arn"],
            endpoint_name=ENDPOINT,
            code_uri=f"s3://{BUCKET}/code/looks.zip",
            code_file="looks.zip",
        )
        self.retraining = self._machine("retraining", _NOTHING, role["Arn"])
        looking = definition(catalog.load("iris"), ours, self.retraining)
        self.machine = self._machine("looking", looking, role["Arn"])

    def _serve(self, role: str) -> None:
        client = self.aws.client("sagemaker")
        for name in ("one", "other"):
            artifact = f"s3://{BUCKET}/runs/{name}/model.tar.gz"
            self.s3.put_object(Bucket=BUCKET, Key=f"runs/{name}/model.tar.gz", Body=_EMPTY)
            client.create_model(
                ModelName=name,
                ExecutionRoleArn=role,
                PrimaryContainer={"Image": IMAGE, "ModelDataUrl": artifact},
            )
        client.create_endpoint_config(
            EndpointConfigName=ENDPOINT,
            ProductionVariants=[
                {
                    "VariantName": name.title(),
                    "ModelName": name,
                    "InitialInstanceCount": 1,
                    "InstanceType": "ml.m5.large",
                }
                for name in ("one", "other")
            ],
            DataCaptureConfig={
                "EnableCapture": True,
                "InitialSamplingPercentage": 100,
                "DestinationS3Uri": f"s3://{BUCKET}/captured",
                "CaptureOptions": [{"CaptureMode": "InputAndOutput"}],
            },
        )
        client.create_endpoint(EndpointName=ENDPOINT, EndpointConfigName=ENDPOINT)

        def serves() -> bool:
            status = client.describe_endpoint(EndpointName=ENDPOINT)["EndpointStatus"]
            assert status in ("Creating", "InService")
            return bool(status == "InService")

        until(serves, seconds=60)

    def _machine(self, name: str, definition: Any, role: str) -> str:
        arn: str = self.states.create_state_machine(
            name=name, definition=json.dumps(definition), roleArn=role
        )["stateMachineArn"]
        return arn

    def captured(self, variant: str, files: int) -> None:
        hour = f"captured/{ENDPOINT}/{variant}/{datetime.now(UTC):%Y/%m/%d/%H}"
        for number in range(files):
            self.s3.put_object(Bucket=BUCKET, Key=f"{hour}/{number:04}.jsonl", Body=b"{}\n")

    def finds(self, model: str, verdict: str) -> None:
        key = f"runs/{model}/evaluation/baseline.json"
        self.s3.put_object(Bucket=BUCKET, Key=key, Body=json.dumps(verdict).encode())

    def look(self) -> dict[str, Any]:
        """The output of an execution."""
        arn = self.states.start_execution(stateMachineArn=self.machine)["executionArn"]

        def ended() -> dict[str, Any]:
            found: dict[str, Any] = self.states.describe_execution(executionArn=arn)
            return {} if found["status"] == "RUNNING" else found

        found = until(ended, seconds=120)
        assert found["status"] == "SUCCEEDED", found
        output: dict[str, Any] = json.loads(found["output"])
        return output

    def started(self) -> list[str]:
        found = self.states.list_executions(stateMachineArn=self.retraining)["executions"]
        return [one["executionArn"] for one in found]


@pytest.fixture(scope="module")
def looks(tmp_path_factory: pytest.TempPathFactory, inputs: DeploymentInputs) -> Iterator[Look]:
    home = tmp_path_factory.mktemp("home")
    with EmbeddedAWS(home) as aws:
        yield Look(aws, home, inputs)


def test_without_a_baseline_nothing_is_compared(looks: Look) -> None:
    seen = looks.look()
    assert seen["outcome"] == "No baseline"
    assert [one["outcome"] for one in seen["variants"]] == ["No baseline"] * 2
    assert seen["sentence"].startswith("Variant One: The evaluation of model one has left no")


def test_every_captured_file_of_every_variant_is_read(looks: Look) -> None:
    looks.captured("One", MORE_THAN_A_PAGE)
    looks.captured("Other", 2)
    looks.finds("one", "steady")
    looks.finds("other", "too little")
    seen = looks.look()
    assert seen["outcome"] == "Steady"
    assert [(one["variant"], one["outcome"], one["sentence"]) for one in seen["variants"]] == [
        ("One", "Steady", f"{MORE_THAN_A_PAGE} files were read."),
        ("Other", "Too little traffic", "2 files were read."),
    ]
    assert seen["report"].endswith("/monitoring/One/report.html")
    assert looks.started() == []


def test_one_variant_that_drifts_starts_one_retraining_which_says_whose_it_is(looks: Look) -> None:
    looks.finds("other", "drifted")
    seen = looks.look()
    assert seen["outcome"] == "Drifted"
    assert [one["outcome"] for one in seen["variants"]] == ["Steady", "Drifted"]
    assert seen["report"].endswith("/monitoring/Other/report.html")
    assert looks.started() == [seen["retraining"]]
    given = looks.states.describe_execution(executionArn=seen["retraining"])["input"]
    assert json.loads(given)["started_by"] == (
        f"drift: Variant One: {MORE_THAN_A_PAGE} files were read. Variant Other: 2 files were read."
    )


def test_each_variant_has_metrics_of_its_own(looks: Look) -> None:
    found = looks.aws.client("cloudwatch").list_metrics(MetricName="Rows")["Metrics"]
    dimensions = [{d["Name"]: d["Value"] for d in one["Dimensions"]} for one in found]
    all_of_it = {"Pipeline": "iris", "Stage": "dev"}
    assert sorted(dimensions, key=str) == [
        {**all_of_it, "Variant": "One"},
        {**all_of_it, "Variant": "Other"},
        all_of_it,
    ]


def _archive() -> bytes:
    content = io.BytesIO()
    with tarfile.open(fileobj=content, mode="w:gz"):
        pass
    return content.getvalue()


_EMPTY = _archive()
_NOTHING = {"StartAt": "Nothing", "States": {"Nothing": {"Type": "Succeed"}}}
