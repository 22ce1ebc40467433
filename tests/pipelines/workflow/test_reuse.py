"""Executions that reuse what earlier ones made, and that say why where they do not.

A pipeline of three jobs, each a few lines, on an embedded AWS; what a job does besides is told by files that all
of them see.
"""

from __future__ import annotations

import io
import json
import time
import uuid
import zipfile
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from localaws.images.store import ImageStore
from localaws.runtime.process_image import ImageConfig
from localaws.server.embedded import EmbeddedAWS
from pipelines.definition import (
    Channel,
    Evaluation,
    FromProcessing,
    Pipeline,
    Processing,
    Training,
)
from pipelines.deployment_inputs import DeploymentInputs
from pipelines.parameters import Parameter
from pipelines.sdk.upstream import Chain
from pipelines.workflow import steps
from pipelines.workflow.check_input import CheckInput
from pipelines.workflow.find_objects import FindData
from pipelines.workflow.finish import with_ending
from pipelines.workflow.processing import EvaluationStep, ProcessingStep
from pipelines.workflow.reuse import Reuse
from pipelines.workflow.state_machine import definition
from pipelines.workflow.training import TrainingStep

IMAGE = "example/steps:1"
BUCKET, TABLE = "steps", "steps"
TRAIN = """#!/bin/sh
if [ -s {folder}/failures ]; then
    sed -i 1d {folder}/failures
    echo "no luck" > /opt/ml/output/failure
    exit 1
fi
cat /opt/ml/input/data/train/* > /opt/ml/model/model.txt
"""
CODE = """import pathlib, shutil, sys
root = pathlib.Path("/opt/ml/processing")
if sys.argv[1] == "prepare":
    for name in ("train", "test"):
        shutil.copytree(root / "input/data", root / "output" / name, dirs_exist_ok=True)
else:
    (root / "output/evaluation/evaluation.json").write_text("{}")
"""


def row(pipeline: Pipeline, inputs: DeploymentInputs) -> Chain:
    """The three steps, without a model and what serves it."""
    return with_ending(
        pipeline,
        inputs,
        CheckInput(pipeline, inputs),
        FindData(),
        Reuse(inputs, steps.preprocessing(pipeline, inputs), ProcessingStep(pipeline, inputs)),
        Reuse(inputs, steps.training(pipeline, inputs), TrainingStep(pipeline, inputs)),
        Reuse(inputs, steps.evaluation(pipeline, inputs), EvaluationStep(pipeline, inputs)),
    )


PIPELINE = Pipeline(
    name="steps",
    description="Prepare, train, evaluate.",
    processing=Processing(outputs=("train", "test"), arguments=("prepare",)),
    training=Training(
        channels=(Channel("train", FromProcessing("train")),),
        parameters=(Parameter("depth", "integer", 5, "how deep", least=1, most=9),),
    ),
    evaluation=Evaluation(reads=("test",), arguments=("evaluate",)),
    workflow=row,
)


class Steps:
    """Short ways to execute the pipeline on an embedded AWS."""

    def __init__(self, aws: EmbeddedAWS, folder: Path) -> None:
        self.aws, self.folder = aws, folder
        self.s3, self.states = aws.client("s3"), aws.client("stepfunctions")
        self.role = aws.client("iam").create_role(
            RoleName="steps", AssumeRolePolicyDocument=json.dumps(_TRUST)
        )["Role"]["Arn"]
        self.s3.create_bucket(Bucket=BUCKET)
        aws.client("dynamodb").create_table(
            TableName=TABLE,
            BillingMode="PAY_PER_REQUEST",
            AttributeDefinitions=[{"AttributeName": n, "AttributeType": "S"} for n in _KEYS],
            KeySchema=[{"AttributeName": n, "KeyType": k} for n, k in _KEYS.items()],
        )
        self.inputs = DeploymentInputs(
            region=aws.region,
            bucket=BUCKET,
            image_uri=IMAGE,
            execution_role_arn=self.role,
            stage="dev",
            endpoint_name="steps",
            table=TABLE,
        )

    def data(self) -> str:
        """A folder in S3 that no execution has seen."""
        prefix = f"data/{uuid.uuid4().hex}"
        self.s3.put_object(Bucket=BUCKET, Key=f"{prefix}/rows.csv", Body=b"1,2\n")
        return f"s3://{BUCKET}/{prefix}/"

    def machine(self, code: str = CODE, **changes: Any) -> str:
        """The ARN of a state machine that is deployed with that processing code."""
        content = io.BytesIO()
        with zipfile.ZipFile(content, "w") as packed:
            packed.writestr("__main__.py", code)
        name = f"{uuid.uuid5(uuid.NAMESPACE_OID, code).hex}.zip"
        self.s3.put_object(Bucket=BUCKET, Key=f"code/{name}", Body=content.getvalue())
        inputs = replace(
            self.inputs, code_uri=f"s3://{BUCKET}/code/{name}", code_file=name, **changes
        )
        return str(
            self.states.create_state_machine(
                name=f"steps-{uuid.uuid4().hex[:8]}",
                definition=json.dumps(definition(PIPELINE, inputs)),
                roleArn=self.role,
            )["stateMachineArn"]
        )

    def fail(self, times: int) -> None:
        """The next trainings."""
        (self.folder / "failures").write_text("once\n" * times)

    def start(self, machine: str, data: str, **given: Any) -> str:
        text = json.dumps({"data": data, **given})
        return str(self.states.start_execution(stateMachineArn=machine, input=text)["executionArn"])

    def ended(self, execution: str) -> dict[str, Any]:
        """What DescribeExecution says in the end, its output as a value."""
        deadline = time.monotonic() + 60
        while time.monotonic() < deadline:
            found: dict[str, Any] = self.states.describe_execution(executionArn=execution)
            if found["status"] != "RUNNING":
                return {**found, "output": json.loads(found.get("output", "null"))}
            time.sleep(0.05)
        raise AssertionError(f"{execution} is still running")

    def run(self, machine: str, data: str, **given: Any) -> dict[str, Any]:
        """The steps of a new execution, by their names."""
        ended = self.ended(self.start(machine, data, **given))
        assert ended["status"] == "SUCCEEDED", ended
        return {step["name"]: step for step in ended["output"]["steps"]}

    def empty(self, prefix: str) -> None:
        """Delete what lies at an S3 address."""
        bucket, key = prefix.removeprefix("s3://").split("/", 1)
        for found in self.s3.list_objects_v2(Bucket=bucket, Prefix=key)["Contents"]:
            self.s3.delete_object(Bucket=bucket, Key=found["Key"])


_KEYS = {"pk": "HASH", "sk": "RANGE"}
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


@pytest.fixture(scope="module")
def deployed(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Steps]:
    home, tree = tmp_path_factory.mktemp("home"), tmp_path_factory.mktemp("tree")
    program = tree / "opt" / "program" / "train"
    program.parent.mkdir(parents=True)
    program.write_text(TRAIN.format(folder=home))
    program.chmod(0o755)
    config = ImageConfig(environment={"PATH": "/opt/program:/usr/local/bin:/usr/bin:/bin"})
    ImageStore(home).put(config, tree, tags=[IMAGE])
    with EmbeddedAWS(home=home) as aws:
        yield Steps(aws, home)


def test_what_is_as_it_was_is_not_done_again(deployed: Steps) -> None:
    machine, data = deployed.machine(), deployed.data()
    first = deployed.ended(deployed.start(machine, data))
    assert first["status"] == "SUCCEEDED", first
    then = deployed.run(machine, data)
    assert [step["reused_from"] for step in then.values()] == [first["executionArn"]] * 3
    assert [step["job"] for step in then.values()] == [
        step["job"] for step in first["output"]["steps"]
    ]
