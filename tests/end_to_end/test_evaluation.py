"""Iris trained twice on the embedded AWS, on data that grew: the second model is measured beside the first."""

from __future__ import annotations

import json
import time
from pathlib import Path
from typing import Any

import pytest

from localaws.server.embedded import EmbeddedAWS

from .conftest import ROOT, Terminal

pytestmark = pytest.mark.end_to_end

SAMPLE = ROOT / "samples" / "iris" / "iris.csv"
STACK = "stepline-iris-dev"
Rows = set[str]


def execute(aws: EmbeddedAWS) -> dict[str, Any]:
    """The output of an execution with an empty input, which must go well."""
    states = aws.client("stepfunctions")
    arn = f"arn:aws:states:us-east-1:123456789012:stateMachine:{STACK}"
    started = states.start_execution(stateMachineArn=arn, input="{}")["executionArn"]
    deadline = time.monotonic() + 240
    while (ended := states.describe_execution(executionArn=started))["status"] == "RUNNING":
        assert time.monotonic() < deadline, ended
        time.sleep(0.3)
    assert ended["status"] == "SUCCEEDED", ended
    output: dict[str, Any] = json.loads(ended["output"])
    return output


def read(aws: EmbeddedAWS, uri: str) -> str:
    bucket, _, key = uri.removeprefix("s3://").partition("/")
    text: bytes = aws.client("s3").get_object(Bucket=bucket, Key=key)["Body"].read()
    return text.decode()


def split(aws: EmbeddedAWS, output: dict[str, Any], name: str) -> Rows:
    """The rows that a run has trained on, or tested with, without their labels."""
    lines = read(aws, f"{output['run']}/{name}/{name}.csv").splitlines()
    return {line.partition(",")[2] for line in lines}


def test_a_worse_model_is_measured_beside_the_one_that_serves_on_rows_that_neither_saw(
    aws: EmbeddedAWS, terminal: Terminal, tmp_path: Path
) -> None:
    terminal.run("deploy", "iris")
    terminal.run("data", "iris", str(SAMPLE))
    first = execute(aws)
    alone = json.loads(read(aws, f"{first['evaluation']}evaluation.json"))
    assert alone["champion"] is None
    assert first["outcome"] == "In service"

    # In front of the rows that there were: others, in which a label says nothing.
    bucket = first["run"].removeprefix("s3://").partition("/")[0]
    labels = ["setosa", "versicolor", "virginica"]
    nonsense = "".join(
        f"{labels[n % 7 % 3]},{4 + n % 31 / 10},{2 + n % 17 / 10},{1 + n % 53 / 10},{n % 23 / 10}\n"
        for n in range(300)
    )
    s3 = aws.client("s3")
    s3.put_object(Bucket=bucket, Key="data/a-first.csv", Body=nonsense.encode())
    s3.put_object(Bucket=bucket, Key="data/_SUCCESS", Body=b"")
    second = execute(aws)

    both = json.loads(read(aws, f"{second['evaluation']}evaluation.json"))
    assert both["rows"] > alone["rows"]
    assert both["champion"]["metrics"]["accuracy"]["value"] is not None
    assert set(both["difference"]) == set(both["candidate"]["metrics"])
    assert split(aws, first, "test") <= split(aws, second, "test")
    assert not split(aws, first, "train") & split(aws, second, "test")
    assert second["outcome"] == "Refused"
    for model in ("candidate", "champion"):
        decided = second["decision"][model]
        assert decided == both[model]["metrics"]["accuracy"]["value"]
    report = read(aws, f"{second['evaluation']}report.html")
    assert f"{second['decision']['candidate']:.4f}" in report
    serves = aws.client("sagemaker").describe_endpoint(EndpointName=STACK)
    assert serves["EndpointConfigName"] == first["endpoint_configuration"]
