"""A pipeline of three jobs, each a few lines, that tests execute on an embedded AWS."""

from __future__ import annotations

import io
import json
import time
import uuid
import zipfile
from dataclasses import replace
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

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
from pipelines.workflow.measure import Measure
from pipelines.workflow.processing import ProcessingStep
from pipelines.workflow.reuse import Reuse
from pipelines.workflow.state_machine import definition
from pipelines.workflow.training import TrainingStep

IMAGE = "example/steps:1"
BUCKET, TABLE = "steps", "steps"
TRAIN = """#!/bin/sh
find /opt/ml/input/data/train -type f | sort | xargs cat > /opt/ml/model/model.txt
"""
BROKEN = """#!/bin/sh
echo "no luck" > /opt/ml/output/failure
exit 1
"""
CODE = """import json, pathlib, shutil, sys
root = pathlib.Path("/opt/ml/processing")
if sys.argv[1] == "prepare":
    for name in ("train", "test"):
        shutil.copytree(root / "input/data", root / "output" / name, dirs_exist_ok=True)
else:
    found = {"candidate": {"metrics": {"accuracy": {"value": 0.9}}}, "champion": None}
    (root / "output/evaluation/evaluation.json").write_text(json.dumps(found))
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
        Measure(pipeline, inputs),
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

    def trains_by(self, script: str) -> None:
        """What the image does from now on: its URI, which is all that is known of it, stays."""
        build(self.folder, script)

    def start(self, machine: str, data: str, **given: Any) -> str:
        text = json.dumps({"data": data, **given})
        return str(self.states.start_execution(stateMachineArn=machine, input=text)["executionArn"])

    def rewrite(self, step: str, fingerprint: str, changed: dict[str, str | None]) -> None:
        """Other texts in both of a step's entries; one that is None is a number there."""
        for key in (fingerprint, "latest"):
            for name, text in changed.items():
                self.aws.client("dynamodb").update_item(
                    TableName=TABLE,
                    Key={"pk": {"S": f"step#{step}"}, "sk": {"S": key}},
                    UpdateExpression="SET #name = :value",
                    ExpressionAttributeNames={"#name": name},
                    ExpressionAttributeValues={
                        ":value": {"N": "5"} if text is None else {"S": text}
                    },
                )

    def record(self, output: dict[str, Any]) -> Any:
        """Of the execution that yielded that."""
        key = output["record"].removeprefix(f"s3://{BUCKET}/")
        return json.loads(self.s3.get_object(Bucket=BUCKET, Key=key)["Body"].read())

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

    def await_state(self, execution: str, name: str) -> None:
        """Wait until the execution has entered a state."""
        deadline = time.monotonic() + 60
        while time.monotonic() < deadline:
            history = self.states.get_execution_history(executionArn=execution, maxResults=1000)
            entered = [e.get("stateEnteredEventDetails", {}) for e in history["events"]]
            if any(one.get("name") == name for one in entered):
                return
            time.sleep(0.02)
        raise AssertionError(f"{execution} has not come to {name}")

    def empty(self, prefix: str) -> None:
        """Delete what lies at an S3 address."""
        bucket, key = prefix.removeprefix("s3://").split("/", 1)
        for found in self.s3.list_objects_v2(Bucket=bucket, Prefix=key)["Contents"]:
            self.s3.delete_object(Bucket=bucket, Key=found["Key"])


def build(home: Path, script: str) -> None:
    """The image, with that program to train by."""
    with TemporaryDirectory() as tree:
        program = Path(tree, "opt", "program", "train")
        program.parent.mkdir(parents=True)
        program.write_text(script)
        program.chmod(0o755)
        config = ImageConfig(environment={"PATH": "/opt/program:/usr/local/bin:/usr/bin:/bin"})
        ImageStore(home).put(config, Path(tree), tags=[IMAGE])


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
