"""Releases of iris on the embedded AWS, while a client goes on asking: good models, and broken ones.

A broken model is the same training with another image to serve: of a program that answers rubbish, errors, or not
at all.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
import threading
import time
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest
from botocore.exceptions import ClientError

from localaws.server.embedded import EmbeddedAWS

from .conftest import ROOT, Terminal

pytestmark = pytest.mark.end_to_end

STACK = ENDPOINT = "stepline-iris-dev"
ROW = b"5.0,3.4,1.5,0.2\n"
CANARY = (
    *("-c", "stepline:release-traffic=canary", "-c", "stepline:release-percent=50"),
    *("-c", "stepline:release-wait-seconds=120"),
    *("-c", "stepline:release-termination-wait-seconds=60"),
    *("-c", "stepline:endpoint-instance-count=2", "-c", "stepline:release-keep=1"),
    *("-c", "stepline:capture-percent=100"),
    *("-c", "stepline:endpoint-instance-type=ml.m5.large"),  # burstable ones do not scale
    *("-c", "stepline:scaling-min-instances=2", "-c", "stepline:scaling-max-instances=4"),
)
BROKEN = """
import http.server, sys, time
HOW = open("/opt/program/how").read().strip()
if HOW == "silent":
    time.sleep(1)
    sys.exit("no model here")

class Answers(http.server.BaseHTTPRequestHandler):
    def do_GET(self):
        self.answer(200, b"")
    def do_POST(self):
        self.rfile.read(int(self.headers.get("Content-Length") or 0))
        if HOW == "dies":
            sys.stderr.write("out of memory")
            import os
            os._exit(137)
        self.answer(500 if HOW == "errors" else 200, b"banana\\n")
    def answer(self, status, body):
        self.send_response(status)
        self.send_header("Content-Type", "text/csv")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)
    def log_message(self, *_):
        pass

http.server.ThreadingHTTPServer(("", 8080), Answers).serve_forever()
"""


class Client:
    """Asks the endpoint without a pause, and counts what it hears."""

    def __init__(self, aws: EmbeddedAWS) -> None:
        self._runtime = aws.client("sagemaker-runtime")
        self._ended = threading.Event()
        self.heard: Counter[str] = Counter()
        self._thread = threading.Thread(target=self._ask)

    def _ask(self) -> None:
        while not self._ended.is_set():
            try:
                answer = self._runtime.invoke_endpoint(
                    EndpointName=ENDPOINT, Body=ROW, ContentType="text/csv"
                )
                self.heard[answer["Body"].read().decode().strip()] += 1
            except ClientError as error:
                self.heard[error.response["Error"]["Code"]] += 1
            time.sleep(0.02)

    def __enter__(self) -> Client:
        self._thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._ended.set()
        self._thread.join()


@contextmanager
def serving_image(aws: EmbeddedAWS, folder: Path, how: str) -> Iterator[None]:
    """While it lasts, the state machine makes models of an image that is broken so."""
    states = aws.client("stepfunctions")
    (arn,) = (
        one["stateMachineArn"]
        for one in states.list_state_machines()["stateMachines"]
        if one["name"] == STACK
    )
    before = states.describe_state_machine(stateMachineArn=arn)["definition"]
    definition = json.loads(before)
    definition["States"]["Create model"]["Parameters"]["PrimaryContainer"]["Image"] = build(
        aws, folder, how
    )
    states.update_state_machine(stateMachineArn=arn, definition=json.dumps(definition))
    yield
    states.update_state_machine(stateMachineArn=arn, definition=before)


def build(aws: EmbeddedAWS, folder: Path, how: str) -> str:
    (folder / "how").write_text(how)
    (folder / "serve").write_text("#!/usr/bin/env python3\n" + BROKEN)
    (folder / "serve").chmod(0o755)
    (folder / "Dockerfile").write_text(
        "FROM python:3.11-slim\nCOPY serve how /opt/program/\nENV PATH=/opt/program:$PATH\n"
    )
    tag = f"example/broken:{how}"
    subprocess.run(
        [sys.executable, "-m", "localaws.images.docker_cli", "build", "--tag", tag, "."],
        cwd=folder,
        env=os.environ | {"LOCALAWS_HOME": str(aws.home), "PYTHONPATH": str(ROOT)},
        check=True,
    )
    return tag


def run(
    aws: EmbeddedAWS, given: dict[str, Any], *, pause: float = 0.3, passes: float = 20
) -> dict[str, Any]:
    """An execution, to its end. While a fleet bakes, so many seconds pass after each pause; metrics are published
    every five seconds of the machine's own time."""
    states = aws.client("stepfunctions")
    (arn,) = (
        one["stateMachineArn"]
        for one in states.list_state_machines()["stateMachines"]
        if one["name"] == STACK
    )
    started = states.start_execution(stateMachineArn=arn, input=json.dumps(given))["executionArn"]
    deadline = time.monotonic() + 240
    while (ended := states.describe_execution(executionArn=started))["status"] == "RUNNING":
        assert time.monotonic() < deadline, ended
        time.sleep(pause)
        if baking(aws):
            aws.move_clock(passes)
    found: dict[str, Any] = ended
    return found


def baking(aws: EmbeddedAWS) -> bool:
    try:
        endpoint = aws.client("sagemaker").describe_endpoint(EndpointName=ENDPOINT)
    except ClientError:
        return False
    pending = endpoint.get("PendingDeploymentSummary", {}).get("ProductionVariants", [])
    return any(
        stage["Status"] == "Baking" for one in pending for stage in one.get("VariantStatus", [])
    )


def serves(aws: EmbeddedAWS) -> str:
    endpoint = aws.client("sagemaker").describe_endpoint(EndpointName=ENDPOINT)
    assert endpoint["EndpointStatus"] == "InService"
    name: str = endpoint["EndpointConfigName"]
    return name


@pytest.fixture(scope="module")
def deployed(aws: EmbeddedAWS, terminal: Terminal) -> EmbeddedAWS:
    """Iris with a canary, and a first model in service."""
    terminal.run("deploy", "iris", *CANARY)
    terminal.run("data", "iris", str(ROOT / "samples" / "iris" / "iris.csv"))
    first = run(aws, {})
    assert first["status"] == "SUCCEEDED", first
    return aws


def test_a_better_model_is_released_and_no_client_notices(deployed: EmbeddedAWS) -> None:
    before = serves(deployed)
    with Client(deployed) as client:
        ended = run(deployed, {"hyperparameters": {"max_leaf_nodes": 9}})
    assert ended["status"] == "SUCCEEDED", ended
    output = json.loads(ended["output"])
    assert serves(deployed) == output["endpoint_configuration"] != before
    assert set(client.heard) == {"setosa"}
    # The one that it followed is superseded, and nothing uses it.
    assert output["cleaned"] == {"configurations": 1, "models": 1}
    scaling = deployed.client("application-autoscaling")
    (target,) = scaling.describe_scalable_targets(ServiceNamespace="sagemaker")["ScalableTargets"]
    assert (target["MinCapacity"], target["MaxCapacity"]) == (2, 4)


def test_rubbish_is_found_by_the_smoke_test_and_put_back(
    deployed: EmbeddedAWS, tmp_path: Path
) -> None:
    before = serves(deployed)
    with serving_image(deployed, tmp_path, "rubbish"):
        ended = run(deployed, {"hyperparameters": {"max_leaf_nodes": 7}})
    assert ended["error"] == "SmokeTestFailed", ended
    assert 'answered "banana' in ended["cause"]
    assert f"The previous configuration {before} serves again." in ended["cause"]
    assert serves(deployed) == before


def test_errors_ring_an_alarm_in_the_canary_and_the_old_model_answers_on(
    deployed: EmbeddedAWS, tmp_path: Path
) -> None:
    before = serves(deployed)
    with serving_image(deployed, tmp_path, "errors"), Client(deployed) as client:
        ended = run(deployed, {"hyperparameters": {"max_leaf_nodes": 6}}, pause=6, passes=60)
    assert ended["error"] == "EndpointNotInService", ended
    assert f"{STACK}-release-errors" in ended["cause"]
    assert serves(deployed) == before
    assert client.heard["setosa"] > client.heard["ModelError"]


@pytest.mark.parametrize("how", ["silent", "dies"])
def test_a_model_that_does_not_stay_up_never_takes_over(
    deployed: EmbeddedAWS, tmp_path: Path, how: str
) -> None:
    before = serves(deployed)
    with serving_image(deployed, tmp_path, how), Client(deployed) as client:
        ended = run(deployed, {"hyperparameters": {"max_leaf_nodes": 5}}, pause=6, passes=60)
    assert ended["error"] == "EndpointNotInService", ended
    assert serves(deployed) == before
    assert client.heard["setosa"]
    if how == "silent":  # it never got a request
        assert set(client.heard) == {"setosa"}


@pytest.mark.proof
def test_a_candidate_serves_beside_the_champion_until_it_is_promoted(
    deployed: EmbeddedAWS, terminal: Terminal
) -> None:
    terminal.run("deploy", "iris", "-c", "stepline:experiment-share=0.5")
    champion = serves(deployed)
    began = run(deployed, {"hyperparameters": {"max_leaf_nodes": 4}})
    assert began["status"] == "SUCCEEDED", began
    assert weights(deployed) == {"AllTraffic": 0.5, "Candidate": 0.5}
    with Client(deployed) as client:
        skipped = json.loads(run(deployed, {})["output"])
        assert skipped["outcome"] == "Skipped"
        assert "An experiment runs" in skipped["sentence"]
        promoted = json.loads(run(deployed, {"experiment": "promote"})["output"])
    assert set(client.heard) == {"setosa"}
    assert promoted["outcome"] == "In service"
    assert promoted["model"] == json.loads(began["output"])["model"] != champion
    assert weights(deployed) == {"AllTraffic": 1.0}
    again = run(deployed, {"experiment": "withdraw"})
    assert again["error"] == "NoExperiment"


def weights(aws: EmbeddedAWS) -> dict[str, float]:
    endpoint = aws.client("sagemaker").describe_endpoint(EndpointName=ENDPOINT)
    return {one["VariantName"]: one["CurrentWeight"] for one in endpoint["ProductionVariants"]}
