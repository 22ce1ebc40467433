"""The first pipeline from end to end, as its user runs it, on the machine's best runtime."""

from __future__ import annotations

import json
import os
import re
import signal
import subprocess
import sys
import threading
import time
from pathlib import Path
from typing import Any

import pytest

from localaws.server.embedded import EmbeddedAWS
from packages.localaws.tests.processes import gone, of

from .conftest import Terminal, where_any_model_may_serve

pytestmark = pytest.mark.end_to_end
SMALL = ["--pretrained", "none", "--port", "0"]
SEEN_WITHIN = 2  # seconds, until a schedule has been seen
ONE_EPOCH = json.dumps({"hyperparameters": {"epochs": 1}})


@pytest.fixture(scope="module")
def app(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return where_any_model_may_serve(tmp_path_factory.mktemp("app"))


@pytest.fixture(scope="module")
def after_run(terminal: Terminal, aws: EmbeddedAWS, corpus: Path) -> Terminal:
    """A terminal in which the pipeline has been run once."""
    said = terminal.run("run", "ner", "--data", str(corpus), *SMALL, "--input", ONE_EPOCH)
    (terminal.home / "said").write_text(said)
    return terminal


def wait(terminal: Terminal, arn: str, within: float = 240) -> dict[str, Any]:
    client = terminal.client("stepfunctions")
    deadline = time.monotonic() + within
    while True:
        execution: dict[str, Any] = client.describe_execution(executionArn=arn)
        if execution["status"] != "RUNNING":
            return execution
        assert time.monotonic() < deadline, "the execution did not end in time"
        time.sleep(0.5)


def machine(terminal: Terminal) -> str:
    machines = terminal.client("stepfunctions").list_state_machines()["stateMachines"]
    arn: str = machines[0]["stateMachineArn"]
    return arn


def serving(terminal: Terminal) -> str:
    described = terminal.client("sagemaker").describe_endpoint(EndpointName="stepline-ner-dev")
    assert described["EndpointStatus"] == "InService"
    name: str = described["EndpointConfigName"]
    return name


def test_one_command_ends_with_a_response_of_the_endpoint(after_run: Terminal) -> None:
    said = (after_run.home / "said").read_text()
    for state in ("Preprocess", "Train", "Create model", "Create endpoint", "In service"):
        assert f"✓ {state}" in said
    assert "Endpoint stepline-ner-dev answers:" in said
    # A BERT of one epoch has learnt nothing, but what it marks stands in the caller's own text.
    response = said.split("answers:\n")[1].splitlines()[0]
    assert re.sub(r"\[[A-Z]+ \d\.\d\d\]", "", response).startswith("Maria Jensen joined Northwind")


def test_everything_that_a_run_made_lies_under_one_prefix(after_run: Terminal) -> None:
    s3, bucket = after_run.client("s3"), bucket_of(after_run)
    keys = [o["Key"] for o in s3.list_objects_v2(Bucket=bucket, Prefix="runs/")["Contents"]]
    assert len({key.split("/")[1] for key in keys}) == 1
    made = {key.split("/")[2] for key in keys}
    assert {"train", "validation", "test", "tokenizer", "report", "model"} <= made


def test_the_training_job_is_described_as_on_aws(after_run: Terminal) -> None:
    sagemaker = after_run.client("sagemaker")
    name = sagemaker.list_training_jobs()["TrainingJobSummaries"][0]["TrainingJobName"]
    job = sagemaker.describe_training_job(TrainingJobName=name)
    assert job["TrainingJobStatus"] == "Completed"
    phases = [t["Status"] for t in job["SecondaryStatusTransitions"]]
    assert phases == ["Starting", "Downloading", "Training", "Uploading", "Completed"]
    assert "validation:f1" in {m["MetricName"] for m in job["FinalMetricDataList"]}
    tags = sagemaker.list_tags(ResourceArn=job["TrainingJobArn"])["Tags"]
    assert {"Key": "stepline:pipeline", "Value": "ner"} in tags


def test_the_aws_cli_updates_the_endpoint_without_one_failed_request(after_run: Terminal) -> None:
    before = serving(after_run)
    runtime = after_run.client("sagemaker-runtime")
    responses: list[int] = []
    failures: list[Exception] = []
    done = threading.Event()

    def ask() -> None:
        while not done.is_set():
            try:
                response = runtime.invoke_endpoint(
                    EndpointName="stepline-ner-dev", ContentType="text/plain", Body=b"In Oslo."
                )
                responses.append(len(json.loads(response["Body"].read())["entities"]))
            except Exception as error:  # noqa: BLE001 - whatever a client may see is a failure
                failures.append(error)
                return

    clients = [threading.Thread(target=ask) for _ in range(4)]
    for client in clients:
        client.start()
    try:
        command = [str(Path(sys.executable).parent / "aws"), "stepfunctions", "start-execution"]
        command += ["--state-machine-arn", machine(after_run), "--input", "{}"]
        started = subprocess.run(
            command, env={**os.environ, **after_run.aws()}, capture_output=True, check=True
        )
        ended = wait(after_run, json.loads(started.stdout)["executionArn"])
    finally:
        done.set()
        for client in clients:
            client.join()
    assert ended["status"] == "SUCCEEDED", ended.get("cause")
    assert failures == []
    assert len(responses) > 20
    assert serving(after_run) != before


def test_a_wrong_input_fails_at_once_and_says_which_key(after_run: Terminal) -> None:
    said = after_run.run(
        "start", "ner", "--watch", "--input", '{"hyperparameters": {"epoch": 2}}', status=1
    )
    assert 'hyperparameters has no key "epoch"' in said
    assert "Preprocess" not in said


def test_a_prefix_without_an_object_fails_before_any_job(after_run: Terminal) -> None:
    wrong = json.dumps({"data": f"s3://{bucket_of(after_run)}/nothing/"})
    said = after_run.run("start", "ner", "--watch", "--input", wrong, status=1)
    assert "nothing/" in said
    assert "Preprocess" not in said


def test_a_broken_line_is_named_with_its_file(after_run: Terminal, tmp_path: Path) -> None:
    after_run.client("s3").put_object(
        Bucket=bucket_of(after_run), Key="broken/bad.conll", Body=b"Oslo B-PLACE\nlonely\n"
    )
    wrong = json.dumps({"data": f"s3://{bucket_of(after_run)}/broken/"})
    said = after_run.run("start", "ner", "--watch", "--input", wrong, status=1)
    assert re.search(r"bad\.conll.*line 2|bad\.conll:2", said)
    assert "stepline logs ner --job" in said


def test_the_commands_show_what_there_is(after_run: Terminal) -> None:
    assert "InService" in after_run.run("status", "ner")
    assert "validation:f1=" in after_run.run("logs", "ner", "--job", last_training_job(after_run))
    assert '"entities"' in after_run.run("invoke", "ner", "Anna works in Oslo.", "--json")


def test_a_schedule_of_an_hour_starts_an_execution_by_itself(
    after_run: Terminal, aws: EmbeddedAWS
) -> None:
    context = ["-c", "stepline:pretrained=none", "-c", "stepline:schedule=rate(1 hour)"]
    after_run.run("deploy", "ner", *context, "-c", "stepline:schedule-enabled=true")
    time.sleep(SEEN_WITHIN)
    aws.move_clock(60 * 60)
    client, deadline = after_run.client("stepfunctions"), time.monotonic() + 120
    while True:
        latest = client.list_executions(stateMachineArn=machine(after_run))["executions"][0]
        given = client.describe_execution(executionArn=latest["executionArn"])["input"]
        if json.loads(given).get("started_by", "").startswith("schedule "):
            break
        assert time.monotonic() < deadline, "the schedule did not fire"
        time.sleep(1)
    assert wait(after_run, latest["executionArn"])["status"] == "SUCCEEDED"


def test_a_killed_server_leaves_no_process(after_run: Terminal) -> None:
    assert len(of(after_run.home)) > 1  # the server, and the endpoint's container
    pid = json.loads((after_run.home / "server.json").read_text())["pid"]
    os.kill(pid, signal.SIGKILL)
    assert gone(after_run.home), of(after_run.home)


def bucket_of(terminal: Terminal) -> str:
    buckets = terminal.client("s3").list_buckets()["Buckets"]
    return next(b["Name"] for b in buckets if b["Name"].startswith("stepline-ner-dev"))


def last_training_job(terminal: Terminal) -> str:
    jobs = terminal.client("sagemaker").list_training_jobs(SortBy="CreationTime")
    name: str = jobs["TrainingJobSummaries"][0]["TrainingJobName"]
    return name
