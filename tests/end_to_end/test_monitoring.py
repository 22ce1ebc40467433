"""What serves is watched: ordinary traffic is steady, drifted traffic starts a retraining, too little says so."""

from __future__ import annotations

import json
import random
import re
import time
from collections.abc import Callable
from typing import Any

import pytest

from localaws.server.embedded import EmbeddedAWS

from .conftest import ROOT, Terminal

pytestmark = pytest.mark.end_to_end

NAME = "stepline-iris-dev"
CAPTURED_AFTER = 61  # seconds, until what was captured is written
FLOWERS = [
    [float(cell) for cell in line.split(",")[1:]]
    for line in (ROOT / "samples" / "iris" / "iris.csv").read_text().split()
]


@pytest.fixture(scope="module")
def served(terminal: Terminal, aws: EmbeddedAWS) -> Terminal:
    """A terminal whose endpoint serves iris and captures all of its traffic."""
    terminal.run("deploy", "iris", "-c", "stepline:capture-percent=100")
    terminal.run("data", "iris", "samples/iris/iris.csv")
    terminal.run("start", "iris", "--watch")
    return terminal


@pytest.fixture(scope="module")
def look(served: Terminal) -> Callable[[], dict[str, Any]]:
    """An execution of the monitoring; its output."""
    client = served.client("stepfunctions")

    def looked() -> dict[str, Any]:
        arn = client.start_execution(stateMachineArn=machine(served, f"{NAME}-monitoring"))
        while True:
            execution = client.describe_execution(executionArn=arn["executionArn"])
            if execution["status"] != "RUNNING":
                assert execution["status"] == "SUCCEEDED", execution.get("cause")
                output: dict[str, Any] = json.loads(execution["output"])
                return output
            time.sleep(0.2)

    return looked


def machine(terminal: Terminal, name: str) -> str:
    machines = terminal.client("stepfunctions").list_state_machines()["stateMachines"]
    (arn,) = [each["stateMachineArn"] for each in machines if each["name"] == name]
    return str(arn)


def ask(terminal: Terminal, aws: EmbeddedAWS, rows: int, wider: float = 0.0) -> None:
    """Ask about flowers of the sample, or about ones whose every length is larger; then let time pass."""
    chosen = random.Random(rows).choices(FLOWERS, k=rows)
    body = "\n".join(",".join(f"{length + wider:.1f}" for length in flower) for flower in chosen)
    terminal.client("sagemaker-runtime").invoke_endpoint(
        EndpointName=NAME, ContentType="text/csv", Body=body.encode()
    )
    aws.move_clock(CAPTURED_AFTER)


def test_nothing_captured_is_too_little(look: Callable[[], dict[str, Any]]) -> None:
    seen = look()
    assert seen["outcome"] == "Too little traffic"
    assert "stepline-iris-dev has captured nothing since" in seen["sentence"]


def test_a_few_rows_are_too_little(
    served: Terminal, aws: EmbeddedAWS, look: Callable[[], dict[str, Any]]
) -> None:
    ask(served, aws, 20, wider=3)
    seen = look()
    assert seen["outcome"] == "Too little traffic"
    # The smoke test's rows were captured as well.
    assert re.fullmatch(r"There are 2\d rows, too few to tell: 200 are needed\.", seen["sentence"])


def test_ordinary_traffic_is_steady(
    served: Terminal, aws: EmbeddedAWS, look: Callable[[], dict[str, Any]]
) -> None:
    ask(served, aws, 600)
    seen = look()
    assert seen["outcome"] == "Steady"
    assert re.match(r"Of 62\d rows no column has drifted", seen["sentence"])
    bucket, _, key = seen["report"].removeprefix("s3://").partition("/")
    page = served.client("s3").get_object(Bucket=bucket, Key=key)["Body"].read().decode()
    assert "no column has drifted" in page
    assert "<svg" in page


def test_drifted_traffic_starts_a_retraining_that_says_why(
    served: Terminal, aws: EmbeddedAWS, look: Callable[[], dict[str, Any]]
) -> None:
    ask(served, aws, 1500, wider=3)
    seen = look()
    assert seen["outcome"] == "Drifted"
    client = served.client("stepfunctions")
    started = client.describe_execution(executionArn=seen["retraining"])
    assert started["stateMachineArn"] == machine(served, NAME)
    assert re.match(r"drift: Of 212\d rows", json.loads(started["input"])["started_by"])


def test_the_numbers_are_a_metric(served: Terminal) -> None:
    metrics = served.client("cloudwatch").list_metrics(Namespace="Stepline/Monitoring")["Metrics"]
    assert {metric["MetricName"] for metric in metrics} == {
        *("StabilityIndex", "KolmogorovSmirnov", "Rows")
    }
